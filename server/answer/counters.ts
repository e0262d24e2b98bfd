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
/** Answers by response code, from this place on; those above `MAX_RCODE` do not occur. */
export const RCODES = 16;
/** BADCOOKIE, the greatest response code that we give (IANA, "DNS RCODEs"). */
export const MAX_RCODE = 23;

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
export const LOGGED = 3;
/** Packets from ports that no resolver asks from. */
export const PORT_DROPPED = 52;
/** Answers with TC because they were larger than what is sent to who shows no server cookie. */
export const COOKIELESS_TRUNCATED = 53;
const COUNT = 128; // whole lines of the processor's caches, so that threads do not slow each other down

/** Counters for so many threads, all 0. */
export function makeCounters(threads: number): readonly Counters[] {
  const buffer = new SharedArrayBuffer(threads * COUNT * 8);
  return Array.from({ length: threads }, (_, thread) => new Float64Array(buffer, thread * COUNT * 8, COUNT));
}

/** What all of these have counted at one place. */
export function sumOf(counters: readonly Counters[], place: number): number {
  return counters.reduce((sum, counted) => sum + counted[place]!, 0);
}
