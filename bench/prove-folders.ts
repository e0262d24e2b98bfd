import { makePullRequestPlan, readBase } from "../src/plan/pull-request.ts";
import { reviewPlan } from "../src/plan/review.ts";
import { provePlan } from "../src/proof/prove-plan.ts";
import { reportToJson } from "../src/report/json.ts";
import { exitCode } from "../src/report/report.ts";
import { startRun } from "../src/run.ts";
import { realWorld } from "../src/world/real.ts";
import { inScratch } from "../src/world/scratch.ts";

// A plan of two folders in the place of two commits, and what it does to answers: nothing is asked, the questions that it
// can reach, or all. Prints how many were asked, of how many.
// node bench/prove-folders.ts none|reach|full BEFORE AFTER
const [how = "", before = "", after = ""] = process.argv.slice(2);
const world = realWorld(true);
const base = await readBase(before, world.files);
const run = await startRun("plan", after, world);
const plan = makePullRequestPlan(base, run.zones, () => [], world.now());
const review = reviewPlan(plan, () => undefined);
const isFull = how === "full";
const proof =
  how === "none" ? undefined : await inScratch((scratch) => provePlan(plan, { isFull, scratch }, world));
const report = run.finish("fine", { plan, review, ...(proof && { proof }) });
if (run.refused || exitCode(report.outcome) !== 0) throw new Error("The zones or the answers are wrong");
const { asked = 0, questions = 0 } = proof ?? {};
console.log(
  `${asked} of ${questions} asked, ${JSON.stringify(reportToJson(report)).length} characters of JSON`,
);
