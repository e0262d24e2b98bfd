import type { GrowingRecords } from "../growing-records.ts";
import { RRSIG } from "../type-numbers.ts";
import { Writer } from "../wire.ts";
import { lowerOctet, nameLength } from "./names-in-place.ts";
import type { Sign } from "./sign.ts";
import { expirationOf, type SignatureTimes } from "./signature-times.ts";

/** A key that signs. */
export interface SigningKey {
  readonly algorithm: number;
  readonly tag: number;
  readonly sign: Sign;
}

/** What all signatures of a zone share. */
export interface Signatures {
  /** Where the origin's name stands among the names of the zone. */
  readonly apex: number;
  readonly times: SignatureTimes;
}

/**
 * Adds the RRSIGs of an RRset, one of each key: the records whose rows stand from `from` to `to`, in canonical order and
 * with data in canonical form (RFC 4034 §3.1, §6.3).
 */
export function signRrset(
  zone: GrowingRecords,
  { apex, times }: Signatures,
  keys: readonly SigningKey[],
  rows: ArrayLike<number>,
  from: number,
  to: number,
): void {
  const owner = zone.owners[rows[from]!]!;
  const type = zone.types[rows[from]!]!;
  const ttl = zone.ttls[rows[from]!]!;
  const names = zone.names.bytes;
  signed.length = 0;
  signed.u16(type);
  signed.u8(0); // the algorithm, of each key
  signed.u8(labelsField(names, owner));
  signed.u32(ttl);
  signed.u32(expirationOf(times, names, owner, type));
  signed.u32(times.inception);
  signed.u16(0); // the tag, of each key
  writeLower(names, apex);
  const header = signed.length;
  for (let at = from; at < to; at++) {
    const row = rows[at]!;
    const start = zone.starts[row]!;
    const end = zone.starts[row + 1]!;
    writeLower(names, owner);
    signed.u16(type);
    signed.u16(IN);
    signed.u32(ttl);
    signed.u16(end - start);
    signed.copy(zone.rdata.bytes, start, end);
  }
  for (const { algorithm, tag, sign } of keys) {
    signed.bytes[ALGORITHM_AT] = algorithm;
    signed.bytes[TAG_AT] = tag >>> 8;
    signed.bytes[TAG_AT + 1] = tag;
    zone.rdata.copy(signed.bytes, 0, header);
    zone.rdata.octets(sign(signed.bytes.subarray(0, signed.length)));
    zone.add(owner, RRSIG, ttl);
  }
}

const IN = 1;
const ALGORITHM_AT = 2;
const TAG_AT = 16;

/** What is signed: RRSIG's data but for the signature, and the records (RFC 4034 §3.1.8.1). */
const signed = new Writer(1 << 16);

/** Labels of the owner, without the root's and without a `*` in front (RFC 4034 §3.1.3). */
function labelsField(names: Uint8Array, owner: number): number {
  let labels = 0;
  let at = owner;
  if (names[at] === 1 && names[at + 1] === 0x2a) at += 2;
  for (; names[at] !== 0; at += 1 + names[at]!) labels += 1;
  return labels;
}

function writeLower(names: Uint8Array, name: number): void {
  const end = name + nameLength(names, name);
  signed.reserve(end - name);
  for (let at = name; at < end; at++) signed.bytes[signed.length++] = lowerOctet(names[at]!);
}
