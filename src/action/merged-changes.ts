import type { Merged, MergedPull } from "../deploy/merged.ts";
import { WorldError } from "../files/world-error.ts";
import { allowLabels } from "../github/allow-labels.ts";
import type { Github, Repository } from "../github/client.ts";
import { type GitReader, gitReader } from "../github/git-reader.ts";
import { mergeBaseOf } from "../github/merge-base.ts";
import { mergedPullsOf } from "../github/merged-pulls.ts";
import { getPullRequest, type PullRequest } from "../github/pull-request.ts";
import { LIMITS, zonesAtCommit } from "../github/zones-at-commit.ts";
import { dangersSinceBase, invariantsOf } from "../invariants/dangers-since.ts";
import type { Danger } from "../plan/dangers.ts";
import type { Plan } from "../plan/plan.ts";
import { type Base, EMPTY_BASE, makePullRequestPlan, readBase } from "../plan/pull-request.ts";
import type { Clone } from "../world/clone.ts";
import { gitFiles, mergeBase } from "../world/git-files.ts";
import { type BranchStep, folderAt, hasCommit, stepsBetween } from "../world/git-history.ts";
import type { World } from "../world.ts";
import { allowanceMap } from "./allowances.ts";

/** What it takes to read what was merged. */
export interface MergedContext {
  readonly github: Github;
  readonly repository: Repository;
  /** The branch that is deployed. */
  readonly branch: string;
  /** What the job has checked out. */
  readonly clone: Clone;
  /** The folder of the zones, from the root of the repository. */
  readonly zones: string;
  readonly world: World;
}

const MOST_STEPS = 250; // each costs a request of the job's 1,000 an hour

/**
 * Reads what was merged and pushed after one commit, up to another. Nothing that a pull request's own run said is
 * believed: each is planned again, from the commit where it left its base to its head, out of git, or, where its
 * branch was squashed or rebased and its head is not in our clone, through GitHub, which keeps the head for ever.
 *
 * @param from the commit that was deployed last; undefined before the first deployment: then only the last merge counts
 */
export async function mergedChanges(
  context: MergedContext,
  from: string | undefined,
  to: string,
): Promise<Merged> {
  const { github, repository, branch, world } = context;
  world.progress.step("Reading what was merged since the last deployment");
  const steps = await stepsBetween(context.clone, from, to);
  if (steps === undefined) {
    const note = `Commit ${from}, which was deployed last, is no ancestor of ${to}: no pull request explains the change.`;
    return { pulls: [], pushes: [], notes: [note] };
  }
  const notes: string[] = [];
  if (steps.length > MOST_STEPS) {
    notes.push(
      `${steps.length} commits were merged since the last deployment: only the last ${MOST_STEPS} are read.`,
    );
  }
  const first = new Map<number, BranchStep>(); // of each pull request: rebased ones have several
  const pushed: BranchStep[] = [];
  for (const step of steps.slice(-MOST_STEPS)) {
    const numbers = await mergedPullsOf(github, repository, branch, step.commit);
    if (numbers.length === 0) pushed.push(step);
    for (const number of numbers) if (!first.has(number)) first.set(number, step);
  }
  const reader = gitReader(github, repository, undefined);
  const read = (commit: string) => zonesAt(context, commit, reader);
  const pulls: MergedPull[] = [];
  for (const [number, step] of first) {
    const pull = await getPullRequest(github, repository, number);
    const made = await changeBetween(context, await baseOf(context, step, pull), pull.headSha, read);
    if (typeof made === "string") notes.push(`Pull request #${number} could not be planned again: ${made}`);
    pulls.push({
      number,
      ...(typeof made === "string" ? NO_CHANGE : made),
      allowances: allowanceMap(await allowLabels(github, repository, pull)),
    });
  }
  const pushes: Plan[] = [];
  for (const { commit, parent } of pushed) {
    const made = await changeBetween(context, parent, commit, read);
    if (typeof made === "string") notes.push(`Commit ${commit} could not be planned: ${made}`);
    else if (made.invariants.length === 0) pushes.push(made.plan);
    else
      notes.push(
        `Commit ${commit} came without a pull request, and would need ${labelsOf(made)}: nobody planned it.`,
      );
  }
  return { pulls, pushes, notes };
}

/** What a change does. */
interface Change {
  readonly plan: Plan;
  readonly invariants: readonly Danger[];
}

const NO_CHANGE: Change = { plan: { zones: [], removed: [] }, invariants: [] };

function labelsOf({ invariants }: Change): string {
  return invariants.map(({ label }) => label).join(", ");
}

/** Where a merged pull request left its base, as it was before the merge. */
async function baseOf(
  context: MergedContext,
  { parent }: BranchStep,
  { headSha }: PullRequest,
): Promise<string | undefined> {
  if (parent === undefined) return undefined;
  return (await hasCommit(context.clone, headSha))
    ? mergeBase(context.clone, parent, headSha)
    : mergeBaseOf(context.github, context.repository, parent, headSha);
}

/** What changes from one commit to another; or why nobody can tell, as a sentence. */
async function changeBetween(
  context: MergedContext,
  from: string | undefined,
  to: string,
  read: (commit: string) => Promise<Base>,
): Promise<Change | string> {
  if (from !== undefined && (await isSame(context, from, to))) return NO_CHANGE;
  try {
    const before = from === undefined ? EMPTY_BASE : await read(from);
    const after = await read(to);
    // A zone that cannot be read would look like one that goes.
    if (before.isBroken) return `the zones have errors at commit ${from}.`;
    if (after.notes.length > 0) return `the zones have errors at commit ${to}.`;
    const known = [...after.zones.values()].filter((zone) => zone !== undefined);
    const plan = makePullRequestPlan(before, known, () => [], context.world.now());
    const state = { zones: known, unread: NONE, invariants: invariantsOf(after), problems: [] };
    return { plan, invariants: dangersSinceBase(before, state) };
  } catch (error) {
    if (error instanceof WorldError) return `${error.message}.`;
    throw error;
  }
}

const NONE: ReadonlySet<never> = new Set();

async function isSame({ clone, zones }: MergedContext, from: string, to: string): Promise<boolean> {
  const [before, after] = await Promise.all([folderAt(clone, zones, from), folderAt(clone, zones, to)]);
  return before !== undefined && before === after;
}

async function zonesAt(context: MergedContext, commit: string, reader: GitReader): Promise<Base> {
  const { clone, zones: folder } = context;
  if (await hasCommit(clone, commit)) return readBase(folder, await gitFiles(clone, folder, commit));
  const found = await zonesAtCommit(reader, { commit, folder, limits: LIMITS });
  if ("refused" in found) throw new WorldError(found.refused);
  return readBase(folder, found.files);
}
