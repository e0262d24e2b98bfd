import type { Name } from "../dns/name.ts";
import type { TsigKey } from "../dns/tsig/key.ts";
import type { ZoneRecord } from "../dns/zone.ts";
import type { Fly } from "./deploy/fly/fly.ts";
import type { Files } from "./files/files.ts";
import type { AskResolver } from "./lint/ask-resolver.ts";
import type { NotifyPlace } from "./source/config.ts";
import type { Asker, Look, Nameserver, VerifySettings } from "./verify/types.ts";
import type { Validate } from "./verify/validator.ts";

/** Everything outside the pipeline, so that a test hands in plain objects. The real ones are in `world/`. */
export interface World {
  readonly files: Files;
  readonly output: Output;
  readonly now: () => Date;
  /** A variable of the environment: for what others' configurations say of it, never for a setting of ours. */
  readonly environment: (variable: string) => string | undefined;
  /** The program that asks nameservers: dig, or the built-in client where there is no dig. */
  readonly asker: () => Promise<Asker>;
  /** A program that validates answers by DNSSEC: delv; undefined where there is none. */
  readonly validator: () => Promise<Validate | undefined>;
  /** Asks without a program of its own: for more questions than anybody wants to wait for dig. */
  readonly builtInAsker: Asker;
  /** Asks a nameserver that may not be there, without a program of its own. */
  readonly look: Look;
  /** Asks these recursive resolvers, or those of the machine. */
  readonly resolver: (resolvers?: readonly Nameserver[]) => AskResolver;
  /** Asks a nameserver for a whole zone (AXFR), signed where a key is given. Where it does not give it, it fails with a `TransferError`. */
  readonly transfer: (
    zone: Name,
    nameserver: Nameserver,
    patience?: TransferPatience,
    key?: TsigKey,
  ) => Promise<ZoneRecord[]>;
  /** Tells a secondary that zones have changed (NOTIFY, RFC 1996). What it does on that, nothing here depends on. */
  readonly notify: Notify;
  /**
   * Starts the embedded nameserver on a free loopback port with a folder of zone files. Where zones of it are to be signed, that is
   * with stand-ins for signatures (`isShape`): private keys are on the machines alone. Targets of ALIAS it looks up itself, at these
   * resolvers or those of the machine. One that is to be reloaded often is always ready for that.
   */
  readonly startServer: (
    zones: string,
    isShape?: boolean,
    resolvers?: readonly Nameserver[],
    isReloadedOften?: boolean,
  ) => Promise<RunningServer>;
  /**
   * Starts it without a socket: questions go in by a pipe. Zones that are to be signed it signs with stand-ins for signatures, for the week of
   * this time or the first of their policy, whichever is later.
   */
  readonly startAnswering: (zones: string, week: Date) => Promise<Answering>;
  readonly fly: Fly;
  /** Asks a server of the web. */
  readonly web: Web;
  readonly progress: Progress;
  /** How long to try before an answer counts as wrong or missing. */
  readonly patience: VerifySettings;
}

/** How long a transfer may take, in milliseconds. */
export interface TransferPatience {
  /** Without an octet. */
  readonly quiet: number;
  /** For all of it. */
  readonly total: number;
}

/** Asks a server of the web once: it follows no redirection, and fails with an answer instead of an error. */
export type Web = (request: WebRequest) => Promise<WebAnswer>;

/** What is asked of a server of the web. */
export interface WebRequest {
  /** `http:` or `https:`. */
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  /** Sent with POST; undefined: GET. */
  readonly body?: string;
  /** Milliseconds for all of it. */
  readonly timeout: number;
  /** Octets of an answer that are read: one with more is none. */
  readonly most: number;
}

/** What came of it. */
export type WebAnswer =
  | {
      readonly outcome: "answered";
      readonly status: number;
      /** The value of a header by its name in lower case. */
      readonly header: (name: string) => string | undefined;
      readonly text: string;
    }
  /** A clause, in which the address does not stand: it may be a secret. */
  | { readonly outcome: "failed"; readonly reason: string };
/** A zone that has changed, for whom it concerns. */
export interface NotifyOrder {
  readonly place: NotifyPlace;
  /** The name of the TSIG key to sign it with. */
  readonly key: Name | undefined;
  readonly zones: readonly { readonly zone: Name; readonly serial: number }[];
}

/** What became of one NOTIFY (RFC 1996). */
export type Notified =
  /** It was answered without an error: the secondary asks for the zone now. */
  | { readonly kind: "taken" }
  /** It was answered with this response code. */
  | { readonly kind: "refused"; readonly rcode: string }
  | { readonly kind: "no-answer" }
  /** None was sent: why, as a clause. */
  | { readonly kind: "not-sent"; readonly reason: string };

/** Tells a secondary of zones that changed: what became of each, in their order. Nothing fails for it. */
export type Notify = (order: NotifyOrder) => Promise<readonly Notified[]>;

/** Writes files so that a reader sees the old content or the new one, never a part. */
export interface Output {
  /** Writes text, one octet per character, and makes the folders it needs. */
  readonly write: (path: string, text: string, encoding?: "latin1" | "utf8") => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
}

/** A nameserver that runs until it is stopped. */
export interface RunningServer {
  readonly address: string;
  readonly port: number;
  /** Has it read its zones again, and waits until it answers from them, or has said that it does not. */
  readonly reload: () => Promise<void>;
  /** Ends it and waits until it is gone. */
  readonly stop: () => Promise<void>;
}

/** The nameserver's own code on the other end of a pipe, until it is stopped. */
export interface Answering {
  /**
   * Answers queries in wire form, each behind its length in two octets (RFC 1035 §4.2.2), as over TCP and in their order.
   * The answers come in the same framing; one that gets no answer at all has length 0.
   */
  readonly ask: (queries: Uint8Array) => Promise<Uint8Array>;
  /** Ends it and waits until it is gone. */
  readonly stop: () => Promise<void>;
}

/** Tells a person that something is going on. */
export interface Progress {
  /** A step begins; the one before it is over. */
  readonly step: (label: string) => void;
  /** How far the step is. */
  readonly count: (done: number, all: number) => void;
  /** The last step is over. */
  readonly end: () => void;
}
