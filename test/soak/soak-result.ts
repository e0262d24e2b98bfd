import type { Sample } from "./sample.ts";
import type { Totals } from "./tally.ts";

/** How long, and how much. */
export interface SoakOptions {
  /** The server's program. */
  readonly main: string;
  readonly seconds: number;
  /** Seconds between two reloads, each of changed zones. */
  readonly reloadEvery: number;
  /** Questions a second over UDP. */
  readonly udpRate: number;
  readonly seed: number;
  /** NSD follows the server by NOTIFY and IXFR with a key; without it nobody does. */
  readonly withSecondary: boolean;
  readonly onSample?: (sample: Sample) => void;
}

/** What a run has seen. */
export interface SoakResult {
  readonly options: { readonly seconds: number; readonly reloadEvery: number; readonly udpRate: number };
  readonly samples: readonly Sample[];
  readonly total: Totals;
  /** In words, the first of them. */
  readonly faults: readonly string[];
  readonly server: ServerEnd;
  readonly secondary: SecondaryEnd | undefined;
}

/** What the server says of itself at the end. */
export interface ServerEnd {
  /** It ended before it was asked to. */
  readonly hasCrashed: boolean;
  /** Its exit code, or the signal that ended it. */
  readonly exit: number | NodeJS.Signals | null;
  readonly complaints: readonly string[];
  readonly reloads: number;
  readonly threadRestarts: number;
  readonly failures: number;
  /** Packets for which the kernel had no room. */
  readonly kernelDrops: number;
  readonly axfr: number;
  readonly ixfr: number;
  readonly logged: number;
  readonly logDropped: number;
  readonly limits: boolean;
}

/** How the secondary followed. */
export interface SecondaryEnd {
  /** Versions that it was to get. */
  readonly versions: number;
  /** Seconds until it had each that it got. */
  readonly delays: readonly number[];
  /** The longest that it was seen behind, in seconds. */
  readonly mostBehind: number;
}

/** Seconds that a secondary has: it may be asleep, or come just too late for a version. */
export const FOLLOW_PATIENCE = 30;
