/**
 * What one thread has counted since the server started. Only that thread writes; others read them in the memory that
 * all share. Numbers are whole and exact up to 2^53.
 */
export type Counters = Float64Array<SharedArrayBuffer>;

/** Packets, or messages over TCP, that came. */
export const RECEIVED = 0;
/** Answers made for them; the others got silence. */
export const ANSWERED = 1;
/** Answers that the system did not take. */
export const UNSENT = 2;
/** Times that `respond` threw, which are defects of ours; they got SERVFAIL. */
export const FAILED = 3;
/** Answers with TC, whatever for. */
export const TRUNCATED = 4;
/** What came and was shorter than a header. */
export const TOO_SHORT = 5;
/** What came and was a response itself. */
export const RESPONSES = 6;
/** TCP connections that are open. It goes down, too. */
export const TCP_OPEN = 7;
/** TCP connections that came. */
export const TCP_ACCEPTED = 8;
/** TCP connections that the server closed, idle longest first: there were too many in all … */
export const TCP_CROWDED = 9;
/** … or from one address … */
export const TCP_TOO_MANY_OF_ONE = 10;
/** … or all together held too much memory. */
export const TCP_HELD_TOO_MUCH = 11;
/** TCP connections that were closed because they brought no question. */
export const TCP_IDLE = 12;
/** TCP connections at a place for proxies that were closed: they came from nobody who may tell of clients … */
export const PROXY_STRANGER = 80;
/** … or brought no header of the PROXY protocol that can be read … */
export const PROXY_NO_HEADER = 81;
/** Those that ended without an octet, as checks do. */
export const PROXY_CHECKS = 82;
/** Transfers of more than one message that are going on. It goes down, too. */
export const TRANSFERS_OPEN = 64;
/** Transfers that have been given whole: AXFR … */
export const AXFR_SENT = 65;
/** … IXFR with what has changed … */
export const IXFR_SENT = 66;
/** … IXFR with the whole zone … */
export const IXFR_SENT_WHOLE = 67;
/** … and IXFR with the SOA alone. */
export const IXFR_SENT_SOA = 68;
/** Transfers that ended before their end: the client went, or was too slow, or the server stopped. */
export const AXFR_CUT = 69;
export const IXFR_CUT = 70;
/** Transfers that were refused: the client may not have the zone … */
export const TRANSFERS_REFUSED = 71;
/** … or there were too many, in all or for this client. */
export const TRANSFERS_CROWDED = 13;
/** Requests that are signed with a key of ours … */
export const TSIG_GOOD = 72;
/** … or with one that nobody knows, where we have keys … */
export const TSIG_BADKEY = 73;
/** … or with a MAC that is wrong … */
export const TSIG_BADSIG = 74;
/** … or at another time than ours … */
export const TSIG_BADTIME = 75;
/** … or in a form that there is not, as with too short a MAC. */
export const TSIG_MALFORMED = 76;
/** Answers by response code, from this place on; those above `MAX_RCODE` do not occur. */
export const RCODES = 16;
/** BADCOOKIE, the greatest response code that we give (IANA, "DNS RCODEs"). */
export const MAX_RCODE = 23;
/** Packets that were handed to the query log. */
export const LOGGED = 56;
/** Packets that were to be logged, and the ring was full. */
export const LOG_FULL = 57;
/** Of the thread that writes the log: packets that it wrote … */
export const LOG_WRITTEN = 58;
/** … those that it could not, for nobody takes them at the time … */
export const LOG_UNCONNECTED = 59;
/** … and those whose writing failed. */
export const LOG_UNWRITTEN = 60;

/** Answers above the limit of their prefix, by kind: data of a name … */
export const LIMITED_POSITIVE = 40;
/** … what is not there, or lies elsewhere … */
export const LIMITED_NEGATIVE = 44;
/** … and errors; and, to be added to these, what became of them: sent with TC and no data … */
export const LIMITED_ERROR = 48;
export const SENT_WITH_TC = 0;
/** … not sent … */
export const DROPPED = 1;
/** … sent as they were, though others were not … */
export const SENT_ANYWAY = 2;
/** … or sent because limits are only logged. */
export const LOGGED_ONLY = 3;
/** Packets from ports that no resolver asks from. */
export const PORT_DROPPED = 52;
/** Answers with TC because they were larger than what is sent to who shows no server cookie. */
export const COOKIELESS_TRUNCATED = 53;
/** Of those that came, how many came over IPv6. */
export const RECEIVED_IPV6 = 88;
/** Octets of all answers, and answers by size: the first of `SIZE_BUCKETS` that is not less, from this place on. */
export const SIZE_SUM = 89;
export const SIZES = 90;
/** The most octets of an answer in each place, powers of two so that the place is found by counting bits. */
export const SIZE_BUCKETS = [64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536] as const;
/** Microseconds of the batches that were looked at, and batches by microseconds: the first of `TIME_BUCKETS` that is not less. */
export const TIME_SUM = 101;
export const TIMES = 102;
/** The most microseconds in each place; the last is for all that took longer. */
export const TIME_BUCKETS = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 16384, 65536] as const;
/** Batches of UDP by the packets that one call brought: the first of `BATCH_BUCKETS` that is not less. */
export const BATCHES = 115;
export const BATCH_BUCKETS = [1, 2, 4, 8, 16, 32, 64] as const;
/** Packets that the system dropped because its buffer of a UDP socket was full. */
export const KERNEL_DROPS = 123;
/** Answers by the type that was asked for, see `TYPE_PLACES`. */
export const TYPES = 128;
/** Answers by zone and outcome, see `ZoneSlots`: so many places for each zone. */
export const ZONES = 160;
/** Zones that are counted by name; all others are counted together in the place after theirs. */
export const MAX_ZONES = 1_000;
/** What an answer is, from the place of its zone on. */
export const OUTCOMES = ["answer", "nodata", "nxdomain", "referral", "error"] as const;

const COUNT = 5_168; // with the zones; whole lines of the processor's caches, so that threads do not slow each other down

/** Counters for so many threads, all 0. */
export function makeCounters(threads: number): readonly Counters[] {
  const buffer = new SharedArrayBuffer(threads * COUNT * 8);
  return Array.from({ length: threads }, (_, thread) => new Float64Array(buffer, thread * COUNT * 8, COUNT));
}

/** What all of these have counted at one place. */
export function sumOf(counters: readonly Counters[], place: number): number {
  return counters.reduce((sum, counted) => sum + counted[place]!, 0);
}
