import { ALIAS } from "../../dns/alias-type.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { SOA } from "../../dns/records/soa.ts";
import { A, AAAA } from "../../dns/type-numbers.ts";
import { expectAnswer } from "./expect.ts";
import type { Expectation } from "./expectation.ts";
import { isAskable, zoneQuestions } from "./questions.ts";
import type { ExpectedZone, Question } from "./types.ts";
import { modelZones, type ZoneModels } from "./zone-model.ts";

/** A question, and what the zones say to it. */
export interface Check {
  /** Origin of the zone for whose sake it is asked. */
  readonly zone: Name;
  readonly question: Question;
  readonly expectation: Expectation;
}

/** Everything that is asked of a nameserver: all that the zones say, and what was deleted. */
export function makeChecks(zones: readonly ExpectedZone[], seed: string): Check[] {
  const models = modelZones(zones.map(({ zone }) => zone));
  return checkQuestions(
    models,
    zones.flatMap(({ zone, deleted = [] }) => {
      const model = models.get(keyOf(zone.origin));
      if (model === undefined) return [];
      const gone = deleted.filter(({ type }) => isAskable(type));
      return [
        ...zoneQuestions(models, model, seed),
        ...gone.flatMap(({ owner, type }) =>
          (type === ALIAS ? [A, AAAA, ALIAS] : [type]).map((asked) => ({ name: owner, type: asked })),
        ),
      ].map((question) => ({ zone: model.origin, question }));
    }),
  );
}

/** What the zones say to questions, no question twice. Those that lie in none of the zones are left out. */
export function checkQuestions(
  models: ZoneModels,
  questions: Iterable<Pick<Check, "zone" | "question">>,
): Check[] {
  const checks = new Map<string, Check>();
  for (const { zone, question } of questions) {
    const key = questionKey(question);
    if (checks.has(key)) continue;
    const expectation = expectAnswer(models, question);
    if (expectation.outcome !== "refused") checks.set(key, { zone, question, expectation });
  }
  return [...checks.values()];
}

/** The same for questions that have the same answer. */
export function questionKey({ name, type }: Question): string {
  return `${type} ${keyOf(name)}`;
}

/** The check is the one that tells which version of its zone a nameserver has. */
export function isSerialCheck({ zone, question }: Check): boolean {
  return question.type === SOA.code && keyOf(question.name) === keyOf(zone);
}

/** The name outside of our zones whose addresses the answer has; undefined for every other answer. */
export function endOf(expectation: Expectation): Name | undefined {
  const found = expectation.outcome === "alias" ? expectation.lookedUp : expectation;
  return found?.outcome === "looked-up" ? found.end : undefined;
}
