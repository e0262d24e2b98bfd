import type { GrowingRecords } from "../growing-records.ts";
import { CDNSKEY, CDS, DNSKEY, DS, RRSIG, ZONEMD } from "../type-numbers.ts";
import { lowerOctet, nameLength } from "./names-in-place.ts";
import { AUTHORITATIVE, CUT, endOfRrset, type Owners } from "./owners.ts";
import { type Signatures, type SigningKey, signRrset } from "./sign-rrset.ts";

/** A zone with its chain of denials, all but signed. */
export interface UnsignedZone extends Signatures {
  readonly zone: GrowingRecords;
  /** The rows of all records but the chain, in canonical order. */
  readonly order: Uint32Array;
  readonly owners: Owners;
  /** The row of each owner's NSEC, -1 where it has none; or those of NSEC3, in canonical order. */
  readonly chain: { readonly nsec: Int32Array } | { readonly nsec3: readonly number[] };
  /** Those that sign DNSKEY, CDS and CDNSKEY, by algorithm and tag. */
  readonly keySigners: readonly SigningKey[];
  /** Those that sign all others. */
  readonly zoneSigners: readonly SigningKey[];
}

/**
 * Signs all that is the zone's (RFC 4035 §2.2), but for the ZONEMD RRset at the apex, whose digest needs the other
 * signatures. Gives the rows of what was there and what was made, in canonical order, without that RRset.
 */
export function signOwners(unsigned: UnsignedZone): number[] {
  const { owners, chain } = unsigned;
  const inOrder: number[] = [];
  const nsec3 = "nsec3" in chain ? chain.nsec3 : [];
  let next = 0; // in nsec3
  for (let owner = 0; owner < owners.count; owner++) {
    let place = -1; // against the NSEC3 that comes next
    for (; next < nsec3.length; next++) {
      place = compareWithHash(unsigned, owner, nsec3[next]!);
      if (place <= 0) break;
      signOwner(unsigned, inOrder, -1, nsec3[next]!);
    }
    const hasSameName = place === 0 && next < nsec3.length;
    const denial = "nsec" in chain ? chain.nsec[owner]! : hasSameName ? nsec3[next++]! : -1;
    signOwner(unsigned, inOrder, owner, denial);
  }
  while (next < nsec3.length) signOwner(unsigned, inOrder, -1, nsec3[next++]!);
  return inOrder;
}

/** Signs the RRsets of an owner (-1: of none) and the denial (-1: none) that has the same name. */
function signOwner(unsigned: UnsignedZone, inOrder: number[], owner: number, denial: number): void {
  const { zone, order, owners } = unsigned;
  const from = owner < 0 ? 0 : owners.starts[owner]!;
  const end = owner < 0 ? 0 : owners.starts[owner + 1]!;
  const standing = owner < 0 ? AUTHORITATIVE : owners.standings[owner]!;
  const denialType = denial < 0 ? NO_TYPE : zone.types[denial]!;
  const firstSignature = zone.count;
  let isDenialSigned = denial < 0;
  for (let at = from; at < end; ) {
    const type = zone.types[order[at]!]!;
    const to = endOfRrset(zone.types, order, at, end);
    if (!isDenialSigned && type > denialType) {
      sign(unsigned, false, [denial], 0, 1);
      isDenialSigned = true;
    }
    if (isOfZone(standing, type) && !isDigest(owner, type))
      sign(unsigned, owner === 0 && isOfKeys(type), order, at, to);
    at = to;
  }
  if (!isDenialSigned) sign(unsigned, false, [denial], 0, 1);
  // RRSIGs were made in the order of the types that they cover, which is theirs.
  let at = from;
  const takeUpTo = (type: number) => {
    for (; at < end && zone.types[order[at]!]! < type; at++) {
      if (!isDigest(owner, zone.types[order[at]!]!)) inOrder.push(order[at]!);
    }
  };
  takeUpTo(RRSIG);
  const signaturesEnd = zone.count;
  for (let row = firstSignature; row < signaturesEnd; row++) inOrder.push(row);
  takeUpTo(denialType);
  if (denial >= 0) inOrder.push(denial);
  takeUpTo(NO_TYPE);
}

const NO_TYPE = 0x10000; // above all

function sign(
  unsigned: UnsignedZone,
  byKeySigners: boolean,
  rows: ArrayLike<number>,
  from: number,
  to: number,
): void {
  const { keySigners, zoneSigners } = unsigned;
  signRrset(unsigned.zone, unsigned, byKeySigners ? keySigners : zoneSigners, rows, from, to);
}

/** At the apex; below it CDS and CDNSKEY say something of other zones (RFC 9615 §3). */
function isOfKeys(type: number): boolean {
  return type === DNSKEY || type === CDS || type === CDNSKEY;
}

/** Of a cut only DS is the zone's; of what lies below, nothing. */
function isOfZone(standing: number, type: number): boolean {
  return standing === AUTHORITATIVE || (standing === CUT && type === DS);
}

function isDigest(owner: number, type: number): boolean {
  return owner === 0 && type === ZONEMD;
}

/** Where an owner stands before the NSEC3 record of this row (negative), behind it, or at the same name (0). */
function compareWithHash({ zone, order, owners, apex }: UnsignedZone, owner: number, row: number): number {
  if (owner === 0) return -1; // the apex
  const names = zone.names.bytes;
  const hash = zone.owners[row]!;
  const name = zone.owners[order[owners.starts[owner]!]!]!;
  const end = name + nameLength(names, name) - nameLength(names, apex);
  let label = name; // the one right below the apex
  while (label + 1 + names[label]! < end) label += 1 + names[label]!;
  const length = names[label]!;
  for (let at = 1; at <= Math.min(length, names[hash]!); at++) {
    const difference = lowerOctet(names[label + at]!) - names[hash + at]!;
    if (difference !== 0) return difference;
  }
  return length - names[hash]! || label - name;
}
