import { type Name, printName } from "../../dns/name.ts";
import type { World } from "../world.ts";
import { type BrokenZones, findBrokenZones } from "./broken-zones.ts";
import { causeOf } from "./cause.ts";
import type { Cause } from "./cause-kind.ts";
import type { ChangeIndex } from "./change-index.ts";
import { type Chosen, chooseNames, countLeft } from "./choose.ts";
import { chainGoesAround } from "./denial-chain.ts";
import { differencesOf } from "./differences.ts";
import { type AnsweredPair, askBoth } from "./interview.ts";
import { namesLedTo } from "./led-names.ts";
import { makeModelCheck } from "./model-check.ts";
import { neededZones } from "./needed-zones.ts";
import type { NotProved, Proof } from "./proof.ts";
import { makeQuestionSet, type ProofQuestion, type QuestionSet } from "./question-set.ts";
import { EVERYTHING, reachBesideSigning, reachOf } from "./reach.ts";
import { answeredRecords, type Side } from "./side.ts";
import { startBoth } from "./start-both.ts";
import { makeSymbols } from "./symbols.ts";
import { makeTally, type Tally } from "./tally.ts";

/** What is proved, and how far. */
export interface ProofTask {
  readonly sides: readonly [Side, Side];
  readonly changes: ChangeIndex;
  /** All questions are asked, also those that no change can reach. */
  readonly isFull: boolean;
  /** Told of every answer that changes, with its cause. */
  readonly onChange?: (question: ProofQuestion, cause: Cause | undefined) => void;
  /** Names that are asked for in a zone that is signed otherwise, beside those that something else reaches; 5,000 where nothing is said. */
  readonly mostSigned?: number;
  /** What is known beforehand not to be proved. */
  readonly notProved: readonly NotProved[];
}

/** Names that DNAMEs are followed to, at most: a circle of them, or one over a large zone, has more than anybody waits for. */
const MOST_BY_DNAME = 50_000;

/** See `ProofTask.mostSigned`. All answers of a zone change then, which takes seconds for so many names. */
const MOST_SIGNED = 5_000;

/**
 * Asks the nameserver's own code for every kind of question on both sides of a change and compares the answers.
 *
 * @param scratch an empty folder
 */
export async function prove(
  task: ProofTask,
  scratch: string,
  world: Pick<World, "output" | "startAnswering">,
): Promise<Omit<Proof, "milliseconds">> {
  const { sides, changes } = task;
  const set = makeQuestionSet(sides, { names: MOST_BY_DNAME });
  const chosen = task.isFull ? chooseNames(set, EVERYTHING) : chooseReached(task, set);
  const symbols = makeSymbols(sides);
  let broken: BrokenZones | undefined;
  const tally = makeTally({
    sides,
    isBroken: (name) => broken?.isInTheWay(name) === true,
    causeOf: (question) => {
      const cause = causeOf(question, sides, changes);
      task.onChange?.(question, cause);
      return cause;
    },
    belowOf: (name) => chosen.below.get(name),
    nameOfAddress: symbols.nameOf,
  });
  const owners = set.names.dnames.map(({ owner }) => owner);
  const zones = task.isFull ? undefined : neededZones(sides, [...chosen.names, ...owners]);
  const isAsked = chosen.names.length + chosen.meta.length > 0;
  const starting = isAsked ? await startBoth(sides, symbols, zones, scratch, world) : undefined;
  try {
    return await compare();
  } finally {
    await starting?.stop(); // whatever happens: a nameserver that is left keeps this process from ending
  }

  async function compare(): Promise<Omit<Proof, "milliseconds">> {
    // While the nameservers load their zones: what is not asked is counted, and the model is made.
    const counts = countLeft(set, chosen);
    let check = makeModelCheck(sides[1], isAsked ? zones : new Set());
    const notProved = [
      ...task.notProved,
      ...(set.isCut ? [TOO_MANY] : []),
      ...notAsked(chosen),
      ...brokenChains(sides[1]),
    ];
    let asked = 0;
    if (starting !== undefined) {
      const pair = await starting.ready;
      broken = await findBrokenZones(sides, zones, pair);
      notProved.push(...broken.notProved);
      const served = without(zones ?? new Set(sides[1].zones.keys()), broken.of[1]);
      if (served !== undefined) check = makeModelCheck(sides[1], served);
      const take = (answered: AnsweredPair) => {
        tally.take(answered);
        check.take(answered.question, answered.after);
      };
      asked = await askBoth(questionsOf(set, chosen), pair, take);
      const led = questionsLedTo(set, chosen, tally);
      if (led === undefined) notProved.push(TOO_MANY_LED);
      else asked += await askBoth(led, pair, take);
    }
    const result = tally.result();
    return {
      questions: asked + counts.left,
      asked,
      outOfReach: counts.left,
      ledByDname: counts.led,
      ...result,
      same: result.same + counts.left,
      notProved: [...notProved, ...result.notProved],
      model: check.verdict(),
    };
  }
}

/** What the change can reach, and of zones that are signed otherwise as much as somebody waits for. */
function chooseReached({ sides, changes, mostSigned = MOST_SIGNED }: ProofTask, set: QuestionSet): Chosen {
  const differences = differencesOf(sides);
  const reach = reachOf(sides, set.names, differences);
  if (differences.every(({ origin }) => changes.signing(origin) === undefined))
    return chooseNames(set, reach);
  const beside = reachBesideSigning(sides, set.names, differences);
  return chooseNames(set, reach, { beside, most: mostSigned });
}

function notAsked({ signedOtherwise }: Chosen): NotProved[] {
  return [...signedOtherwise].map(([zone, count]) => ({
    zone,
    reason: `it, or where its aliases lead, is signed otherwise, and ${count} of its names were not asked for, whose answers get other signatures and change in nothing else; \`plan --full\` asks for all`,
  }));
}

/** The zones without these; undefined where it is the same. */
function without(zones: ReadonlySet<Name>, gone: ReadonlySet<Name>): Set<Name> | undefined {
  return gone.size === 0 ? undefined : new Set([...zones].filter((zone) => !gone.has(zone)));
}

const TOO_MANY: NotProved = {
  reason: `a DNAME that changes leads to more than ${MOST_BY_DNAME} names, so not all of them were asked for`,
};

const TOO_MANY_LED: NotProved = {
  reason: `DNAMEs lead more than ${MOST_BY_DNAME} names to those whose answers change, so they were not asked for`,
};

function* questionsOf(set: QuestionSet, { names, meta }: Chosen): Iterable<ProofQuestion> {
  for (const name of names) yield* set.questionsFor(name);
  yield* meta;
}

/** What DNAMEs that are kept lead to names whose answers have changed; undefined where that is too much. */
function questionsLedTo(
  set: QuestionSet,
  { names, below }: Chosen,
  tally: Tally,
): Iterable<ProofQuestion> | undefined {
  const led = namesLedTo(set, tally.changedNames(), below, MOST_BY_DNAME);
  if (led === undefined) return undefined;
  for (const name of names) led.delete(name);
  for (const [name, above] of led) if (above !== undefined) below.set(name, above);
  return questions(led.keys());

  function* questions(of: Iterable<Name>): Iterable<ProofQuestion> {
    for (const name of of) yield* set.questionsFor(name);
  }
}

/** Which record denies a name hangs on the order of all of them, so the chain is looked at as a whole. */
function brokenChains({ zones }: Side): NotProved[] {
  const signed = [...zones.values()].filter(({ isSigned }) => isSigned);
  return signed.flatMap((zone) => {
    const findings = chainGoesAround({ origin: zone.origin, records: answeredRecords(zone) });
    const [first] = findings;
    if (first === undefined) return [];
    const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : "";
    const reason = `its chain of ${first.chain} does not go once around: ${printName(first.owner)}: ${first.message}${more}`;
    return [{ zone: zone.origin, reason }];
  });
}
