import { MAX_NAME_LENGTH, type Name } from "../../dns/name.ts";
import { type Side, substituted } from "./side.ts";
import { chainOf } from "./types-at.ts";

/**
 * Octets in front of a name at which the names below it that do not exist begin to be answered otherwise, in ascending order: from
 * each on they are too long for one DNAME more on their way, which ends with YXDOMAIN there (RFC 6672 §2.2).
 *
 * @param child a name below `name` that does not exist
 */
export function boundariesBelow(sides: readonly Side[], name: Name, child: Name): number[] {
  const found = new Set<number>();
  const prefix = child.length - name.length;
  for (const side of sides) {
    for (const { at, place } of chainOf(side, child)) {
      if (place.kind !== "dname") break;
      const end = at.length - prefix - place.at.length + place.target.length;
      found.add(MAX_NAME_LENGTH + 1 - end);
      if (substituted(at, place.at, place.target) === undefined) break;
    }
  }
  return [...found].filter((octets) => octets + name.length <= MAX_NAME_LENGTH).sort((a, b) => a - b);
}
