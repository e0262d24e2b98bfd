import { createHash } from "node:crypto";
import { makeNameCanonical } from "./canonical.ts";
import { type Collation, collate } from "./collate.ts";
import type { FlatRecords } from "./flat-records.ts";
import { type Octets, Writer } from "./wire.ts";

/** The records that the scheme SIMPLE counts, in its order (RFC 8976 §3.3.1); `origin` is in wire form. */
export function collateForDigest(origin: Uint8Array, records: FlatRecords): Collation {
  const { types, rdata, starts } = records;
  return collate(origin, records, (row) => {
    const type = types[row]!;
    const start = starts[row]!;
    return type === ZONEMD || (type === RRSIG && ((rdata[start]! << 8) | rdata[start + 1]!) === ZONEMD);
  });
}

/** The digest of collated records: each in wire form and canonical form, one after the other (RFC 8976 §3.3.1.2). */
export function hashCollation(
  records: FlatRecords,
  collation: Collation,
  hashName: "sha384" | "sha512",
): Octets {
  const { names, owners, types, ttls, starts } = records;
  const { order, rdata } = collation;
  const hash = createHash(hashName);
  const base = starts[0]!;
  const out = new Writer(CHUNK);
  for (let at = 0; at < order.length; at++) {
    const row = order[at]!;
    const owner = owners[row]!;
    const start = out.length;
    out.copy(names, owner, endOfName(names, owner));
    makeNameCanonical(out.bytes, start, out.length);
    out.u16(types[row]!);
    out.u16(IN);
    out.u32(ttls[row]!);
    out.u16(starts[row + 1]! - starts[row]!);
    out.copy(rdata, starts[row]! - base, starts[row + 1]! - base);
    if (out.length < CHUNK) continue;
    hash.update(out.bytes.subarray(0, out.length));
    out.length = 0;
  }
  hash.update(out.bytes.subarray(0, out.length));
  return hash.digest("latin1") as Octets;
}

const RRSIG = 46;
const ZONEMD = 63;
const IN = 1;
const CHUNK = 1 << 16; // octets given to the hash at a time

function endOfName(names: Uint8Array, start: number): number {
  let at = start;
  while (names[at] !== 0) at += 1 + names[at]!;
  return at + 1;
}
