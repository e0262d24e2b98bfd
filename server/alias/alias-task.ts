import type { PolicyKey } from "../../dns/signing/policy.ts";
import type { Octets } from "../../dns/wire.ts";
import type { AliasSettings } from "../settings/alias-settings.ts";
import type { SigningMeans } from "../signing/signing-order.ts";
import type { AliasCounters } from "./alias-counters.ts";

/** What the thread does that looks up targets. */
export interface AliasTask {
  readonly kind: "alias";
  readonly settings: AliasSettings;
  /** Addresses at which this server answers. */
  readonly own: readonly Octets[];
  readonly counters: AliasCounters;
  /** The thread takes it out: the task stays for as long as it does, and tables must go when others come. */
  serving: AliasServing | undefined;
}

/** What is served, as a thread is told it. */
export interface AliasServing {
  /** See `openTables`. */
  readonly tables: SharedArrayBuffer;
  /** By their numbers in the tables. */
  readonly zones: readonly AliasZone[];
  /** Private keys, where a zone that is signed here has an ALIAS: they go to no other thread, but that of a reload. */
  readonly means: SigningMeans;
  /** Counts the tables that have been served. */
  readonly generation: number;
}

/** A zone that is served. */
export interface AliasZone {
  /** Its file. */
  readonly file: string;
  /** The keys that it is signed with here; none where it is not, or has no ALIAS. */
  readonly keys: readonly PolicyKey[];
}
