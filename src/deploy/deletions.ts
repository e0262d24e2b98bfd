import { keyOf, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { DNAME, DS, NS, NSEC, NSEC3, RRSIG } from "../../dns/type-numbers.ts";
import type { Plan, ZonePlan } from "../plan/plan.ts";
import type { AskedDeletion } from "../report/asked.ts";

/** Something that a plan deletes: an RRset, or all of a zone. */
export type Deletion = Pick<AskedDeletion, "zone" | "rrset">;

/**
 * RRsets that go or have fewer values than before, and zones that go. Left out is what a server gives without being asked for it,
 * for there a count of 0 says nothing: glue and whatever else lies below a delegation or a DNAME, and what proves a denial. What
 * lies in another of our zones is that one's to answer.
 */
export function deletionsOf({ zones, removed }: Plan): Deletion[] {
  const origins = new Set(
    [...zones.map(({ zone }) => zone.origin), ...removed.map(({ origin }) => origin)].map(keyOf),
  );
  return [
    ...zones.flatMap((plan) => deletionsIn(plan, origins)),
    ...removed.map(({ origin }) => ({ zone: origin })),
  ];
}

function deletionsIn(
  { zone: { origin }, changes = [], base = [] }: ZonePlan,
  origins: ReadonlySet<Name>,
): Deletion[] {
  const fewer = changes.filter(
    ({ type, added, removed }) => removed.length > added.length && !GIVEN_UNASKED.has(type),
  );
  if (fewer.length === 0) return [];
  const apex = keyOf(origin);
  const ownersOf = (wanted: number) =>
    new Set(base.flatMap(({ owner, type }) => (type === wanted ? [keyOf(owner)] : [])));
  const [cuts, dnames] = [ownersOf(NS), ownersOf(DNAME)];
  const isAnswered = (owner: Name, type: number) => {
    const own = keyOf(owner);
    for (let name = own; name !== apex; name = parentOf(name)) {
      if (name === ROOT || origins.has(name)) return false;
      if (cuts.has(name) && !(name === own && (type === NS || type === DS))) return false;
      if (dnames.has(name) && name !== own) return false;
    }
    return type === DNAME || own === apex || !dnames.has(apex);
  };
  return fewer
    .filter(({ owner, type }) => isAnswered(owner, type))
    .map(({ owner, type }) => ({ zone: origin, rrset: { owner, type } }));
}

const GIVEN_UNASKED: ReadonlySet<number> = new Set([RRSIG, NSEC, NSEC3]);
