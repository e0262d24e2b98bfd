import { hasCanonicalNames, makeRdataCanonical } from "./canonical.ts";
import type { FlatRecords } from "./flat-records.ts";
import { Writer } from "./wire.ts";

/** The records of a zone in canonical order, each of them once. */
export interface Collation {
  /** Rows of the records. */
  readonly order: Uint32Array;
  /** The data of all records in canonical form: that of row `i` begins at `starts[i] - starts[0]`. */
  readonly rdata: Uint8Array;
}

/**
 * Puts the records at or below `origin` into canonical order (RFC 4034 §6). Of several with the same owner, type and
 * data only the first stays. Where `leaveOut` says so of a record at the origin, it does not count either.
 */
export function collate(
  origin: Uint8Array,
  records: FlatRecords,
  leaveOut: (row: number) => boolean,
): Collation {
  const { count, types, starts } = records;
  const base = starts[0]!;
  const rdata = canonicalData(records);
  const keys = new Keys(count);
  const rows = new Uint32Array(count);
  let kept = 0;
  for (let row = 0; row < count; row++) {
    const isAgain = row > 0 && records.owners[row] === records.owners[row - 1];
    const inZone = isAgain ? keys.repeat(row) : keys.add(row, records, origin);
    if (inZone && !(keys.isApex(row) && leaveOut(row))) rows[kept++] = row;
  }
  const order = rows.subarray(0, kept);
  if (!isSorted(order, compare)) order.sort(compare);
  return { order: withoutRepeated(order, compare), rdata };

  function compare(a: number, b: number): number {
    return keys.compare(a, b) || types[a]! - types[b]! || compareData(a, b);
  }

  function compareData(a: number, b: number): number {
    return compareOctets(
      rdata,
      starts[a]! - base,
      starts[a + 1]! - base,
      starts[b]! - base,
      starts[b + 1]! - base,
    );
  }
}

/**
 * For each record a key whose order as octets is the canonical order of owners: the labels below the origin from
 * right to left, in lower case. An octet 0 or 1 is written as two, so that the 0 between labels comes before
 * everything that a label can hold.
 */
class Keys {
  readonly #bytes: Writer;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  /** The first six octets of the key as a number: most pairs differ there. */
  readonly #heads: Float64Array;
  readonly #labels = new Uint8Array(128);
  #wasInZone = false;

  constructor(count: number) {
    this.#bytes = new Writer(16 * count + 16);
    this.#starts = new Uint32Array(count);
    this.#ends = new Uint32Array(count);
    this.#heads = new Float64Array(count);
  }

  /** Makes the key of a row; false for an owner outside the zone. */
  add(row: number, { names, owners }: FlatRecords, origin: Uint8Array): boolean {
    const bytes = this.#bytes;
    const start = bytes.length;
    const owner = owners[row]!;
    let labels = 0;
    let at = owner;
    while (names[at] !== 0) {
      this.#labels[labels++] = at - owner;
      at += 1 + names[at]!;
    }
    const cut = at + 1 - owner - origin.length; // octets of the owner before the origin's
    let below = 0;
    while (below < labels && this.#labels[below]! < cut) below += 1;
    const boundary = below < labels ? this.#labels[below]! : at - owner;
    this.#wasInZone = cut === boundary && isSameName(names, owner + cut, origin);
    if (!this.#wasInZone) return false;
    for (let label = below - 1; label >= 0; label--) {
      const first = owner + this.#labels[label]!;
      for (let from = first + 1; from <= first + names[first]!; from++) {
        const octet = lower(names[from]!);
        if (octet <= 1) bytes.u8(1);
        bytes.u8(octet <= 1 ? octet + 1 : octet);
      }
      bytes.u8(0);
    }
    this.#starts[row] = start;
    this.#ends[row] = bytes.length;
    this.#heads[row] = headOf(bytes.bytes, start, bytes.length);
    return true;
  }

  /** The row has the owner of the row before. */
  repeat(row: number): boolean {
    this.#starts[row] = this.#starts[row - 1]!;
    this.#ends[row] = this.#ends[row - 1]!;
    this.#heads[row] = this.#heads[row - 1]!;
    return this.#wasInZone;
  }

  isApex(row: number): boolean {
    return this.#starts[row] === this.#ends[row];
  }

  compare(a: number, b: number): number {
    const order = this.#heads[a]! - this.#heads[b]!;
    const start = this.#starts[a]!;
    if (order !== 0 || start === this.#starts[b]) return order;
    return compareOctets(this.#bytes.bytes, start, this.#ends[a]!, this.#starts[b]!, this.#ends[b]!);
  }
}

function canonicalData({ count, types, rdata, starts }: FlatRecords): Uint8Array {
  const base = starts[0]!;
  const canonical = new Uint8Array(rdata.subarray(base, starts[count])); // a copy, of a Buffer too
  for (let row = 0; row < count; row++) {
    const type = types[row]!;
    if (hasCanonicalNames(type))
      makeRdataCanonical(type, canonical, starts[row]! - base, starts[row + 1]! - base);
  }
  return canonical;
}

const HEAD_OCTETS = 6; // as many as a number holds exactly

function headOf(bytes: Uint8Array, start: number, end: number): number {
  let head = 0;
  for (let at = start; at < start + HEAD_OCTETS; at++) head = head * 256 + (at < end ? bytes[at]! : 0);
  return head;
}

/** The name that stands at `at` is `name`, whatever the case. */
function isSameName(names: Uint8Array, at: number, name: Uint8Array): boolean {
  for (let index = 0; index < name.length; index++) {
    if (lower(names[at + index]!) !== lower(name[index]!)) return false;
  }
  return true;
}

/** Octets in order, the shorter first where one begins with the other (RFC 4034 §6.3). */
function compareOctets(bytes: Uint8Array, a: number, endOfA: number, b: number, endOfB: number): number {
  const shorter = Math.min(endOfA - a, endOfB - b);
  for (let at = 0; at < shorter; at++) {
    const order = bytes[a + at]! - bytes[b + at]!;
    if (order !== 0) return order;
  }
  return endOfA - a - (endOfB - b);
}

function isSorted(rows: Uint32Array, compare: (a: number, b: number) => number): boolean {
  for (let at = 1; at < rows.length; at++) if (compare(rows[at - 1]!, rows[at]!) > 0) return false;
  return true;
}

function withoutRepeated(rows: Uint32Array, compare: (a: number, b: number) => number): Uint32Array {
  let kept = 0;
  for (let at = 0; at < rows.length; at++) {
    if (kept === 0 || compare(rows[kept - 1]!, rows[at]!) !== 0) rows[kept++] = rows[at]!;
  }
  return rows.subarray(0, kept);
}

function lower(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet;
}
