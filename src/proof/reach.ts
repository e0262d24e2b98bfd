import { isWildcard, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { printPolicy, SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { isOfSigning } from "../../dns/signing-types.ts";
import { CSYNC, DNAME, NS, SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { ZoneDifference } from "./differences.ts";
import { type Link, linksOf } from "./links.ts";
import type { Names } from "./names.ts";
import { placeOf, type Side, type SideZone } from "./side.ts";
import { chainOf, placeOfDs } from "./types-at.ts";

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
  return follow(sides, names, differences, false);
}

/** The same without that zones are signed otherwise by our nameservers, which reaches all that is in them. */
export function reachBesideSigning(
  sides: readonly [Side, Side],
  names: Names,
  differences: readonly ZoneDifference[],
): Reach {
  return follow(sides, names, differences.map(withoutMade), true);
}

/** What a signer makes is left out, and what says how. */
function withoutMade(difference: ZoneDifference): ZoneDifference {
  const { before, after, names } = difference;
  if (before === undefined || after === undefined) return difference;
  const left = names.flatMap((each) => {
    const types = new Set([...each.types].filter((type) => !isMade(type)));
    return types.size > 0 || each.begins || each.ceases ? [{ ...each, types }] : [];
  });
  return { ...difference, names: left };
}

function isMade(type: number): boolean {
  return isOfSigning(type) || type === SIGNING_POLICY || type === ZONEMD || type === CSYNC;
}

function follow(
  sides: readonly [Side, Side],
  names: Names,
  differences: readonly ZoneDifference[],
  isBesideSigning: boolean,
): Reach {
  const single = new Set<Name>();
  /** These with all that is below them. */
  const trees = new Set<Name>();
  /** Of these, what does not exist below them in one of the zones: a wildcard answers for it. */
  const enclosers = new Map<Name, Set<SideZone>>();
  for (const difference of differences) addDifference(difference);
  if (differences.length > 0) followLinks();
  return { reaches };

  function addDifference({ origin, before, after, names: differing }: ZoneDifference): void {
    // A zone that begins or ends takes names from the one above.
    if (before === undefined || after === undefined || !mayBeTakenApart(before, after)) {
      trees.add(origin);
      return;
    }
    for (const { name, types, begins, ceases } of differing) {
      if (begins || ceases || types.has(DNAME) || (types.has(NS) && name !== origin)) trees.add(name);
      else single.add(name);
      if (types.has(SOA)) trees.add(origin); // what it says of negative answers goes out with every one of them
      if (isWildcard(name)) addWildcard(name, [before, after]);
    }
  }

  /** It is enough to look at what differs, name by name. */
  function mayBeTakenApart(before: SideZone, after: SideZone): boolean {
    if (isBesideSigning && !isSignedByOthers(before) && !isSignedByOthers(after)) return true;
    return areSignedAlike(before, after);
  }

  function addWildcard(name: Name, zones: readonly SideZone[]): void {
    const encloser = parentOf(name);
    const known = enclosers.get(encloser);
    enclosers.set(encloser, new Set(known === undefined ? zones : [...known, ...zones]));
  }

  function reaches(name: Name): boolean {
    if (isReached(name)) return true;
    if (names.dnames.length === 0) return false;
    return sides.some(
      (side) => isLedThere(side, name, false) || (side.zones.has(name) && isLedThere(side, name, true)),
    );
  }

  /** A DNAME leads the name to one that is reached; an alias by itself is a link. */
  function isLedThere(side: Side, name: Name, isForDs: boolean): boolean {
    const place = isForDs ? placeOfDs(side, name) : placeOf(side, name);
    return place.kind === "dname" && chainOf(side, name, isForDs).some(({ at }) => isReached(at));
  }

  function isReached(name: Name): boolean {
    if (single.has(name)) return true;
    if (trees.size === 0 && enclosers.size === 0) return false;
    let below: Name | undefined;
    for (let at = name; ; at = parentOf(at)) {
      if (trees.has(at)) return true;
      if (below !== undefined && enclosers.size > 0 && isSynthesised(at, below)) return true;
      if (at === ROOT) return false;
      below = at;
    }
  }

  /** In one of the zones whose wildcard differs there, this name below the encloser does not exist. */
  function isSynthesised(encloser: Name, below: Name): boolean {
    for (const { nodes } of enclosers.get(encloser) ?? []) if (!nodes.has(below)) return true;
    return false;
  }

  function followLinks(): void {
    let open = linksOf(sides);
    for (;;) {
      const left = open.filter((link) => !followLink(link));
      if (left.length === open.length) return;
      open = left;
    }
  }

  /** Adds who depends on a name that is reached; false where it is not. */
  function followLink({ from, to, zone, beginsZone }: Link): boolean {
    if (!reaches(to)) return false;
    if (beginsZone) trees.add(from);
    else single.add(from);
    if (isWildcard(from)) addWildcard(from, [zone]);
    return true;
  }
}

/**
 * Neither is signed, or our nameservers sign both by the same keys in the same way: then a signature says the same wherever what it covers does,
 * a denial proves the same wherever the same names exist, and where its records differ they are differences themselves. In zones that
 * others sign, denials may go over their whole length.
 */
function areSignedAlike(before: SideZone, after: SideZone): boolean {
  if (!before.isSigned && !after.isSigned) return true;
  if (before.policy === undefined || after.policy === undefined) return false;
  return printPolicy(before.policy) === printPolicy(after.policy);
}

function isSignedByOthers({ isSigned, policy }: SideZone): boolean {
  return isSigned && policy === undefined;
}
