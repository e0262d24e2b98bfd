import type { Name } from "../../../dns/name.ts";
import { unpackTable } from "../../../dns/rrset-table/pack-table.ts";
import type { RRsetTable } from "../../../dns/rrset-table/rrset-table.ts";
import { typeCode } from "../../../dns/types.ts";
import { WorldError } from "../../files/world-error.ts";
import { readName } from "./self-check.ts";
import { items, member, readJson, text, unexpected, type Value, wholeNumber } from "./shape.ts";

/** Runs in our image on a machine and asks the server there what it is asked for. */
export const TOP_COMMAND = "node /app/server.js top";

/** The same for all that it was asked for, in bounded space. */
export const DIGEST_COMMAND = `${TOP_COMMAND} --digest`;

/** What the nameserver on a machine was asked for. */
export interface Asked {
  /** Since when it counts. */
  readonly since: Date;
  /** RRsets that it serves, and how often each was asked for, directly or by way of an alias, a wildcard or a referral. */
  readonly rrsets: readonly AskedRRset[];
  /** All RRsets of a zone, where it was asked about one and serves that. */
  readonly zone?: AskedZone;
  /** All that it was asked for up to a time, where it was asked for that. */
  readonly digest?: { readonly until: Date; readonly table: RRsetTable };
  /** Names that do not exist, with how often they were asked for at most and at least. */
  readonly missing: readonly { readonly name: Name; readonly most: number; readonly least: number }[];
}

/** The RRsets of a zone together, without its SOA and ZONEMD, for which checks ask. */
export interface AskedZone {
  readonly name: Name;
  readonly count: number;
  /** Since when all of them are there and counted. */
  readonly since: Date;
}

/** An RRset of a machine. */
export interface AskedRRset {
  readonly name: Name;
  readonly type: number;
  readonly count: number;
  /** Since when it is there and counted. */
  readonly since: Date;
}

/** Reads the line that it prints; a fault where it is another, as from an older image. */
export function parseAsked(stdout: string): Asked | { readonly fault: string } {
  try {
    const value = readJson("top", stdout.trim());
    const version = member(value, "version");
    if (version.value !== 1) throw unexpected(version, "1");
    const missing = member(value, "missing");
    const zone = member(value, "zone");
    const digest = member(value, "digest");
    return {
      since: readTime(member(value, "since")),
      rrsets: items(member(value, "asked")).slice(0, MAX_ITEMS).map(readRRset),
      ...(zone.value === undefined
        ? {}
        : {
            zone: {
              name: readName(member(zone, "name")),
              count: readCount(member(zone, "count")),
              since: readTime(member(zone, "since")),
            },
          }),
      ...(digest.value === undefined
        ? {}
        : { digest: { until: readTime(member(value, "until")), table: readTable(digest) } }),
      missing: (missing.value === undefined ? [] : items(missing)).slice(0, MAX_ITEMS).map((item) => ({
        name: readName(member(item, "name")),
        most: readCount(member(item, "most")),
        least: readCount(member(item, "least")),
      })),
    };
  } catch (error) {
    if (error instanceof WorldError) return { fault: error.message };
    throw error;
  }
}

const MAX_ITEMS = 10_000; // a machine can print what it likes

function readRRset(item: Value): AskedRRset {
  const type = typeCode(text(member(item, "type")));
  if (type === undefined) throw unexpected(member(item, "type"), "a record type");
  return {
    name: readName(member(item, "name")),
    type,
    count: readCount(member(item, "count")),
    since: readTime(member(item, "since")),
  };
}

function readTable(value: Value): RRsetTable {
  const table = unpackTable(value.value);
  if (table === undefined) throw unexpected(value, "a table of RRsets");
  return table;
}

function readCount(value: Value): number {
  const count = wholeNumber(value);
  if (count < 0) throw unexpected(value, "a count");
  return count;
}

function readTime(value: Value): Date {
  const time = new Date(text(value));
  if (Number.isNaN(time.getTime())) throw unexpected(value, "a time");
  return time;
}
