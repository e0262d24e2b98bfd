import { type Inquiry, makeCohorts } from "./cohorts.ts";
import { finishZones } from "./finish-zones.ts";
import { doPeersAgree, type Failure, judge } from "./judge.ts";
import { type Case, minimise } from "./minimise.ts";
import type { Program } from "./programs.ts";
import { putQuestions } from "./put-questions.ts";
import type { Four, Situation } from "./situation.ts";
import type { FinishedZone } from "./universe.ts";

/** What a run is to do. */
export interface RunOptions {
  readonly seed: number;
  readonly queries: number;
  readonly programs: Four<Program>;
  /** Called after each cohort, with the counts so far. */
  readonly onProgress?: (counts: Counts) => void;
}

/** How the questions came out. */
export interface Counts {
  readonly asked: number;
  /** The three peers agreed. */
  readonly agreed: number;
  /** By the id of the known difference. */
  readonly known: ReadonlyMap<string, number>;
  readonly failed: number;
  /** Those of the failures in which the three agreed, and ours was wrong. */
  readonly wrong: number;
}

/** What a run found. */
export interface RunResult extends Counts {
  /** Why the run ended before all questions were asked, if it did: a server did not start. */
  readonly stopped: string | undefined;
  /** Some of the failures, each of another kind, as small as they could be made. */
  readonly shown: readonly ShownFailure[];
}

/** A failure with what it takes to see it again. */
export interface ShownFailure {
  readonly universe: number;
  readonly failure: Failure;
  readonly smallest: Case;
  /** The zones of the smallest case as they were served. */
  readonly zones: readonly FinishedZone[];
  readonly situation: Situation;
}

/** Runs the four servers side by side over random zones, until all questions are asked. */
export async function run({ seed, queries, programs, onProgress }: RunOptions): Promise<RunResult> {
  const known = new Map<string, number>();
  const kinds = new Map<string, { inquiry: Inquiry; failure: Failure }>();
  let asked = 0;
  let agreed = 0;
  let failed = 0;
  let wrong = 0;
  let stopped: string | undefined;
  for await (const { zones, inquiries } of makeCohorts(seed, queries)) {
    const questions = inquiries.map(({ question }) => question);
    const situations = await putQuestions(programs, zones, questions).catch((error: Error) => error.message);
    if (typeof situations === "string") {
      stopped = situations;
      break;
    }
    for (const [index, situation] of situations.entries()) {
      const verdict = judge(situation);
      asked += 1;
      if (doPeersAgree(situation)) agreed += 1;
      if (verdict.outcome === "known") {
        known.set(verdict.difference.id, (known.get(verdict.difference.id) ?? 0) + 1);
      } else if (verdict.outcome === "failed") {
        failed += 1;
        if (verdict.fault === "ours") wrong += 1;
        const kind = kindOf(situation, verdict);
        if (!kinds.has(kind)) kinds.set(kind, { inquiry: inquiries[index]!, failure: verdict });
      }
    }
    onProgress?.({ asked, agreed, known, failed, wrong });
    if (failed >= ENOUGH_FAILURES) break;
  }
  const shown: ShownFailure[] = [];
  for (const { inquiry, failure } of [...kinds.values()].slice(0, MOST_SHOWN)) {
    shown.push(await shrink(programs, inquiry, failure));
  }
  return { asked, agreed, known, failed, wrong, stopped, shown };
}

const ENOUGH_FAILURES = 1000; // the server is broken; more of them tell nothing new
const MOST_SHOWN = 3; // each costs some dozens of starts of four servers

/** Failures with the same kind have the same cause most of the time. */
function kindOf({ answers }: Situation, { reason }: Failure): string {
  const traits = Object.values(answers).map(({ form, message }) =>
    message === undefined ? form : [message.rcode, message.flags.aa, Math.min(message.answer.length, 2)],
  );
  return JSON.stringify([reason, traits]);
}

async function shrink(
  programs: Four<Program>,
  { universe, question }: Inquiry,
  failure: Failure,
): Promise<ShownFailure> {
  const start = { zones: universe.zones, question };
  const smallest = await minimise(start, async (smaller) => {
    const verdict = await judgeCase(programs, smaller);
    return verdict?.outcome === "failed" && verdict.reason === failure.reason;
  });
  const zones = await finishZones(smallest.zones);
  const [situation] = await putQuestions(programs, zones, [smallest.question]);
  return { universe: universe.number, failure, smallest, zones, situation: situation! };
}

/** Undefined where one of the servers does not load the zones. */
async function judgeCase(programs: Four<Program>, { zones, question }: Case) {
  try {
    const [situation] = await putQuestions(programs, await finishZones(zones), [question]);
    return judge(situation!);
  } catch {
    return undefined;
  }
}
