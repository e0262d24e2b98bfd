import { printComment, reportFiles } from "../src/action/faces.ts";
import { askCandidate } from "../src/candidate/ask-candidate.ts";
import { makePullRequestPlan, readBase } from "../src/plan/pull-request.ts";
import { reviewPlan } from "../src/plan/review.ts";
import { startRun } from "../src/run.ts";
import { realWorld } from "../src/world/real.ts";

// What the Action's modes `plan` and `comment` do with a pull request, on two folders in the place of two commits:
// node bench/plan-folders.ts BEFORE AFTER [FOLDER-FOR-THE-CANDIDATE'S-ZONE-FILES]
const [before = "", after = "", rendered] = process.argv.slice(2);
const world = realWorld(true);
const base = await readBase(before, world.files);
const run = await startRun("plan", after, world);
const plan = makePullRequestPlan(base, run.zones, () => [], world.now());
const review = reviewPlan(plan, () => undefined);
const seen = rendered === undefined ? undefined : await askCandidate(plan, rendered, world);
const report = run.finish("fine", { plan, review, ...seen });
const links = { repository: "https://github.com/example-org/dns", head: "0".repeat(40), run: "https://x" };
const texts = [printComment(report, links, 65_536), ...Object.values(reportFiles(report))];
const path = seen?.verification.paths.find(({ passed, asked }) => passed < asked);
if (run.refused || path !== undefined) throw new Error("The zones or the answers are wrong");
console.log(texts.map(({ length }) => length).join(" "));
