import { typeBitmap } from "../fields/type-bitmap.ts";
import type { GrowingRecords } from "../growing-records.ts";
import { NSEC } from "../type-numbers.ts";
import { lowerOctet, nameLength } from "./names-in-place.ts";
import { OCCLUDED, type Owners } from "./owners.ts";
import { typesAt } from "./types-at-owner.ts";

/**
 * Adds an NSEC for each owner that is in the signed zone (RFC 4035 §2.3). Gives the row of each owner's, -1 for those
 * without. The next name is in lower case: the signature holds whichever way it is read (RFC 6840 §5.1).
 */
export function addNsecChain(
  zone: GrowingRecords,
  order: Uint32Array,
  owners: Owners,
  ttl: number,
): Int32Array {
  const records = zone.from(0);
  const rows = new Int32Array(owners.count).fill(-1);
  const nameOf = (owner: number) => zone.owners[order[owners.starts[owner]!]!]!;
  let owner = 0; // the apex
  while (owner < owners.count) {
    let next = owner + 1;
    while (next < owners.count && owners.standings[next] === OCCLUDED) next += 1;
    writeLowerName(zone, nameOf(next < owners.count ? next : 0));
    typeBitmap.write(typesAt(records, order, owners, owner, NSEC), zone.rdata);
    rows[owner] = zone.add(nameOf(owner), NSEC, ttl);
    owner = next;
  }
  return rows;
}

function writeLowerName({ names, rdata }: GrowingRecords, name: number): void {
  const end = name + nameLength(names.bytes, name);
  rdata.reserve(end - name);
  for (let at = name; at < end; at++) rdata.bytes[rdata.length++] = lowerOctet(names.bytes[at]!);
}
