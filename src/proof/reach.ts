import { isWildcard, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { DNAME, NS, SOA } from "../../dns/type-numbers.ts";
import type { ZoneDifference } from "./differences.ts";
import { type Link, linksOf } from "./links.ts";
import type { Names } from "./names.ts";
import type { Side } from "./side.ts";
import { chainOf } from "./types-at.ts";

/**
 * Which names a change can reach: never too few, perhaps some too many. What it cannot reach has the same answers on both
 * sides, whoever asks.
 */
export interface Reach {
  /** An answer for this name may differ. */
  readonly reaches: (name: Name) => boolean;
}

/** Everything: for a comparison of all questions. */
export const EVERYTHING: Reach = { reaches: () => true };

/**
 * Follows the differences to all that depends on them: what is below a name that begins or ceases to exist, a delegation or a
 * DNAME; what a wildcard answers for; aliases that lead there; records whose targets' addresses go with them.
 */
export function reachOf(
  sides: readonly [Side, Side],
  names: Names,
  differences: readonly ZoneDifference[],
): Reach {
  const single = new Set<Name>();
  /** Of these, what does not exist below them. */
  const fresh = new Set<Name>();
  /** These with all that is below them. */
  const trees = new Set<Name>();
  const apexes = new Set<Name>(sides.flatMap(({ zones }) => [...zones.keys()]));
  for (const difference of differences) addDifference(difference);
  if (differences.length > 0) followLinks();
  return { reaches };

  function addDifference({ origin, before, after, names: differing }: ZoneDifference): void {
    // A zone that begins or ends takes names from the one above. Denials in a signed zone go over its whole length.
    if (before === undefined || after === undefined || before.isSigned || after.isSigned) {
      trees.add(origin);
      return;
    }
    for (const { name, types, begins, ceases } of differing) {
      if (begins || ceases || types.has(DNAME) || (types.has(NS) && name !== origin)) trees.add(name);
      else single.add(name);
      if (types.has(SOA)) trees.add(origin); // what it says of negative answers goes out with every one of them
      if (isWildcard(name)) fresh.add(parentOf(name));
    }
  }

  function reaches(name: Name): boolean {
    if (isReached(name)) return true;
    if (names.dnames.length === 0) return false;
    return sides.some((side) => {
      const chain = chainOf(side, name);
      return chain[0]!.place.kind === "dname" && chain.some(({ at }) => isReached(at));
    });
  }

  function isReached(name: Name): boolean {
    if (single.has(name)) return true;
    const isAbsent = !names.tree.has(name);
    // For its DS an apex counts as a name of the zone above, in which it need not exist.
    const mayBeFresh = fresh.size > 0 && (isAbsent || apexes.has(name));
    if (trees.size === 0 && !mayBeFresh) return false;
    let isEncloser = false;
    for (let at = name; ; at = parentOf(at)) {
      if (trees.has(at)) return true;
      if (mayBeFresh && !isEncloser && at !== name && names.tree.has(at)) {
        if (fresh.has(at)) return true;
        isEncloser = !apexes.has(name);
      }
      if (at === ROOT) return false;
    }
  }

  function followLinks(): void {
    let open = linksOf(sides);
    for (;;) {
      const left = open.filter((link) => !follow(link));
      if (left.length === open.length) return;
      open = left;
    }
  }

  /** Adds who depends on a name that is reached; false where it is not. */
  function follow({ from, to, beginsZone }: Link): boolean {
    if (!reaches(to)) return false;
    if (beginsZone) trees.add(from);
    else single.add(from);
    if (isWildcard(from)) fresh.add(parentOf(from));
    return true;
  }
}
