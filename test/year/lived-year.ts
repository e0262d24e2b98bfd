import type { KeyRefusal } from "../../src/dnssec/key-change.ts";
import type { Version } from "./versions.ts";

/** A year as it was lived. */
export interface LivedYear {
  readonly hours: readonly Hour[];
  readonly events: readonly YearEvent[];
  readonly early: readonly EarlyStep[];
  /** For how many hours each step had to wait since it was wanted. */
  readonly waits: readonly { readonly step: string; readonly hours: number }[];
}

/** What is answered from a whole hour on until the next. */
export interface Hour {
  /** Seconds since 1970. */
  readonly at: number;
  /** Of the zone under test: two machines of ours, and a secondary. */
  readonly servers: readonly [Version, Version, Version];
  /** What the clocks of the two machines show, in seconds since 1970. */
  readonly clocks: readonly [number, number];
  readonly parent: Version;
  readonly root: Version;
  readonly phase: string;
}

/** Something that changes what is answered. */
export interface YearEvent {
  readonly at: number;
  readonly what: string;
  readonly kind: "step" | "release" | "ds" | "turn" | "trouble";
}

/** A step that was not allowed when the one before it had just been made. */
export interface EarlyStep {
  readonly at: number;
  readonly name: string;
  readonly rules: readonly KeyRefusal["rule"][];
  /** All that caches may hold, had the step been made then. */
  readonly versions: readonly Version[];
  readonly parents: readonly Version[];
  readonly root: Version;
}

/** In seconds: a year is lived in steps of it. */
export const HOUR = 3_600;
