import type { Name } from "../../dns/name.ts";
import type { Position } from "../../dns/problem.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import type { About, Pointer } from "./about.ts";
import type { ZoneConfig } from "./config.ts";

/** A zone as its YAML and `_config.yaml` say. Its SOA has serial 0 until `render` sets one. */
export interface SourceZone extends Zone {
  /** SOA first, then in the order of the files. */
  readonly records: readonly SourceRecord[];
  /** The file, or of a zone in several files their folder. */
  readonly file: string;
  /** The file that it shares with other zones, where it has one. */
  readonly template?: string;
  readonly config: ZoneConfig;
  /** The file with signatures over its keys that were made beforehand, by a key that is on no machine. */
  readonly keySignatures?: string;
  /** It is made of the others and has no file of its own: no parent delegates it, and no rule is about it. */
  readonly role?: "catalog";
  /** `_config.yaml` alone says that it is there. */
  readonly hasNoFile?: true;
}

/** The zones that somebody looks names up in, and that their parents delegate. */
export function withoutCatalog<Kind extends Pick<SourceZone, "role">>(zones: readonly Kind[]): Kind[] {
  return zones.filter(({ role }) => role !== "catalog");
}

/**
 * A record that may have a place: one that was read from a file has one, one that a nameserver gave has none. The line
 * is that of the file as it was read, which may be the file of an earlier commit.
 */
export interface PlacedRecord extends ZoneRecord {
  /** Of the value. */
  readonly at?: Position;
  /** Of the TTL, where one is written. */
  readonly ttlAt?: Position;
  /** The variables of `_config.yaml` that its value has, without their `$`; left out where there are none. */
  readonly variables?: readonly string[];
  /**
   * What stands under the record's `zonepipe:` key, and what `about` of `_config.yaml` says where that says nothing. What
   * is turned off is shared by all records of the RRset; the rest a value may have for itself.
   */
  readonly remarks?: Remarks;
  /** The record whose address it is the PTR of, or leads to: nobody wrote this one, and its place is that one's. */
  readonly madeFrom?: { readonly owner: Name; readonly type: number };
}

/** A record and where it stands in YAML. */
export interface SourceRecord extends PlacedRecord {
  readonly at: Position;
  /** Of the name. */
  readonly nameAt: Position;
  /** Of each field, where the value is a mapping. */
  readonly fieldsAt?: { readonly [field: string]: Position };
}

/** What people say about an RRset, or about a value of it. */
export interface Remarks extends About {
  readonly disable: readonly Disabled[];
  /** What the PTR of the address is. */
  readonly ptr?: Pointer;
}

/** A rule that is turned off for one RRset. */
export interface Disabled {
  readonly rule: string;
  readonly reason: string;
  readonly at: Position;
}
