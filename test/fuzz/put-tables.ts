import { faultInTables } from "../../server/stored/check-tables.ts";
import { load } from "../../server/zones/load.ts";
import { seededRandom } from "../differential/random.ts";
import { damageTables } from "../stored/damage-tables.ts";
import { exerciseTables, QUESTIONS } from "../stored/exercise-tables.ts";
import { zonesForTables } from "../stored/zones.ts";
import { busyTime } from "./busy-time.ts";
import { describeThrown, type Findings } from "./findings.ts";
import type { TextCounts } from "./put-texts.ts";

/**
 * Damages tables that a file might have, with a digest that is right, until `isDone`: they are refused, or whatever the server does
 * with them comes to an end and throws nothing. What is counted are tables.
 */
export function putTables(
  folder: string,
  seed: number,
  isDone: (tables: number) => boolean,
  findings: Findings,
): TextCounts {
  const sources = (["nsec", "nsec3"] as const).map((denial) => {
    const zones = `${folder}-${denial}`;
    zonesForTables(zones, denial);
    const result = load(zones);
    if (result.kind !== "loaded") throw new Error("Cannot fuzz tables: their zones cannot be loaded");
    return result.loaded.tables;
  });
  let [texts, octets, slowest] = [0, 0, 0];
  for (; !isDone(texts); texts++) {
    const random = seededRandom(seed, texts);
    const tables = damageTables(random.pick(sources), random);
    octets += tables.buffer.byteLength;
    const start = busyTime();
    const what = faultOf(tables, random.below(PARTS));
    slowest = Math.max(slowest, busyTime() - start);
    const input = `tables ${texts} of seed ${seed}`;
    if (what !== undefined && findings.isNew(PART, what)) findings.add({ part: PART, what, input });
    if (busyTime() - start > BUDGET) findings.add({ part: PART, what: `take more than ${BUDGET} ms`, input });
  }
  return { texts, octets, slowest };
}

const PART = "tables out of a file";
/** So many parts make all questions, and one of them is asked: others ask them all. */
const PARTS = 16;
/** Milliseconds of work. */
const BUDGET = 3000;

function faultOf(tables: Parameters<typeof faultInTables>[0], part: number): string | undefined {
  try {
    if (faultInTables(tables) !== undefined) return undefined;
    exerciseTables(
      tables,
      QUESTIONS.filter((_, at) => at % PARTS === part),
    );
    return undefined;
  } catch (error) {
    return describeThrown(error);
  }
}
