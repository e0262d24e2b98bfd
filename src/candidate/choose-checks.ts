import { hash } from "node:crypto";
import { keyOf, type Name } from "../../dns/name.ts";
import { SOA } from "../../dns/records/soa.ts";
import { ZONEMD } from "../../dns/records/zonemd.ts";
import type { Zone } from "../../dns/zone.ts";
import { type Check, checkQuestions, questionKey } from "../verify/checks.ts";
import { questionsAbout, serialQuestion, zoneQuestions } from "../verify/questions.ts";
import type { Question } from "../verify/types.ts";
import { modelZones, type ZoneModel, type ZoneModels } from "../verify/zone-model.ts";

/** A zone as a candidate should answer it, and how it differs from the version before. */
export interface ChangedZone {
  readonly zone: Zone;
  /** The RRsets that differ. Undefined where that is not known: then any may. */
  readonly changes: readonly ChangedRrset[] | undefined;
}

/** An RRset that differs from the version before. */
export interface ChangedRrset {
  readonly owner: Name;
  readonly type: number;
  readonly kind: "added" | "removed" | "changed";
}

/** How much is asked at most. */
export interface Most {
  /** Changed RRsets that the first client asks for. */
  readonly changed: number;
  /** Questions about everything else. */
  readonly unchanged: number;
}

/** What is asked of a candidate. */
export interface Choice {
  /** For the first client: the changed RRsets, or a sample of them, and a sample of everything else. */
  readonly first: readonly Check[];
  /** For the second one: all changed RRsets, where the first one asks for a sample of them; else nothing. */
  readonly second: readonly Check[];
  /** RRsets. */
  readonly changed: { readonly total: number; readonly first: number; readonly second: number };
  /** Questions. */
  readonly unchanged: { readonly total: number; readonly first: number };
}

/**
 * Chooses what a candidate is asked before it is deployed. What is removed comes first into a sample, and the same
 * seed draws the same sample. Both lists ask every zone in them for its serial as well.
 */
export function chooseChecks(zones: readonly ChangedZone[], seed: string, most: Most): Choice {
  const models = modelZones(zones.map(({ zone }) => zone));
  const changed = zones.flatMap((zone) => changedSubjects(models, zone, seed));
  const about = new Set(changed.flatMap(({ questions }) => questions.map(questionKey)));
  const rest = [...models.values()].flatMap((model) => restSubjects(models, model, seed, about));
  const sampled = sampleChanges(changed, most.changed, seed);
  const others = sample(rest, most.unchanged, seed);
  const isAll = sampled.length === changed.length;
  const asked = (subjects: readonly Subject[]) =>
    subjects.filter(({ questions }) => questions.length > 0).length;
  return {
    first: checksOf(models, [...sampled, ...others]),
    second: isAll ? [] : checksOf(models, changed),
    changed: { total: changed.length, first: asked(sampled), second: isAll ? 0 : asked(changed) },
    unchanged: { total: rest.length, first: others.length },
  };
}

/** What is asked for together, or not at all. */
interface Subject {
  readonly model: ZoneModel;
  readonly questions: readonly Question[];
  readonly isRemoved: boolean;
  /** Tells subjects apart. */
  readonly key: string;
}

function changedSubjects(models: ZoneModels, { zone, changes }: ChangedZone, seed: string): Subject[] {
  const model = models.get(keyOf(zone.origin));
  if (model === undefined) return [];
  return (changes ?? everythingIn(model)).map(({ owner, type, kind }) => ({
    model,
    questions: questionsAbout(model, { owner, type }, seed),
    isRemoved: kind === "removed",
    key: questionKey({ name: owner, type }),
  }));
}

/** Serial and digest change with the rest. */
function everythingIn(model: ZoneModel): ChangedRrset[] {
  return [...model.nodes.values()].flatMap(({ name, rrsets }) =>
    [...rrsets.keys()]
      .filter((type) => type !== SOA.code && type !== ZONEMD.code)
      .map((type) => ({ owner: name, type, kind: "changed" as const })),
  );
}

/** What the zone is asked for besides its serial and these questions. */
function restSubjects(
  models: ZoneModels,
  model: ZoneModel,
  seed: string,
  asked: ReadonlySet<string>,
): Subject[] {
  const rest = new Map<string, Subject>();
  const serial = questionKey(serialQuestion(model));
  for (const question of zoneQuestions(models, model, seed)) {
    const key = questionKey(question);
    if (key === serial || asked.has(key)) continue;
    rest.set(key, { model, questions: [question], isRemoved: false, key });
  }
  return [...rest.values()];
}

function sampleChanges(changed: readonly Subject[], most: number, seed: string): readonly Subject[] {
  if (changed.length <= most) return changed;
  const removed = sample(
    changed.filter(({ isRemoved }) => isRemoved),
    most,
    seed,
  );
  const others = changed.filter(({ isRemoved }) => !isRemoved);
  return [...removed, ...sample(others, most - removed.length, seed)];
}

/** So many of the subjects, in their order. Which ones, depends on the seed and on themselves alone. */
function sample(subjects: readonly Subject[], most: number, seed: string): readonly Subject[] {
  if (subjects.length <= most) return subjects;
  const rank = new Map(subjects.map((subject) => [subject, hash("sha256", `${seed} ${subject.key}`)]));
  const drawn = subjects.toSorted((a, b) => (rank.get(a)! < rank.get(b)! ? -1 : 1)).slice(0, most);
  const chosen = new Set(drawn);
  return subjects.filter((subject) => chosen.has(subject));
}

function checksOf(models: ZoneModels, subjects: readonly Subject[]): Check[] {
  const serials = [...new Set(subjects.map(({ model }) => model))].map((model) => ({
    zone: model.origin,
    question: serialQuestion(model),
  }));
  const questions = subjects.flatMap(({ model, questions }) =>
    questions.map((question) => ({ zone: model.origin, question })),
  );
  return checkQuestions(models, [...serials, ...questions]);
}
