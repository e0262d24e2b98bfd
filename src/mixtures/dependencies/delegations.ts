import { isAtOrBelow, keyOf, type Name, parentOf } from "../../../dns/name.ts";
import { A, NS } from "../../../dns/type-numbers.ts";
import { targetsOf } from "../../lint/targets-of.ts";
import { nodeAt, type ZoneModel, zoneOf } from "../../verify/zone-model.ts";
import type { Dependency, Dependent, Ground } from "../dependency.ts";
import type { Item, Outcome } from "../item.ts";
import { ADDRESSES, anyOf, lookThrough, WORKS } from "../look.ts";

/**
 * The nameservers of a zone: one of them has an address, or glue where it lies at or below the cut (RFC 9471 §2). Glue
 * comes in one answer with the NS, so whoever has the new NS has the new glue.
 */
export function delegationOf(dependent: Dependent, { sides, itemOf }: Ground): Dependency[] {
  const { zone, owner, type, models, before, after } = dependent;
  const isApex = keyOf(owner) === keyOf(zone);
  // The NS at the apex are known by the parent's copy, too, and that lives by the parent's TTL.
  const isParentOurs = !isApex || zoneOf(sides.after.models, parentOf(owner)) !== undefined;
  const item: Item<readonly Name[]> = {
    key: `${keyOf(owner)}${NS} in ${keyOf(zone)}`,
    owner,
    type,
    before: before.flatMap(targetsOf).map(keyOf),
    after: after.flatMap(targetsOf).map(keyOf),
    isSame: sameNames(before.flatMap(targetsOf), after.flatMap(targetsOf)),
    life: isParentOurs ? (before[0]?.ttl ?? 0) : "unknown",
  };
  return [
    {
      kind: "delegation",
      zone,
      owner,
      type,
      evaluate: (pick) => {
        const look = lookThrough(pick, itemOf);
        const targets = pick(item);
        if (targets.length === 0) return WORKS;
        const glued = isApex ? [] : targets.filter((target) => isAtOrBelow(target, owner));
        const others = targets.filter((target) => !glued.includes(target));
        const isNew = targets === item.after;
        if (glued.some((target) => (isNew ? glueOf(target, models.after) : pick(glueItem(target)))))
          return WORKS;
        const outcome: Outcome =
          others.length === 0 ? { verdict: "fails", missing: [] } : anyOf(look, others);
        return outcome.verdict === "fails" ? { verdict: "fails", missing: targets } : outcome;
      },
      isDanger: () => true,
      words: {
        who: [`resolvers that follow the NS of ${isApex ? "the zone" : "the delegation"}`, "find"],
        by: "NS",
        own: item.key,
      },
    },
  ];

  function glueItem(target: Name): Item<boolean> {
    const old = glueOf(target, models.before);
    const now = glueOf(target, models.after);
    const key = `${target}glue in ${keyOf(zone)}`;
    return { key, owner: target, type: A, before: old, after: now, isSame: old === now, life: "unknown" };
  }
}

function glueOf(target: Name, model: ZoneModel | undefined): boolean {
  const node = model && nodeAt(model, target);
  return ADDRESSES.some((type) => node?.rrsets.has(type));
}

function sameNames(a: readonly Name[], b: readonly Name[]): boolean {
  const known = new Set(a.map(keyOf));
  return known.size === new Set(b.map(keyOf)).size && b.every((name) => known.has(keyOf(name)));
}
