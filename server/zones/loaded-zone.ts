import type { Name } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Tables } from "../tables/tables.ts";
import type { SignedHere } from "./zone-signing.ts";

/** What was found of a zone. */
export interface LoadedZone {
  readonly origin: Name;
  readonly records: number;
  /** What became of its ZONEMD (RFC 8976 §4). */
  readonly zonemd: "absent" | "verified" | "unsupported";
  /** The files that it was read from: its own, those that they include, and its journal, with the folder that may have one. */
  readonly files: readonly string[];
  /** What they were when they were read, see `stampOf`; undefined where they are to be read again to find out. */
  readonly stamp?: string | undefined;
  /** What was in that folder, in order; undefined where nobody looked. */
  readonly journalNames?: readonly string[] | undefined;
  /** SHA-256 of what is in them, in hex. */
  readonly digest: string;
  /** When the first of its signatures ends, in seconds since 1970; undefined where there is none. */
  readonly soonestExpiry: number | undefined;
  /** Milliseconds that reading it took. */
  readonly loadTime: number;
  /** What clients will not like about it, though it is served. */
  readonly warnings: readonly Problem[];
  /** It is served with this serial in place of the one in its file; where it is signed here, in the window of its policy's base. */
  readonly renumbered?: number;
  /** It has a policy, and stays as it is written for that is all that was asked for. */
  readonly isToSign?: true;
  /** RRSIG data that were made beforehand by keys of the zone that are on no machine; undefined where there are none. */
  readonly keySignatures?: readonly Octets[];
  /** How it was signed here; undefined where it is served as it is written. */
  readonly signed?: SignedHere;
}

/** A zone in tables that are served, where it has this number. */
export interface ServedZone {
  readonly zone: LoadedZone;
  readonly tables: Tables;
  readonly number: number;
}
