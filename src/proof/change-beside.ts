import { ALIAS } from "../../dns/alias-type.ts";
import { isAtOrBelow, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { A, AAAA, ANY, CNAME, DNAME, HTTPS, NS, SVCB } from "../../dns/type-numbers.ts";
import type { ChangeIndex, WrittenChange } from "./change-index.ts";
import { targetOf } from "./links.ts";
import type { Place } from "./side.ts";

type Inside = Exclude<Place, { readonly kind: "outside" }>;

/**
 * The change of what goes out beside an answer that stays the same: addresses of targets, which the zone of the answer has itself,
 * and what SVCB and HTTPS lead to (RFC 9460 §4.1).
 *
 * @param lookedUp the change of the addresses of a name with an ALIAS
 */
export function changeBeside(
  type: number,
  was: Inside,
  is: Inside,
  changes: ChangeIndex,
  lookedUp: (target: Name) => WrittenChange | undefined,
): WrittenChange | undefined {
  if (type === CNAME || type === ANY) return undefined;
  const origin = is.zone.origin;
  const isReferral = is.kind === "cut";
  const seen = new Set<Name>();
  for (const { zone } of [is, was]) {
    const source = is.kind === "nothing" ? undefined : is.at;
    if (source !== undefined) addTargets(zone, source, isReferral ? [NS] : [type]);
  }
  // What is added while a set is walked is walked, too.
  for (const target of seen) {
    const change = changeTouching(target);
    if (change !== undefined) return change;
    if (hasAlias(target)) {
      const further = lookedUp(target);
      if (further !== undefined) return further;
    }
    if (type !== SVCB && type !== HTTPS) continue;
    for (const { zone } of [is, was]) addTargets(zone, sourceOf(zone, target), [type]);
  }
  return undefined;

  function addTargets(zone: Inside["zone"], source: Name, types: readonly number[]): void {
    for (const record of zone.nodes.get(source) ?? []) {
      const target = types.includes(record.type) ? targetOf(record) : undefined;
      if (target !== undefined) seen.add(target);
      // The target "." is the owner itself (RFC 9460 §2.5).
      if (target !== undefined && (record.type === SVCB || record.type === HTTPS)) seen.add(source);
    }
  }

  function hasAlias(target: Name): boolean {
    return [is, was].some(
      ({ zone }) =>
        isAtOrBelow(target, origin) &&
        zone.nodes.get(sourceOf(zone, target))?.some((record) => record.type === ALIAS) === true,
    );
  }

  /** The name, or the wildcard that stands for it. */
  function sourceOf({ nodes }: Inside["zone"], target: Name): Name {
    let at = target;
    while (!nodes.has(at) && at !== ROOT) at = parentOf(at);
    return at === target ? target : (`\x01*${at}` as Name);
  }

  /** A change of the addresses that a target has in this zone: at the name, of whether it exists, or of what is above it. */
  function changeTouching(target: Name): WrittenChange | undefined {
    const beside = [A, AAAA, ALIAS, ...(type === SVCB || type === HTTPS ? [type] : [])];
    const own = changes.at(origin, target).find((one) => beside.includes(one.type ?? 0));
    if (own !== undefined) return own;
    if (!isAtOrBelow(target, origin)) return undefined; // another zone's data stays out
    for (let at = target; ; at = parentOf(at)) {
      if (is.zone.nodes.has(at) !== was.zone.nodes.has(at)) {
        return changes.below(origin, at, is.zone.nodes.has(at) ? "added" : "removed");
      }
      const cover = changes
        .at(origin, at)
        .find((one) => one.type === DNAME || (one.type === NS && at !== origin));
      if (cover !== undefined) return cover;
      const wildcard = changes.at(origin, `\x01*${at}` as Name).find((one) => beside.includes(one.type ?? 0));
      if (wildcard !== undefined && !is.zone.nodes.has(target)) return wildcard;
      if (at === origin) return undefined;
    }
  }
}
