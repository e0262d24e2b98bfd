import { ALIAS } from "../../dns/alias-type.ts";
import { isAtOrBelow, isBelow, keyOf, type Name, parentOf } from "../../dns/name.ts";
import { A, AAAA, DNAME, DS, NS, NSEC, NSEC3, RRSIG } from "../../dns/type-numbers.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { coveredType } from "../verify/true-records.ts";

/** A name of the zone that its proofs have to tell of: none below a cut or a DNAME. */
export interface ProvableName {
  /** In lower case. */
  readonly name: Name;
  /** Those that the zone has the say of, ascending; none at an empty non-terminal. */
  readonly types: readonly number[];
  /** It is a delegation without DS, or is only above such, which opt-out leaves out (RFC 5155 §7.1). */
  readonly mayBeLeftOut: boolean;
}

/** The names of the zone, empty non-terminals with them; the owners of NSEC3 are none (RFC 5155 §7.2.8). */
export function provableNames({ origin, records }: Zone): ProvableName[] {
  const apex = keyOf(origin);
  const byOwner = Map.groupBy(records.filter(isOfName), ({ owner }) => keyOf(owner));
  const tops = [...byOwner].filter(
    ([owner, at]) => isCut(owner, at) || at.some(({ type }) => type === DNAME),
  );
  const hidden = new Set(tops.map(([owner]) => owner));
  const types = new Map<Name, readonly number[]>();
  const needed = new Set<Name>();
  for (const [owner, at] of byOwner) {
    if (!isAtOrBelow(owner, apex) || isUnderAny(owner, apex, hidden)) continue;
    const own = [...new Set(at.flatMap(typesTold))].sort((a, b) => a - b);
    const shown = isCut(owner, at) ? own.filter((type) => AT_CUTS.has(type)) : own;
    types.set(owner, shown);
    const isNeeded = !isCut(owner, at) || shown.includes(DS);
    for (let above = owner; isAtOrBelow(above, apex); above = parentOf(above)) {
      if (isNeeded) needed.add(above);
      if (!types.has(above)) types.set(above, []);
      if (above === apex) break;
    }
  }
  return [...types].map(([name, own]) => ({ name, types: own, mayBeLeftOut: !needed.has(name) }));

  function isCut(owner: Name, at: readonly ZoneRecord[]): boolean {
    return isBelow(owner, apex) && at.some(({ type }) => type === NS);
  }
}

/** An ALIAS is told as what it answers. */
function typesTold({ type }: ZoneRecord): readonly number[] {
  return type === ALIAS ? [A, AAAA] : [type];
}

/** What the parent has the say of at a cut (RFC 4035 §2.3). */
const AT_CUTS: ReadonlySet<number> = new Set([NS, DS, RRSIG, NSEC]);

function isOfName(record: ZoneRecord): boolean {
  return (coveredType(record) ?? record.type) !== NSEC3;
}

function isUnderAny(name: Name, apex: Name, tops: ReadonlySet<Name>): boolean {
  for (let above = name; above !== apex; ) {
    above = parentOf(above);
    if (tops.has(above)) return true;
  }
  return false;
}
