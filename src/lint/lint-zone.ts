import type { Name } from "../../dns/name.ts";
import type { Position, Severity } from "../../dns/problem.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { ConfiguredNameserver } from "../source/config.ts";
import type { Remarks } from "../source/source-zone.ts";

/** What the rules look at: a zone, from YAML or from a zone file. */
export interface LintZone<Kind extends LintRecord = LintRecord> {
  readonly origin: Name;
  readonly records: readonly Kind[];
  /** Where the zone itself stands, for what is missing in it. */
  readonly at: Position;
  /** But for the broken owners, all of it could be read; otherwise nothing is said to be missing in it. */
  readonly complete: boolean;
  /** Owners (keys) of which something was refused: nothing is said to be missing there. */
  readonly broken: ReadonlySet<Name>;
  /** It comes from a zone file: nobody looked yet at how its names are written. */
  readonly fromZoneFile?: true;
  /** The rules that `_config.yaml` gives a level. */
  readonly levels: ReadonlyMap<string, Severity | "ignore">;
  /** Those that `_config.yaml` gives it; left out where it has no settings. */
  readonly nameservers?: readonly ConfiguredNameserver[];
  /** How many days before a record expires that is told. */
  readonly expiresSoonDays?: number;
}

/** A record and where it stands. Records of zone files have only `at`. */
export interface LintRecord extends ZoneRecord {
  readonly at: Position;
  readonly nameAt?: Position;
  readonly ttlAt?: Position;
  readonly fieldsAt?: { readonly [field: string]: Position };
  readonly remarks?: Remarks;
  /** The record that this one is made of, where nobody wrote it. */
  readonly madeFrom?: object;
}
