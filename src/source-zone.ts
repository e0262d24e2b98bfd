import type { Position } from "../dns/problem.ts";
import type { Zone, ZoneRecord } from "../dns/zone.ts";
import type { ZoneConfig } from "./config.ts";

/** A zone as its YAML and `_config.yaml` say. Its SOA has serial 0 until `render` sets one. */
export interface SourceZone extends Zone {
  /** SOA first, then in the order of the files. */
  readonly records: readonly SourceRecord[];
  /** The file, or of a zone in several files their folder. */
  readonly file: string;
  readonly config: ZoneConfig;
}

/** A record and where it stands in YAML. */
export interface SourceRecord extends ZoneRecord {
  /** Of the value. */
  readonly at: Position;
  /** Of the name. */
  readonly nameAt: Position;
  /** Of the TTL, where one is written. */
  readonly ttlAt?: Position;
  /** Of each field, where the value is a mapping. */
  readonly fieldsAt?: { readonly [field: string]: Position };
  /** What stands under the record's `zonepipe:` key; shared by all records of the RRset. */
  readonly remarks?: Remarks;
}

/** What people say about an RRset. */
export interface Remarks {
  /** Who is in charge of it. */
  readonly owner?: string;
  readonly note?: string;
  readonly disable: readonly Disabled[];
}

/** A rule that is turned off for one RRset. */
export interface Disabled {
  readonly rule: string;
  readonly reason: string;
  readonly at: Position;
}
