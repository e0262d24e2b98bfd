import { join } from "node:path";
import { type AskedCandidate, askCandidate } from "../candidate/ask-candidate.ts";
import { printEvidence } from "../evidence/evidence.ts";
import { WorldError } from "../files/world-error.ts";
import { type AllowLabels, allowLabels } from "../github/allow-labels.ts";
import type { Github, Repository } from "../github/client.ts";
import { getPullRequest } from "../github/pull-request.ts";
import { dangersSinceBase } from "../invariants/dangers-since.ts";
import { isFine } from "../pipeline.ts";
import { refused } from "../plan/dangers.ts";
import {
  type Base,
  EMPTY_BASE,
  makePullRequestPlan,
  planDespiteErrors,
  readBase,
} from "../plan/pull-request.ts";
import { reviewPlan } from "../plan/review.ts";
import { stoodBefore } from "../plan/stood-before.ts";
import { provePlan } from "../proof/prove-plan.ts";
import { forkLook } from "../published/fork-look.ts";
import { BRIEFLY } from "../published/shown-by-nameserver.ts";
import { shownByNameservers } from "../published/shown-by-nameservers.ts";
import { clientNotes } from "../report/notes.ts";
import { exitCode, type Report } from "../report/report.ts";
import { dayOf } from "../source/day.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Nameserver } from "../verify/types.ts";
import { lookAtChanged } from "../watch/look-at-zones.ts";
import { type Clone, findClone } from "../world/clone.ts";
import { gitFiles, headCommit, mergeBase } from "../world/git-files.ts";
import type { World } from "../world.ts";
import { allowanceOf, ignoredNotes, NO_LABELS } from "./allowances.ts";

import { printSummary, reportFiles } from "./faces.ts";
import type { Finished } from "./finished.ts";
import type { Inputs } from "./inputs.ts";
import { startPullRequestRun } from "./read-zones.ts";
import type { Trigger } from "./trigger.ts";

/** What the mode needs of the run. */
export interface PlanContext {
  readonly inputs: Inputs;
  readonly trigger: Trigger;
  readonly github: Github;
  readonly repository: Repository;
  /** An empty folder for what is needed while it runs. */
  readonly scratch: string;
  readonly world: World;
}

/**
 * Plans the zones of the checked-out commit against the commit where the pull request left its base, serves them here and
 * asks for them. Both are read out of git's store, as the mode "comment" and a deployment read them: what attributes make
 * of files in the working folder counts nowhere. It needs no secret: a fork's pull request gets all of it.
 */
export async function planMode(context: PlanContext): Promise<Finished> {
  const { inputs, world, trigger } = context;
  const clone = findClone();
  const { base, head } = await commitsOf(context, clone);
  const files = await gitFiles(clone, inputs.zones, head);
  const run = await startPullRequestRun("plan", inputs.zones, { ...world, files });
  const reading = readBaseAt(clone, base, inputs);
  if (run.refused) {
    const [before, { labels, notes }] = await Promise.all([reading, readLabels(context, head)]);
    const plan = planDespiteErrors(before, run, world.now());
    const report = run.finish("wrong", {
      ...(plan && { plan, review: reviewPlan(plan, allowanceOf(labels), dangersSinceBase(before, run)) }),
      ...(base === undefined ? {} : { base }),
      ...stoodBefore(before, run.problems, dayOf(world.now())),
      notes: [...before.notes, ...notes],
    });
    return finished(report, {});
  }

  const now = world.now();
  const isFork = trigger.kind === "pull-request" && trigger.isFork;
  const outside = isFork ? { ...world, look: forkLook(world.look, isIn(reading)) } : world;
  // What the nameservers show decides serials and nothing else, so a silent one is waited for while the rest is done.
  const [shownOf, { labels, before, verification, targets }] = await Promise.all([
    shownByNameservers(run.zones, inputs.nameservers, outside, BRIEFLY),
    proveContent(context, run.zones, { reading, head, now }),
  ]);
  const keysNow = await lookAtChanged(before.zones, run.zones, { ...inputs, nameservers: [] }, outside);
  const plan = makePullRequestPlan(before, run.zones, shownOf, now, undefined, keysNow);
  const review = reviewPlan(plan, allowanceOf(labels.labels), dangersSinceBase(before, run));
  const proof = await provePlan(plan, { isFull: false, scratch: join(context.scratch, "proof") }, world);
  const isRight = isFine(verification) && refused(review.dangers).length === 0;
  const report = run.finish(isRight ? "fine" : "wrong", {
    plan,
    proof,
    ...(base === undefined ? {} : { base }),
    ...stoodBefore(before, run.problems, dayOf(world.now())),
    review,
    verification,
    targets,
    notes: [...before.notes, ...labels.notes, ...clientNotes(verification)],
  });
  return finished(report, { "evidence.json": printEvidence({ head, verification }) });
}

function finished(report: Report, files: Finished["files"]): Finished {
  return {
    report,
    summary: printSummary(report, "the artifact of the run that comments"),
    outputs: {},
    files: { ...reportFiles(report), ...files },
    annotate: true,
    exitCode: exitCode(report.outcome),
  };
}

interface Proven extends AskedCandidate {
  readonly labels: ReadLabels;
  readonly before: Base;
}

interface Planned {
  readonly reading: Promise<Base>;
  readonly head: string;
  readonly now: Date;
}

/** Serves the zones here and asks for what differs from the base. */
async function proveContent(
  context: PlanContext,
  zones: readonly SourceZone[],
  { reading, head, now }: Planned,
): Promise<Proven> {
  const { scratch, world } = context;
  world.progress.step("Reading the zones of the base");
  const [labels, before] = await Promise.all([readLabels(context, head), reading]);
  const content = makePullRequestPlan(before, zones, () => [], now);
  return { labels, before, ...(await askCandidate(content, join(scratch, "zones"), world)) };
}

/** A nameserver is one of the base. */
function isIn(reading: Promise<Base>): (nameserver: Nameserver) => Promise<boolean> {
  const addresses = reading.then(({ zones }) => new Set([...zones.values()].flatMap(addressesOf)));
  addresses.catch(() => {}); // that the base cannot be read ends the run elsewhere
  return async ({ address, port }) => port === DNS_PORT && (await addresses).has(address);
}

const DNS_PORT = 53;

function addressesOf(zone: SourceZone | undefined): readonly string[] {
  return zone?.config.nameservers.flatMap(({ addresses }) => addresses) ?? [];
}

async function readBaseAt(clone: Clone, commit: string | undefined, { zones }: Inputs): Promise<Base> {
  return commit === undefined ? EMPTY_BASE : readBase(zones, await gitFiles(clone, zones, commit));
}

/** The commit that is planned, and the one to compare it with: undefined when they have nothing in common. */
async function commitsOf(
  { inputs: { base }, trigger }: PlanContext,
  clone: Clone,
): Promise<{ readonly base: string | undefined; readonly head: string }> {
  const head = await headCommit(clone);
  switch (trigger.kind) {
    case "pull-request":
      requireHead(head, trigger.headSha);
      return { head, base: base ?? (await mergeBase(clone, trigger.baseSha, head)) };
    case "merge-queue":
      requireHead(head, trigger.headSha);
      return { head, base: base ?? (await mergeBase(clone, trigger.baseSha, head)) };
    case "workflow-run":
    case "other":
      if (base !== undefined) return { head, base };
      throw new WorldError(
        `Cannot plan for the event "${trigger.kind === "other" ? trigger.event : "workflow_run"}": it names no base; ` +
          'use pull_request or merge_group, or give the input "base"',
      );
    default:
      return trigger satisfies never;
  }
}

function requireHead(found: string, wanted: string): void {
  if (found === wanted) return;
  throw new WorldError(
    `Cannot plan: the working folder holds commit ${found} and the event is about ${wanted}; ` +
      "give actions/checkout the head commit as its ref",
  );
}

interface ReadLabels {
  readonly labels: AllowLabels;
  readonly notes: readonly string[];
}

/** The labels that count. That they cannot be read stops nothing: then none of them counts. */
async function readLabels({ trigger, github, repository }: PlanContext, head: string): Promise<ReadLabels> {
  const number =
    trigger.kind === "pull-request" || trigger.kind === "merge-queue" ? trigger.number : undefined;
  if (number === undefined) return { labels: NO_LABELS, notes: [] };
  try {
    const pull = await getPullRequest(github, repository, number);
    if (trigger.kind === "pull-request" && pull.headSha !== head) {
      return { labels: NO_LABELS, notes: ["Somebody pushed after this run began: no label counts for it."] };
    }
    const labels = await allowLabels(github, repository, pull);
    return { labels, notes: ignoredNotes(labels) };
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    return { labels: NO_LABELS, notes: [`No label counts: ${error.message}.`] };
  }
}
