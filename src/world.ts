import type { Name } from "../dns/name.ts";
import type { ZoneRecord } from "../dns/zone.ts";
import type { Fly } from "./deploy/fly/fly.ts";
import type { Files } from "./files/files.ts";
import type { AskResolver } from "./lint/ask-resolver.ts";
import type { TsigKey } from "./tsig/tsig-key.ts";
import type { Asker, Look, Nameserver, VerifySettings } from "./verify/types.ts";

/** Everything outside the pipeline, so that a test hands in plain objects. The real ones are in `world/`. */
export interface World {
  readonly files: Files;
  readonly output: Output;
  readonly now: () => Date;
  /** A variable of the environment: for what others' configurations say of it, never for a setting of ours. */
  readonly environment: (variable: string) => string | undefined;
  /** The program that asks nameservers: dig, or the built-in client where there is no dig. */
  readonly asker: () => Promise<Asker>;
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
  /** Starts the embedded nameserver on a free loopback port with a folder of zone files. */
  readonly startServer: (zones: string) => Promise<RunningServer>;
  /** Starts the embedded nameserver with a folder of zone files and without a socket: questions go in by a pipe. */
  readonly startAnswering: (zones: string) => Promise<Answering>;
  readonly fly: Fly;
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
