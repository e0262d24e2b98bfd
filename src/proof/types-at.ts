import { ALIAS } from "../../dns/alias-type.ts";
import type { Name } from "../../dns/name.ts";
import { A, AAAA, ANY, CNAME, DS, NSEC, NSEC3, RRSIG } from "../../dns/type-numbers.ts";
import {
  addressAliasAt,
  aliasAt,
  type Place,
  parentZone,
  placeIn,
  placeOf,
  type Side,
  substituted,
} from "./side.ts";

/** More aliases than the nameserver follows (64): what lies behind them answers nothing. */
export const MAX_LINKS = 65;

/**
 * Adds the types that have an answer of their own at a name on one side: those that stand there, at the wildcard that
 * answers for it, or where its aliases lead, and those with rules of their own where their rule can apply. Every other type
 * has the same answer as one that is nowhere.
 */
export function addTypesAt(side: Side, name: Name, into: Set<number>): void {
  let at = name;
  for (let link = 0; link < MAX_LINKS; link++) {
    const place = placeOf(side, at);
    switch (place.kind) {
      case "outside":
      case "nothing":
        return;
      case "cut":
        // The delegation itself has its DS from us (RFC 4035 §3.1.4.1).
        if (place.at === at) into.add(DS);
        return;
      case "dname": {
        const next = substituted(at, place.at, place.target);
        if (next === undefined) return;
        // The CNAME that is made of it can be asked for, and is not followed then (RFC 6672 §3.1).
        into.add(CNAME);
        at = next;
        break;
      }
      case "node":
      case "wildcard": {
        const { records, zone } = place;
        // NSEC3 is not found by asking for it (RFC 5155 §7.2.8).
        for (const { type } of records) if (type !== NSEC3) into.add(type);
        if (records.some(({ type }) => type === ALIAS)) into.add(A).add(AAAA);
        if (records.length > 0) into.add(ANY);
        // The zone above answers for the DS of an apex.
        if (at === zone.origin && parentZone(side, at) !== undefined) into.add(DS);
        const target = aliasAt(place);
        if (target === undefined) return;
        // NSEC and RRSIG stand beside a CNAME, so they are not looked for at its target (RFC 4034 §3 and §4).
        into.add(NSEC).add(RRSIG);
        at = target;
        break;
      }
      default:
        place satisfies never;
    }
  }
}

/**
 * The names that the answer for a name depends on, itself first, then where its aliases lead, on one side.
 *
 * @param isForDs the question is for DS, which the zone above answers for an apex
 */
export function chainOf(
  side: Side,
  name: Name,
  isForDs = false,
): { readonly at: Name; readonly place: Place }[] {
  const chain: { at: Name; place: Place }[] = [];
  const seen = new Set<Name>();
  let at: Name | undefined = name;
  while (at !== undefined && !seen.has(at) && chain.length < MAX_LINKS) {
    seen.add(at);
    const place: Place = isForDs ? placeOfDs(side, at) : placeOf(side, at);
    chain.push({ at, place });
    at =
      place.kind === "dname"
        ? substituted(at, place.at, place.target)
        : (aliasAt(place) ?? addressAliasAt(place));
  }
  return chain;
}

/** What answers for the DS of a name: of an apex the zone above, if that is ours, else its own zone. */
export function placeOfDs(side: Side, name: Name): Place {
  const above = side.zones.has(name) ? parentZone(side, name) : undefined;
  return above === undefined ? placeOf(side, name) : placeIn(above, name);
}
