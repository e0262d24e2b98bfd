import { join } from "node:path";
import { delegationWarnings } from "../delegation/delegation-warnings.ts";
import { findPlaces } from "../deploy/apps.ts";
import type { Accepted } from "../deploy/consent.ts";
import { deploy } from "../deploy/deploy.ts";
import type { Failure } from "../deploy/failure.ts";
import { findDockerfile } from "../deploy/find-dockerfile.ts";
import { isReady, preflight } from "../deploy/preflight.ts";
import type { Judge } from "../deploy/request.ts";
import { githubTotals } from "../github/asked-totals.ts";
import type { Github, Repository } from "../github/client.ts";
import { githubLedger } from "../github/deployments.ts";
import { githubLooks } from "../github/key-looks.ts";
import { exitCode, type Report } from "../report/report.ts";
import { type Run, startRun } from "../run.ts";
import { withoutCatalog } from "../source/source-zone.ts";
import { type LookedAtZones, lookAndNote } from "../watch/look-at-zones.ts";
import { type Clone, findClone } from "../world/clone.ts";
import { gitFiles, headCommit } from "../world/git-files.ts";
import { ourDockerfile, serverBundle } from "../world/image-sources.ts";
import { repositoryHistory } from "../world/repository-history.ts";
import type { World } from "../world.ts";
import { changesZones } from "./changed.ts";
import { requireDefaultBranch } from "./default-branch.ts";
import { printSummary, reportFiles } from "./faces.ts";
import type { Finished } from "./finished.ts";
import type { Inputs } from "./inputs.ts";
import { judgeMerged } from "./judge-merged.ts";
import { postDeployment } from "./post-deployment.ts";

/** What the mode needs of the run. */
export interface DeployContext {
  readonly inputs: Inputs;
  readonly github: Github;
  readonly repository: Repository;
  readonly serverUrl: string;
  readonly runUrl: string;
  readonly ownRun: OwnRun;
  /** What the event brought, as it came. */
  readonly payload: unknown;
  /** An empty folder for what is needed while it runs. */
  readonly scratch: string;
  readonly world: World;
}

/** The run that we are a part of. */
export interface OwnRun {
  readonly id: number;
  readonly attempt: number;
  /** Who started it. */
  readonly actor: string;
  /** The branch that it runs for. */
  readonly branch: string;
  /** The same in full: `refs/heads/main`. */
  readonly ref: string;
}

/** Deploys the zones of the checked-out commit, which are read out of git's store, and tells every pull request that this brings out. */
export async function deployMode(context: DeployContext): Promise<Finished> {
  const { inputs, world, scratch } = context;
  await requireDefaultBranch({ ...context, ref: context.ownRun.ref });
  const clone = findClone();
  const commit = await headCommit(clone);
  const files = await gitFiles(clone, inputs.zones, commit);
  const run = await startRun("deploy", inputs.zones, { ...world, files });
  if (run.refused) return finished(run.finish("wrong"));
  const places = await findPlaces(run.zones, world.files, inputs.nameservers);
  world.progress.step("Looking whether it can be deployed");
  const ready = await preflight(
    { ...inputs, ...places, zones: run.zones },
    world,
    world.resolver(inputs.resolvers),
  );
  if (!isReady(ready)) return finished(stopped(run, ready.failures), ready.problems);

  const seen = await lookAtKeys(run, commit, context);
  const pulls: number[] = [];
  const report = await deploy(
    run,
    {
      commit,
      ...places,
      bundle: serverBundle(),
      dockerfile: await findDockerfile(world, ourDockerfile),
      ledger: githubLedger(context.github, context.repository, {
        environment: inputs.environment,
        runUrl: context.runUrl,
      }),
      keyLooks: seen.looks,
      totals: githubTotals(context.github, context.repository, inputs.environment),
      history: repositoryHistory(clone, inputs.zones, join(scratch, "history"), world.output),
      judge: judgeBy(context, clone, commit, pulls),
      scratch,
      deadlines: {
        machines: inputs.deadline,
        outside: inputs.deadline,
        secondaries: inputs.secondariesDeadline,
      },
      warnings: [...ready.warnings, ...seen.gaps],
    },
    world,
  );
  const whole = await withDelegations(report, run, context);
  return finished(await withComments(whole, context, commit, pulls), ready.problems);
}

/** What is seen of keys and DS now, beside what was seen before: a change of keys is judged by it. */
async function lookAtKeys(
  { zones }: Run,
  commit: string,
  { inputs, github, repository, world }: DeployContext,
): Promise<LookedAtZones> {
  const book = githubLooks(github, repository, inputs.environment);
  return await lookAndNote(zones, { places: inputs, by: "deploy", book, commit }, world);
}

/** Decides by what was merged, and notes the pull requests that it saw. */
function judgeBy(
  { inputs, ...context }: DeployContext,
  clone: Clone,
  commit: string,
  pulls: number[],
): Judge {
  const accepted: Accepted | undefined =
    inputs.acceptDrift === undefined
      ? undefined
      : {
          digest: inputs.acceptDrift,
          by: context.ownRun.actor,
          at: `${context.world.now().toISOString().slice(0, 19)}Z`,
        };
  return async ({ plan, since, wrong, consequences, invariants }) => {
    const where = {
      ...context,
      scratch: join(context.scratch, "judge"),
      branch: context.ownRun.branch,
      clone,
      zones: inputs.zones,
    };
    const judgement = await judgeMerged(
      where,
      { since, commit, plan, wrong, consequences, invariants },
      accepted,
    );
    pulls.push(...judgement.pulls.map(({ number }) => number));
    return judgement;
  };
}

/** What is live is of use only where the parents lead to it. */
async function withDelegations(report: Report, run: Run, { inputs, world }: DeployContext): Promise<Report> {
  const { deployment } = report;
  if (deployment?.outcome !== "deployed" && deployment?.outcome !== "unchanged") return report;
  const found = await delegationWarnings(withoutCatalog(run.zones), inputs.parents, world);
  world.progress.end();
  return { ...report, deployment: { ...deployment, warnings: [...deployment.warnings, ...found] } };
}

/** A job that is run again reports again; what changed nothing and failed nowhere is no news for a pull request. */
async function withComments(
  report: Report,
  { runUrl, ownRun, ...context }: DeployContext,
  commit: string,
  pulls: readonly number[],
): Promise<Report> {
  if (report.deployment === undefined) return report;
  const notes = await postDeployment(
    { ...context, run: { id: ownRun.id, attempt: ownRun.attempt, url: runUrl } },
    commit,
    pulls,
    report,
  );
  return { ...report, notes: [...report.notes, ...notes] };
}

/** What the user has to do first. */
function stopped(run: Run, failures: readonly Failure[]): Report {
  const notes = failures.map(({ what, run: command }) => `${what}. Run: ${command}`);
  return run.finish("wrong", { notes: ["Nothing was touched: it cannot be deployed yet.", ...notes] });
}

function finished(report: Report, problems: Report["problems"] = []): Finished {
  const whole = { ...report, problems: [...report.problems, ...problems] };
  return {
    report: whole,
    summary: printSummary(whole, "the artifact of this run"),
    outputs: whole.plan === undefined ? {} : { changed: String(changesZones(whole.plan)) },
    files: reportFiles(whole),
    annotate: true,
    exitCode: exitCode(whole.outcome),
  };
}
