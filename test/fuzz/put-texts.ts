import { seededRandom } from "../differential/random.ts";
import { busyTime } from "./busy-time.ts";
import { describeThrown, type Findings } from "./findings.ts";
import { minimise } from "./minimise.ts";
import { mutateText } from "./mutate-text.ts";

/** What is fed with texts. */
export interface TextTarget {
  readonly part: string;
  /** Texts without mistakes, to be damaged. */
  readonly seeds: readonly string[];
  readonly dictionary: readonly string[];
  /** What is wrong with how a text was taken; undefined when nothing is. A text may be as broken as it likes. */
  readonly check: (text: string) => string | undefined | Promise<string | undefined>;
}

/** What came of the texts. */
export interface TextCounts {
  readonly texts: number;
  readonly octets: number;
  /** Milliseconds of work for the slowest text. */
  readonly slowest: number;
}

/** Puts damaged texts to a target until `isDone`. */
export async function putTexts(
  target: TextTarget,
  seed: number,
  isDone: (texts: number) => boolean,
  findings: Findings,
): Promise<TextCounts> {
  const random = seededRandom(seed, target.part.length);
  let [texts, octets, slowest] = [0, 0, 0];
  for (; !isDone(texts); texts++) {
    const text = mutateText(random.pick(target.seeds), random.pick(target.seeds), target.dictionary, random);
    octets += text.length;
    const start = busyTime();
    const what = await faultOf(target, text);
    const took = busyTime() - start;
    slowest = Math.max(slowest, took);
    if (what !== undefined)
      await report(target, text, what, async (each) => (await faultOf(target, each)) === what);
    if (took > BUDGET)
      await report(target, text, `takes more than ${BUDGET} ms`, (each) => isSlow(target, each));
  }
  return { texts, octets, slowest };

  async function report(
    { part }: TextTarget,
    text: string,
    what: string,
    isWrong: (text: string) => Promise<boolean>,
  ): Promise<void> {
    if (!findings.isNew(part, what)) return;
    const lines = await minimise(text.split(/(?<=\n)/), (items) => isWrong(items.join("")));
    const characters = await minimise([...lines.join("")], (items) => isWrong(items.join("")));
    findings.add({ part, what, input: JSON.stringify(characters.join("")) });
  }
}

/** Milliseconds of work for a text of 20,000 octets at most. */
const BUDGET = 1000;

async function faultOf({ check }: TextTarget, text: string): Promise<string | undefined> {
  try {
    return await check(text);
  } catch (error) {
    return describeThrown(error);
  }
}

/** Slow each time, as the collector may have had to run. */
async function isSlow(target: TextTarget, text: string): Promise<boolean> {
  for (let times = 3; times > 0; times--) {
    const start = busyTime();
    await faultOf(target, text);
    if (busyTime() - start <= BUDGET) return false;
  }
  return true;
}
