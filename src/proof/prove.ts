import { join } from "node:path";
import { type Name, parentOf, ROOT } from "../../dns/name.ts";
import type { Answering, World } from "../world.ts";
import { causeOf } from "./cause.ts";
import type { ChangeIndex } from "./change-index.ts";
import { differencesOf } from "./differences.ts";
import { askBoth } from "./interview.ts";
import { namesLedTo } from "./led-names.ts";
import type { DnamePair } from "./names.ts";
import { neededZones } from "./needed-zones.ts";
import type { NotProved, Proof } from "./proof.ts";
import { makeQuestionSet, type ProofQuestion, type QuestionSet } from "./question-set.ts";
import { EVERYTHING, type Reach, reachOf } from "./reach.ts";
import type { Side, SideZone } from "./side.ts";
import { makeTally, type Tally } from "./tally.ts";
import { type ProofFile, writeProofZone } from "./zone-text.ts";

/** What is proved, and how far. */
export interface ProofTask {
  readonly sides: readonly [Side, Side];
  readonly changes: ChangeIndex;
  /** All questions are asked, also those that no change can reach. */
  readonly isFull: boolean;
  /** What is known beforehand not to be proved. */
  readonly notProved: readonly NotProved[];
}

/** Names that DNAMEs are followed to, at most: a circle of them, or one over a large zone, has more than anybody waits for. */
const MOST_BY_DNAME = 50_000;

/**
 * Asks the nameserver's own code for every kind of question on both sides of a change and compares the answers.
 *
 * @param scratch an empty folder
 */
export async function prove(task: ProofTask, scratch: string, world: World): Promise<Proof> {
  const start = performance.now();
  const { sides, changes } = task;
  const set = makeQuestionSet(sides, { names: MOST_BY_DNAME });
  const reach = task.isFull ? EVERYTHING : reachOf(sides, set.names, differencesOf(sides));
  const chosen = choose(set, reach);
  const tally = makeTally(
    (question) => causeOf(question, sides, changes),
    (name) => chosen.below.get(name),
  );
  const notProved = [...task.notProved, ...(set.isCut ? [TOO_MANY] : [])];
  let asked = 0;
  if (chosen.names.length > 0 || chosen.meta.length > 0) {
    const zones = task.isFull
      ? undefined
      : neededZones(sides, [...chosen.names, ...set.names.dnames.map(({ owner }) => owner)]);
    const pair = await startBoth(sides, zones, scratch, world);
    try {
      asked = await askBoth(questionsOf(set, chosen), pair, tally.take);
      const led = await askLed(set, chosen, tally, pair);
      asked += led.asked;
      notProved.push(...led.notProved);
    } finally {
      await Promise.all(pair.map(({ stop }) => stop()));
    }
  }
  const result = tally.result();
  const outOfReach = chosen.left;
  return {
    questions: asked + outOfReach,
    asked,
    outOfReach,
    ledByDname: chosen.led,
    ...result,
    same: result.same + outOfReach,
    notProved: [...notProved, ...result.notProved],
    model: { asked: 0, agreed: 0, disagreements: [] },
    milliseconds: performance.now() - start,
  };
}

const TOO_MANY: NotProved = {
  reason: `a DNAME that changes leads to more than ${MOST_BY_DNAME} names, so not all of them were asked for`,
};

/** What of the set is asked, and how much is left. */
interface Chosen {
  readonly names: readonly Name[];
  readonly meta: readonly ProofQuestion[];
  /** By name, what a fresh name stands below. */
  readonly below: Map<Name, Name>;
  /** Questions that are not asked. */
  readonly left: number;
  /** Kinds that DNAMEs which are kept lead to others. */
  readonly led: number;
}

function choose(set: QuestionSet, { reaches }: Reach): Chosen {
  const names: Name[] = [];
  const below = new Map<Name, Name>();
  const leads = countByTarget(set.names.dnames);
  let left = 0;
  let led = 0;
  for (const asked of set.asked()) {
    const { name } = asked;
    const isReached = reaches(name);
    if (isReached) {
      names.push(name);
      if (asked.below !== undefined) below.set(name, asked.below);
    }
    const count = isReached && leads.size === 0 ? 0 : set.countFor(name, isReached);
    if (!isReached) left += count;
    for (let at = name; leads.size > 0 && at !== ROOT; ) {
      at = parentOf(at);
      led += count * (leads.get(at) ?? 0);
    }
  }
  const meta = set.metaQuestions();
  const asked = meta.filter(({ name }) => reaches(name));
  return { names, meta: asked, below, left: left + meta.length - asked.length, led };
}

/** How many DNAMEs that are kept lead to each target. */
function countByTarget(dnames: readonly DnamePair[]): Map<Name, number> {
  const counts = new Map<Name, number>();
  for (const { target, isKept } of dnames) if (isKept) counts.set(target, (counts.get(target) ?? 0) + 1);
  return counts;
}

function* questionsOf(set: QuestionSet, { names, meta }: Chosen): Iterable<ProofQuestion> {
  for (const name of names) yield* set.questionsFor(name);
  yield* meta;
}

/** Asks for what DNAMEs that are kept lead to names whose answers have changed. */
async function askLed(
  set: QuestionSet,
  { names, below }: Chosen,
  tally: Tally,
  pair: readonly [Answering, Answering],
): Promise<{ readonly asked: number; readonly notProved: readonly NotProved[] }> {
  const led = namesLedTo(set, tally.changedNames(), below, MOST_BY_DNAME);
  if (led === undefined) return { asked: 0, notProved: [TOO_MANY_LED] };
  for (const name of names) led.delete(name);
  for (const [name, above] of led) if (above !== undefined) below.set(name, above);
  function* questions(): Iterable<ProofQuestion> {
    for (const name of led!.keys()) yield* set.questionsFor(name);
  }
  return { asked: led.size === 0 ? 0 : await askBoth(questions(), pair, tally.take), notProved: [] };
}

const TOO_MANY_LED: NotProved = {
  reason: `DNAMEs lead more than ${MOST_BY_DNAME} names to those whose answers change, so they were not asked for`,
};

/** Writes the zones of both sides, those with these origins or all, and starts a nameserver behind a pipe for each. */
async function startBoth(
  sides: readonly [Side, Side],
  origins: ReadonlySet<Name> | undefined,
  scratch: string,
  world: World,
): Promise<[Answering, Answering]> {
  const folders = [join(scratch, "before"), join(scratch, "after")] as const;
  const written = new Map<SideZone, ProofFile>();
  for (const [index, { zones }] of sides.entries()) {
    for (const [origin, zone] of zones) {
      if (origins?.has(origin) === false) continue;
      const file = written.get(zone) ?? writeProofZone(zone);
      written.set(zone, file);
      await world.output.write(join(folders[index]!, file.path), file.text, "latin1");
    }
  }
  return Promise.all([world.startAnswering(folders[0]), world.startAnswering(folders[1])]);
}
