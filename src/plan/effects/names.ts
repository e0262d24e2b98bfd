import { ALIAS } from "../../../dns/alias-type.ts";
import { isWildcard, keyOf, type Name, parentOf, printName } from "../../../dns/name.ts";
import { A, AAAA, CNAME, NS } from "../../../dns/type-numbers.ts";
import type { ZonePlan } from "../plan.ts";
import type { Effect } from "./effect.ts";
import { type NameSpace, typesText } from "./name-space.ts";

/** Owners that begin or cease to exist, and what a wildcard makes of that (RFC 4592). */
export function nameEffects(
  { zone, changes = [] }: ZonePlan,
  before: () => NameSpace,
  after: () => NameSpace,
): Effect[] {
  const effects: Effect[] = [];
  const seen = new Set<Name>();
  const own = new Set(
    changes.flatMap(({ kind, type, owner }) => (kind === "added" ? [`${type} ${keyOf(owner)}`] : [])),
  );
  for (const change of changes) {
    const { owner, type, kind } = change;
    const key = keyOf(owner);
    if (kind === "changed" || seen.has(key)) continue;
    seen.add(key);
    const about = { zone: zone.origin, owner, type };
    const was = before().answererOf(key);
    const is = after().answererOf(key);
    if (is.kind === "itself" && was.kind !== "itself") {
      if (isWildcard(owner)) {
        effects.push({
          ...about,
          kind: "wildcard",
          message: `It answers for every name below ${printName(parentOf(owner))} that does not exist`,
        });
      }
      // What a delegation or an alias leads to says itself what it has.
      const isLed = LEADING.some((leading) => own.has(`${leading} ${key}`));
      const lost = was.kind === "wildcard" && !isLed ? lostTypes(was.wildcard, key) : [];
      if (was.kind === "wildcard" && lost.length > 0) {
        effects.push({
          ...about,
          kind: "wildcard",
          message: `${printName(was.wildcard)} answered for it until now, also for ${typesText(lost)}, which it loses`,
        });
      }
    }
    if (was.kind === "itself" && is.kind === "wildcard") {
      effects.push({
        ...about,
        kind: "wildcard",
        message: `${printName(is.wildcard)} answers for it from now on, with ${typesText(after().wildcardTtls(is.wildcard).keys())}`,
      });
    }
    if (was.kind === "itself" && is.kind === "nothing") {
      effects.push({ ...about, kind: "name-gone", message: goneSentence(owner) });
    }
  }
  return effects;

  /** What the wildcard has and the name will not have. */
  function lostTypes(wildcard: Name, key: Name): number[] {
    // What an ALIAS leads to has addresses.
    const has = (type: number) =>
      own.has(`${type} ${key}`) || ((type === A || type === AAAA) && own.has(`${ALIAS} ${key}`));
    return [...before().wildcardTtls(wildcard).keys()].filter((type) => !has(type));
  }
}

const LEADING: readonly number[] = [NS, CNAME];

function goneSentence(owner: Name): string {
  return isWildcard(owner)
    ? `Of the names below ${printName(parentOf(owner))} only those exist that are written`
    : `${printName(owner)} stops existing`;
}
