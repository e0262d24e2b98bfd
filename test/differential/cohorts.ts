import { finishZones } from "./finish-zones.ts";
import { makeQuestions } from "./make-questions.ts";
import { makeUniverse } from "./make-universe.ts";
import type { Question } from "./question.ts";
import type { FinishedZone, Universe } from "./universe.ts";

/** Universes that are served together, each below names of its own, and the questions about them. */
export interface Cohort {
  readonly zones: readonly FinishedZone[];
  readonly inquiries: readonly Inquiry[];
}

/** A question, and the universe that it is about. */
export interface Inquiry {
  readonly universe: Universe;
  readonly question: Question;
}

/** The cohorts for so many questions, the same ones for the same seed. */
export async function* makeCohorts(seed: number, queries: number): AsyncGenerator<Cohort> {
  let left = queries;
  for (let first = 0; left > 0; first += COHORT) {
    // The root zone takes in every name, so the universe that has it is served alone.
    const isRooted = (first / COHORT) % ROOTED_EVERY === ROOTED_AT;
    const perUniverse = isRooted ? PER_ROOTED : PER_UNIVERSE;
    const most = isRooted ? 1 : COHORT;
    const zones: FinishedZone[] = [];
    const inquiries: Inquiry[] = [];
    for (let number = first; number < first + most && left > 0; number++) {
      const universe = makeUniverse(seed, number, isRooted);
      const finished = await finishZones(universe.zones);
      const questions = makeQuestions(seed, number, finished, Math.min(left, perUniverse));
      zones.push(...finished);
      for (const question of questions) inquiries.push({ universe, question });
      left -= questions.length;
    }
    yield { zones, inquiries };
  }
}

const COHORT = 50; // universes
const PER_UNIVERSE = 100; // questions
const PER_ROOTED = 500;
const ROOTED_EVERY = 4; // cohorts
const ROOTED_AT = 1;
