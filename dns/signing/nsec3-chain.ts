import { createHash } from "node:crypto";
import { base32hex } from "../fields/base32hex.ts";
import { typeBitmap } from "../fields/type-bitmap.ts";
import type { GrowingRecords } from "../growing-records.ts";
import { NSEC3PARAM } from "../records/nsec3param.ts";
import { NSEC3 } from "../type-numbers.ts";
import { isBelowName, isSameName, lowerOctet, nameLength } from "./names-in-place.ts";
import { OCCLUDED, type Owners } from "./owners.ts";
import { typesAt } from "./types-at-owner.ts";

/** SHA-1, which is the only hash, once, and no salt (RFC 9276 §3.1). */
export const NSEC3_PARAMETERS = NSEC3PARAM.write({ hash_algorithm: 1, flags: 0, iterations: 0, salt: "" });

/**
 * Adds an NSEC3 for each owner that is in the signed zone and for each empty non-terminal, delegations without DS too
 * (RFC 5155 §7.1; there is no opt-out). Gives their rows in canonical order.
 */
export function addNsec3Chain(
  zone: GrowingRecords,
  order: Uint32Array,
  owners: Owners,
  ttl: number,
): readonly number[] {
  const records = zone.from(0);
  const apex = zone.owners[order[0]!]!;
  const hashed = hashedNames(zone, order, owners, apex);
  const originLength = nameLength(zone.names.bytes, apex);
  return hashed.map(({ hash, owner }, at) => {
    const next = hashed[at + 1] ?? hashed[0]!;
    if (next.hash === hash && hashed.length > 1)
      throw new Error("Cannot make NSEC3: two names have the same hash");
    zone.rdata.octets(NSEC3_PARAMETERS);
    zone.rdata.u8(next.hash.length);
    zone.rdata.octets(next.hash);
    if (owner >= 0) typeBitmap.write(typesAt(records, order, owners, owner, undefined), zone.rdata);
    const name = zone.names.length;
    const label = base32hex.print(hash);
    zone.names.u8(label.length);
    zone.names.octets(label);
    zone.names.copy(zone.names.bytes, apex, apex + originLength);
    return zone.add(name, NSEC3, ttl);
  });
}

interface HashedName {
  /** As octets. */
  readonly hash: string;
  /** -1 for an empty non-terminal. */
  readonly owner: number;
}

/** The names of the chain in the order of their hashes. */
function hashedNames(zone: GrowingRecords, order: Uint32Array, owners: Owners, apex: number): HashedName[] {
  const names = zone.names.bytes;
  const hashed: HashedName[] = [];
  let before = apex;
  for (let owner = 0; owner < owners.count; owner++) {
    if (owners.standings[owner] === OCCLUDED) continue;
    const name = zone.owners[order[owners.starts[owner]!]!]!;
    hashed.push({ hash: hashOf(names, name), owner });
    // In canonical order a name comes right before all that is below it: what lies above the name before, is there.
    for (let above = parentOf(names, name); owner > 0; above = parentOf(names, above)) {
      if (!isBelowName(names, above, apex) || !isNewAbove(names, above, before)) break;
      hashed.push({ hash: hashOf(names, above), owner: -1 });
    }
    before = name;
  }
  return hashed.sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0));
}

/** No name so far is `above` or below it, for the last one is not. */
function isNewAbove(names: Uint8Array, above: number, last: number): boolean {
  return !isSameName(names, above, last) && !isBelowName(names, last, above);
}

function parentOf(names: Uint8Array, name: number): number {
  return name + 1 + names[name]!;
}

/** RFC 5155 §5, of the name in lower case. */
function hashOf(names: Uint8Array, name: number): string {
  const length = nameLength(names, name);
  for (let at = 0; at < length; at++) lowered[at] = lowerOctet(names[name + at]!);
  return createHash("sha1").update(lowered.subarray(0, length)).digest("latin1");
}

const lowered = new Uint8Array(255);
