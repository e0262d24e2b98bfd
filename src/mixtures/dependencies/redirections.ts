import { isBelow, keyOf, MAX_NAME_LENGTH, type Name } from "../../../dns/name.ts";
import type { ZoneRecord } from "../../../dns/zone.ts";
import { type ZoneModel, zoneOf } from "../../verify/zone-model.ts";
import type { Dependency, Dependent, Ground } from "../dependency.ts";
import type { Side } from "../hop.ts";
import { aliasFrom } from "./aliases.ts";

/** So many names below a DNAME are looked at; a tree that is larger is moved for a reason that its owner knows. */
const MOST_NAMES = 500;

/**
 * A DNAME: an alias for each name below it that leads to one that exists, on either side (RFC 6672 §2.2). Where the DNAME
 * stays, a name that its target loses is lost by the new alone, so nothing is to be said.
 */
export function redirectionOf(dependent: Dependent, ground: Ground): Dependency[] {
  const { owner, before, after } = dependent;
  const targetBefore = before[0]?.rdata;
  const targetAfter = after[0]?.rdata;
  if (targetBefore === targetAfter) return [];
  const names = new Set<Name>();
  collect(ground.sides.before, owner, before[0], names);
  collect(ground.sides.after, owner, after[0], names);
  return [...names].flatMap((name) => aliasFrom(name, dependent, ground));
}

/** The names below the owner that lead to what exists below the target. */
function collect({ models }: Side, owner: Name, dname: ZoneRecord | undefined, into: Set<Name>): void {
  if (dname === undefined) return;
  const target = dname.rdata as Name; // rdata of a DNAME is a name
  const model: ZoneModel | undefined = zoneOf(models, target);
  if (model === undefined) return;
  for (const [name] of model.nodes) {
    if (into.size >= MOST_NAMES) return;
    if (!isBelow(name, target)) continue;
    const source = (name.slice(0, name.length - target.length) + keyOf(owner)) as Name;
    if (source.length <= MAX_NAME_LENGTH) into.add(source);
  }
}
