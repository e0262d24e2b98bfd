import type { Reply } from "./ask-fully.ts";
import { interview } from "./interview.ts";
import { normalise } from "./normal-form.ts";
import type { Program } from "./programs.ts";
import type { Question } from "./question.ts";
import { writeZones } from "./running-server.ts";
import type { Four, Situation } from "./situation.ts";
import { learn } from "./truth.ts";
import type { FinishedZone } from "./universe.ts";

/** Serves the zones with all four programs, puts the questions to each, and gives what came back to each question. */
export async function putQuestions(
  programs: Four<Program>,
  zones: readonly FinishedZone[],
  questions: readonly Question[],
): Promise<Situation[]> {
  using files = writeZones(zones);
  const [nsd, knot, bind, ours] = await settled([
    interview(programs.nsd, files, questions),
    interview(programs.knot, files, questions),
    interview(programs.bind, files, questions),
    interview(programs.ours, files, questions),
  ]);
  return situationsOf(zones, questions, { nsd, knot, bind, ours });
}

/** Puts together what came back to each question. */
export function situationsOf(
  zones: readonly FinishedZone[],
  questions: readonly Question[],
  { nsd, knot, bind, ours }: Four<readonly Reply[]>,
): Situation[] {
  const truth = learn(zones);
  return questions.map((question, index) => {
    const normal = (replies: readonly Reply[]) => normalise(replies[index]!, question, truth);
    return {
      question,
      answers: { nsd: normal(nsd), knot: normal(knot), bind: normal(bind), ours: normal(ours) },
      truth,
    };
  });
}

/** Waits for all, so that no server is left running when one fails; then throws the first failure. */
async function settled<Values extends readonly unknown[]>(
  promises: {
    [Index in keyof Values]: Promise<Values[Index]>;
  },
): Promise<Values> {
  await Promise.allSettled(promises);
  return (await Promise.all(promises)) as unknown as Values; // they have settled, in this order
}
