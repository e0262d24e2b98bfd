import type { Name } from "../../dns/name.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";

/** A nameserver at one address. A name that has three addresses is three of these. */
export interface Nameserver {
  /** How a person calls it: its host name, or what stands for one. */
  readonly name: string;
  /** IPv4 or IPv6 address, without brackets. */
  readonly address: string;
  readonly port: number;
}

/** What a question is sent over. Over `udp` a truncated answer is fetched again over TCP, as dig does it. */
export type Transport = "udp" | "tcp";

/** What is asked, always of class IN. */
export interface Question {
  readonly name: Name;
  readonly type: number;
  /** Sets the DO bit (RFC 3225 §3), so that a signed RRset comes with its signatures. */
  readonly dnssec?: boolean;
  /** Sets the RD bit (RFC 1035 §4.1.1): for a resolver, which asks others. Only the built-in client does. */
  readonly recursive?: boolean;
}

/** A reply that could be read. */
export interface Reply {
  readonly outcome: "reply";
  /** With the extension by EDNS (RFC 6891 §6.1.3). */
  readonly rcode: number;
  /** The answer is authoritative. */
  readonly aa: boolean;
  readonly answer: readonly ZoneRecord[];
  readonly authority: readonly ZoneRecord[];
  /** Without OPT. */
  readonly additional: readonly ZoneRecord[];
  /** The server's identifier, where it gave one (RFC 5001 §2.3). */
  readonly nsid?: Octets;
  /** What it came over in the end: `tcp` for a question over UDP whose first answer was truncated. */
  readonly transport: Transport;
  /** It came over TCP, and would have fit into the UDP packet that the client offers to take. */
  readonly fitsUdp?: boolean;
  /** From the question to the reply. */
  readonly milliseconds: number;
}

/**
 * Why there is no reply: silence or a closed port (`no-reply`), a packet that cannot be read (`malformed`), or a
 * nameserver so silent before that this question was not sent any more (`not-asked`).
 */
export interface NoReply {
  readonly outcome: "no-reply" | "malformed" | "not-asked";
  /** In words, without a final stop. */
  readonly reason: string;
  readonly milliseconds: number;
}

/** What came of one question. */
export type Answer = (Reply | NoReply) & {
  /** The built-in client asked this question although dig asks the others, because dig's output could not be read. */
  readonly instead?: boolean;
};

/** How a batch of questions is asked. */
export interface AskOptions {
  /** Milliseconds to wait for each answer, after each time that it is sent; dig rounds it up to whole seconds. */
  readonly timeout: number;
  /** How often a question is sent before it has no reply; 1 unless given. */
  readonly tries?: number;
  /** Told how many more questions are done with. */
  readonly onDone?: (count: number) => void;
  /** Ends it early: questions without an answer get none. dig is not ended by it. */
  readonly signal?: AbortSignal;
}

/** Asks a nameserver that may not be there: whether anybody answers shows at the first question, once for all of them. */
export type Look = (
  nameserver: Nameserver,
  questions: readonly Question[],
  patience: LookPatience,
) => Promise<Answer[]>;

/** How long a look waits before a nameserver counts as silent: `timeout` times `tries`. */
export interface LookPatience {
  /** Milliseconds to wait for an answer before the question is sent again, and after the last time. */
  readonly timeout: number;
  /** How often a question is sent over UDP. */
  readonly tries: number;
}

/** Somebody who asks nameservers: dig, or the built-in client. Both give the same answers. */
export interface Asker {
  readonly client: Client;
  /**
   * Asks each question and gives the answers in the same order. Gives up a nameserver that stays silent several
   * times in a row: the questions left are `not-asked` then, so that a dead path costs seconds and not hours.
   */
  readonly ask: (
    nameserver: Nameserver,
    transport: Transport,
    questions: readonly Question[],
    options: AskOptions,
  ) => Promise<Answer[]>;
  /** Why this machine has no route to the address (RFC 4291 addresses without IPv6, most often). */
  readonly noRoute: (address: string) => Promise<string | undefined>;
}

/** The program that asked. */
export interface Client {
  readonly kind: "dig" | "built-in";
  readonly version: string;
}

/** A zone as its nameservers should answer it. */
export interface ExpectedZone {
  readonly zone: Zone;
  /** RRsets that the version before had, to see that they are gone. */
  readonly deleted?: readonly { readonly owner: Name; readonly type: number }[];
}

/** What a miss is. `late` is a right answer that came slowly, again, or after the deadline. */
export type MissKind =
  | "wrong-value"
  | "wrong-ttl"
  | "missing-aa"
  | "unexpected-aa"
  | "extra-record"
  | "missing-record"
  | "wrong-rcode"
  | "stale-serial"
  | "newer-serial"
  | "no-answer"
  | "lame"
  | "late"
  | "malformed";

/** One answer that is not what the zone says, or one path that does not answer at all. */
export interface Miss {
  readonly zone: Name;
  readonly name: Name;
  readonly type: number;
  readonly kind: MissKind;
  /** In zone file text, one record a line, or in words where there is no record. */
  readonly expected: string;
  readonly got: string;
  /** How often it was asked. */
  readonly attempts: number;
  /** Of the last attempt. */
  readonly milliseconds: number;
}

/** What one nameserver answered over one transport. */
export interface PathResult {
  readonly nameserver: Nameserver;
  readonly transport: Transport;
  /** What asked. */
  readonly client: Client;
  /** Questions that this path has to answer, those included that were given up because nothing answers at all. */
  readonly asked: number;
  readonly passed: number;
  /** Why nothing was asked: there is no route from here. `asked` then counts what would have been asked. */
  readonly notAsked?: string;
  readonly serials: readonly {
    readonly zone: Name;
    readonly expected: number;
    readonly got: number | undefined;
  }[];
  readonly misses: readonly Miss[];
  /** Right answers that came late: after a retry, or slower than the limit. Every one counts as passed. */
  readonly notes: readonly Miss[];
  readonly milliseconds: { readonly median: number; readonly slowest: number };
  /** Identifiers of the instances that answered (NSID), as text, sorted. */
  readonly answeredBy: readonly string[];
  /** Questions over UDP whose answers were truncated and fetched over TCP. */
  readonly truncated: number;
  /** Those among them that would have fit, so that a limit of the server cut them short; left out where there is none. */
  readonly limited?: number;
  /** Questions that the built-in client asked because dig's output could not be read. */
  readonly instead: number;
  /** Names whose text came right, cut into other strings than the zone has; left out where none did. */
  readonly recut?: readonly Name[];
  /** Addresses at an ALIAS that nobody saw of its target from here; left out where there are none. */
  readonly elsewhere?: readonly ElsewhereAnswer[];
}

/** An answer with addresses that nobody saw from here: right perhaps where the nameserver stands. */
export interface ElsewhereAnswer {
  readonly name: Name;
  readonly type: number;
  /** The name that was looked up. */
  readonly target: Name;
  /** They are of networks that were seen. */
  readonly isNear: boolean;
  /** What was expected, and what was answered, in words. */
  readonly expected: string;
  readonly got: string;
}

/** The evidence. */
export interface Verification {
  /** By client, then in the order of the nameservers, UDP before TCP. */
  readonly paths: readonly PathResult[];
  /** How much of what the zones say was asked for; undefined where all of it was. */
  readonly coverage?: Coverage;
  /** Targets of ALIAS for which nobody answered, so that their addresses were not compared; left out where there are none. */
  readonly silentTargets?: readonly Name[];
  readonly milliseconds: number;
}

/** How much of what a candidate's zones say was asked for, and by what. */
export interface Coverage {
  /** RRsets that a plan adds, changes or removes. */
  readonly changed: Share;
  /** Questions about everything else, those for what does not exist included. */
  readonly unchanged: Share;
}

/** So many of a total, by each client that asked. */
export interface Share {
  readonly total: number;
  readonly asked: readonly { readonly client: Client["kind"]; readonly count: number }[];
}

/** How long to try, and what the world lends. */
export interface VerifySettings {
  /** Makes the names that must not exist: the same seed, the same names. */
  readonly seed: string;
  /** Milliseconds after the start from which on nothing is asked again. */
  readonly deadline: number;
  /**
   * What the nameservers serve changes no more, so the first answer to a question is the last word, and only silence is
   * asked again: for one that was started for this. Otherwise a wrong answer may still become right.
   */
  readonly isSettled?: boolean;
  /** Milliseconds to wait for the first answer to a question; each further round waits longer. */
  readonly timeout: number;
  /** Milliseconds between a round of questions and the next; doubled after each, up to ten seconds. */
  readonly pause: number;
  /** Milliseconds above which a right answer is noted as late. */
  readonly slow: number;
  readonly clock: Clock;
  /** What targets of ALIAS have; undefined where nobody can be asked: then any addresses pass. */
  readonly targets?: Targets;
  /** Told after every batch of answers. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** What targets of ALIAS have, looked up while nameservers are asked. */
export interface Targets {
  /** All addresses that were seen of this type; undefined where nobody answered. */
  readonly of: (target: Name, type: number) => SeenAddresses | undefined;
  /** Looks these up, once more and by every resolver where they were already, and three times at most. */
  readonly look: (targets: Iterable<Name>) => Promise<void>;
  /** Of what was looked up those for which nobody answered, in the order of their names. */
  readonly silent: () => readonly Name[];
}

/** What was seen of a target and type in all lookups together. */
export interface SeenAddresses {
  readonly addresses: ReadonlySet<Octets>;
  /** One of the lookups found none. */
  readonly isSometimesNone: boolean;
}

/** Time, as the world has it. */
export interface Clock {
  /** Milliseconds since some fixed moment. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}
