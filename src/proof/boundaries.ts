import { MAX_NAME_LENGTH, type Name } from "../../dns/name.ts";
import { prefixOf } from "./fresh.ts";
import type { Names } from "./names.ts";
import { placeOf, type Side, substituted } from "./side.ts";
import { MAX_LINKS } from "./types-at.ts";

/**
 * Names below a DNAME that become as long as a name can be on their way, and one octet longer, for every DNAME that it
 * leads through: from there on the answer is YXDOMAIN (RFC 6672 §2.2).
 */
export function boundaryNames(sides: readonly Side[], names: Names): Set<Name> {
  const found = new Set<Name>();
  for (const { owner } of names.dnames) {
    for (const side of sides) {
      for (const length of endsOnTheWay(side, owner, names)) {
        for (const octets of [MAX_NAME_LENGTH - length, MAX_NAME_LENGTH + 1 - length]) {
          const prefix = prefixOf(octets);
          if (prefix === undefined || prefix === "" || octets + owner.length > MAX_NAME_LENGTH) continue;
          found.add((prefix + owner) as Name);
        }
      }
    }
  }
  return found;
}

/** The lengths of the ends that a name below this DNAME gets, one after the other. */
function endsOnTheWay(side: Side, owner: Name, { freshChild }: Names): Set<number> {
  const lengths = new Set<number>();
  const child = freshChild(owner);
  if (child === undefined) return lengths;
  const prefix = child.length - owner.length;
  let at: Name | undefined = child;
  for (let link = 0; link < MAX_LINKS && at !== undefined; link++) {
    const place = placeOf(side, at);
    if (place.kind !== "dname") break;
    lengths.add(at.length - place.at.length + place.target.length - prefix);
    at = substituted(at, place.at, place.target);
  }
  return lengths;
}
