import { canonicalRdata } from "../../dns/canonical.ts";
import { printName } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { SOA } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { Invariant } from "./invariant.ts";
import { questionsOfBoth } from "./mixtures.ts";
import { isNameIn, isTypeIn } from "./scope.ts";
import type { SeenAnswer } from "./seen-answer.ts";
import { type Counterexample, collect, type Violation } from "./violation.ts";
import type { SeenZones } from "./zones-seen.ts";

/** The invariants by which answers stay as they are, and that a change breaks. A zone that is new breaks none. */
export function judgeUnchanged(
  invariants: readonly Invariant[],
  before: SeenZones,
  after: SeenZones,
): Violation[] {
  const asked = invariants.filter(({ demand }) => demand.kind === "unchanged");
  if (asked.length === 0) return [];
  const placeOf = (record: ZoneRecord) => after.placeOf(record) ?? before.placeOf(record);
  const judged = asked.map((invariant) => ({ invariant, found: collect(invariant, placeOf) }));
  for (const question of questionsOfBoth(before, after)) {
    const { name, type } = question;
    const those = judged.filter(({ invariant: { scope } }) => {
      return isTypeIn(type, scope) && (isNameIn(name, scope, before) || isNameIn(name, scope, after));
    });
    if (those.length === 0 || type === SOA) continue;
    const zone = before.zoneOf(name);
    if (zone === undefined || before.unknown.has(zone)) continue;
    const change = changeOf(before.answerOf(question), after.answerOf(question));
    if (change !== undefined) for (const { found } of those) found.add({ question, ...change });
  }
  return judged.flatMap(({ found }) => found.violations());
}

function changeOf(
  old: SeenAnswer | undefined,
  fresh: SeenAnswer | undefined,
): Omit<Counterexample, "question"> | undefined {
  const [gone, come] = [without(old, fresh), without(fresh, old)];
  const records = [...come, ...gone];
  if (come.length > 0 && gone.length > 0) {
    const isTtl = come[0]!.rdata === gone[0]!.rdata && come[0]!.type === gone[0]!.type;
    const what = isTtl
      ? `has the TTL ${come[0]!.ttl} in the place of ${gone[0]!.ttl}`
      : `has ${printData(come[0]!)} in the place of ${printData(gone[0]!)}`;
    return { what, records };
  }
  if (come.length > 0) return { what: `has ${printData(come[0]!)}, which is new`, records };
  if (gone.length > 0) return { what: `has ${printData(gone[0]!)} no longer`, records };
  if (old?.rcode !== fresh?.rcode)
    return { what: "is there where it was not, or the other way round", records };
  return undefined;
}

/** The records of one answer that the other one does not have. */
function without(answer: SeenAnswer | undefined, other: SeenAnswer | undefined): ZoneRecord[] {
  const known = new Set((other?.records ?? []).map(contentOf));
  return (answer?.records ?? []).filter((record) => !known.has(contentOf(record)));
}

function contentOf({ owner, type, ttl, rdata }: ZoneRecord): string {
  return `${printName(owner).toLowerCase()} ${type} ${ttl} ${canonicalRdata(type, rdata)}`;
}

function printData({ type, rdata }: ZoneRecord): string {
  return `${typeName(type)} ${codecOf(type).print(rdata)}`;
}
