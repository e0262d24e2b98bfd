import { LOWER } from "../../query/name.ts";
import { NumberList } from "./number-list.ts";
import type { Staging } from "./staging.ts";
import { planOf } from "./type-plan.ts";

/** One of the records has the same data; a record that stands twice is one (RFC 2181 §5). */
export function hasRecord(staging: Staging, records: NumberList, record: number): boolean {
  if (records.count > MANY) return indexOf(staging, records).has(keyOf(staging, record));
  for (let at = 0; at < records.count; at++) {
    if (sameRdata(staging, records.items[at]!, record)) return true;
  }
  return false;
}

const MANY = 64; // from here on comparing each with each takes longer than an index

let indexed = new NumberList();
let indexedCount = 0;
let first = -1;
let index = new Set<string>();

/** The data of all these records; the same list is asked for again and again while it grows. */
function indexOf(staging: Staging, records: NumberList): Set<string> {
  if (records !== indexed || first !== records.items[0] || indexedCount > records.count) {
    indexed = records;
    first = records.items[0]!;
    indexedCount = 0;
    index = new Set();
  }
  while (indexedCount < records.count) index.add(keyOf(staging, records.items[indexedCount++]!));
  return index;
}

function keyOf(staging: Staging, record: number): string {
  const octets = Buffer.from(staging.rdata.subarray(staging.starts[record]!, staging.starts[record + 1]!));
  let at = 0;
  for (const gap of planOf(staging.types[record]!).compressible) {
    at += gap;
    for (; octets[at] !== 0; at += 1 + octets[at]!) {
      for (let octet = at + 1; octet <= at + octets[at]!; octet++) octets[octet] = LOWER[octets[octet]!]!;
    }
    at += 1;
  }
  return octets.toString("latin1");
}

function sameRdata(staging: Staging, a: number, b: number): boolean {
  const { rdata, starts } = staging;
  const size = starts[a + 1]! - starts[a]!;
  if (size !== starts[b + 1]! - starts[b]!) return false;
  if (planOf(staging.types[a]!).compressible.length > 0) return keyOf(staging, a) === keyOf(staging, b);
  for (let at = 0; at < size; at++) {
    if (rdata[starts[a]! + at] !== rdata[starts[b]! + at]) return false;
  }
  return true;
}
