import { hash } from "node:crypto";
import { keyOf, type Name } from "../name.ts";

/**
 * What is known of each of very many RRsets, in bounded space: by digests of owner and type, which are cut shorter where there is
 * no room. So several RRsets may share a row, whose numbers are then those of all of them; an RRset without a row is in none. What
 * is not there is therefore certain, however short the digests are, and what is there may be another's.
 */
export interface RRsetTable {
  /** How long the digests are. */
  readonly bits: number;
  /** The rows have their counts. */
  readonly isCounted: boolean;
  /** By the digest. */
  readonly rows: ReadonlyMap<number, RRsetRow>;
}

/** What is known of an RRset. Times are whole minutes since 1970, rounded up, and 0 where there is none. */
export interface RRsetRow {
  /** How often it was asked for; 0 in a table without counts. */
  readonly count: number;
  /** When it was asked for the last time, or some time later. */
  readonly last: number;
  /** Since when it is there and counted, where that is not as long as the others. */
  readonly came: number;
}

/** In the place of a type (neither is one, RFC 6895 §3.1): all of a zone's RRsets together, by its origin. */
export const ALL_TOGETHER = 0;
/** In the place of a type: what holds for each of a zone's RRsets, by its origin. */
export const EACH_ONE = 65_535;

/** Nothing was asked for. Its digests have all their 40 bits. */
export const NO_ROWS: RRsetTable = { bits: 40, isCounted: true, rows: new Map() };

/** The row of an RRset; undefined where it was never asked for, and is there as long as the others. */
export function rowOf(table: RRsetTable, owner: Name, type: number): RRsetRow | undefined {
  return table.rows.get(shorten(digestOf(owner, type), NO_ROWS.bits, table.bits));
}

/** So few digests are taken that a row is hardly ever another RRset's. */
export function isDistinct({ bits, rows }: RRsetTable): boolean {
  return rows.size * ONE_IN < 2 ** bits;
}

const ONE_IN = 1_000;

/** A table that grows, and becomes coarser where there are too many rows. */
export interface GrowingTable {
  /** What is known already of the same RRset is added up; of times the later one counts. */
  readonly add: (owner: Name, type: number, row: RRsetRow) => void;
  readonly table: () => RRsetTable;
}

/** A table without rows, or a copy of one, that grows. */
export function growTable(from: RRsetTable = NO_ROWS): GrowingTable {
  let table: RRsetTable = from;
  let rows = new Map(from.rows);
  return {
    add(owner, type, row) {
      put(rows, shorten(digestOf(owner, type), NO_ROWS.bits, table.bits), row);
      if (rows.size <= MOST_ROWS) return;
      table = coarsen({ ...table, rows }, table.bits - 4);
      rows = new Map(table.rows);
    },
    table: () => ({ ...table, rows }),
  };
}

const MOST_ROWS = 30_000; // some 40 kB without counts

/** Both together, with digests as short as the shorter ones. */
export function mergeTables(a: RRsetTable, b: RRsetTable): RRsetTable {
  const bits = Math.min(a.bits, b.bits);
  const rows = new Map(coarsen(a, bits).rows);
  for (const [digest, row] of coarsen(b, bits).rows) put(rows, digest, row);
  const merged = { bits, isCounted: a.isCounted && b.isCounted, rows };
  return rows.size > MOST_ROWS ? coarsen(merged, bits - 4) : merged;
}

/**
 * What was asked for beyond what is taken away, which was counted by the same counters before: a row that is left without a count
 * has no last time either. Without counts nothing can be taken away.
 */
export function takeAway(table: RRsetTable, counted: RRsetTable): RRsetTable {
  if (!table.isCounted || !counted.isCounted) return table;
  const { bits } = mergeTables(table, counted);
  const less = coarsen(counted, bits).rows;
  const rows = new Map<number, RRsetRow>();
  for (const [digest, { count, last, came }] of coarsen(table, bits).rows) {
    const rest = count - (less.get(digest)?.count ?? 0);
    if (rest > 0) rows.set(digest, { count: rest, last, came });
    else if (came > 0) rows.set(digest, { count: 0, last: 0, came });
  }
  return { bits, isCounted: bits >= LEAST_COUNTED, rows };
}

/** The same with digests of so many bits. Where those are few, sums of counts would say little, and are left out. */
export function coarsen(table: RRsetTable, bits: number): RRsetTable {
  if (bits >= table.bits) return table;
  const rows = new Map<number, RRsetRow>();
  for (const [digest, row] of table.rows) put(rows, shorten(digest, table.bits, bits), row);
  const coarser = { bits, isCounted: table.isCounted && bits >= LEAST_COUNTED, rows };
  return rows.size > MOST_ROWS ? coarsen(coarser, bits - 4) : coarser;
}

/** Fewer bits than these, and counts are left out. */
export const LEAST_COUNTED = 24;

/** The same without counts. */
export function withoutCounts(table: RRsetTable): RRsetTable {
  const rows = new Map([...table.rows].map(([digest, row]) => [digest, { ...row, count: 0 }]));
  return { ...table, isCounted: false, rows };
}

/** Milliseconds since 1970 as a time in a row. */
export function minuteOf(milliseconds: number): number {
  return Math.ceil(milliseconds / MINUTE);
}

/** A time in a row as milliseconds since 1970. */
export function timeOf(minute: number): number {
  return minute * MINUTE;
}

const MINUTE = 60_000;

function put(rows: Map<number, RRsetRow>, digest: number, { count, last, came }: RRsetRow): void {
  const known = rows.get(digest) ?? { count: 0, last: 0, came: 0 };
  rows.set(digest, {
    count: known.count + count,
    last: Math.max(known.last, last),
    came: Math.max(known.came, came),
  });
}

/** The first 40 bits of SHA-256 of the owner in lower case and the type; other digests are beginnings of it. */
function digestOf(owner: Name, type: number): number {
  const octets = Buffer.from(`${keyOf(owner)}${String.fromCharCode(type >>> 8, type & 0xff)}`, "latin1");
  return hash("sha256", octets, "buffer").readUIntBE(0, 5);
}

function shorten(digest: number, from: number, to: number): number {
  return Math.floor(digest / 2 ** (from - to));
}
