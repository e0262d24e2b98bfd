import { allowLabels } from "../github/allow-labels.ts";
import type { Github, Repository } from "../github/client.ts";
import type { GitReader } from "../github/git-reader.ts";
import type { PullRequest } from "../github/pull-request.ts";
import { LIMITS, type ZonesAtCommit, zonesAtCommit } from "../github/zones-at-commit.ts";
import { dangersSinceBase } from "../invariants/dangers-since.ts";
import { refused } from "../plan/dangers.ts";
import type { Plan } from "../plan/plan.ts";
import {
  type Base,
  EMPTY_BASE,
  makePullRequestPlan,
  nameBase,
  planDespiteErrors,
  readBase,
} from "../plan/pull-request.ts";
import { reviewPlan } from "../plan/review.ts";
import { stoodBefore } from "../plan/stood-before.ts";
import { provePlan } from "../proof/prove-plan.ts";
import { BRIEFLY } from "../published/shown-by-nameserver.ts";
import { shownByNameservers } from "../published/shown-by-nameservers.ts";
import { stillConfigured } from "../published/still-configured.ts";
import type { Report } from "../report/report.ts";
import type { Run } from "../run.ts";
import { dayOf } from "../source/day.ts";
import { lookAtChanged } from "../watch/look-at-zones.ts";
import { inScratch } from "../world/scratch.ts";
import type { World } from "../world.ts";
import { allowanceOf, ignoredNotes } from "./allowances.ts";
import { changesSettings, changesZones } from "./changed.ts";
import type { Inputs } from "./inputs.ts";
import type { OwnEvidence } from "./own-evidence.ts";
import { refusedRun, startPullRequestRun } from "./read-zones.ts";

/** The commits that a report is about, and who reads them. */
export interface Commits {
  readonly reader: GitReader;
  /** Where the head left its base; undefined when they have nothing in common. */
  readonly base: string | undefined;
  readonly head: string;
}

/** What it takes to read a pull request. */
export interface ReportContext {
  readonly inputs: Inputs;
  readonly github: Github;
  readonly repository: Repository;
  readonly world: World;
}

/** The report of a pull request, made from its zones alone. */
export interface PullRequestReport {
  readonly report: Report;
  /** Their records or their settings. */
  readonly changesZones: boolean;
}

/**
 * Reads the zones at the head and at the commit where it left its base, both through GitHub as data, and plans the
 * change. What its own run saw is added, and can only make the outcome worse.
 */
export async function makePullRequestReport(
  context: ReportContext,
  pull: PullRequest,
  { reader, base, head }: Commits,
  evidence: OwnEvidence,
): Promise<PullRequestReport> {
  const { github, repository, inputs, world } = context;
  const labels = await allowLabels(github, repository, pull, () => reader.spend("core"));
  const at = (commit: string) => zonesAtCommit(reader, { commit, folder: inputs.zones, limits: LIMITS });
  const before = base === undefined ? undefined : await at(base);
  const after = await at(head);
  const run = await startRunAt(after, inputs.zones, world);
  const notes = [...ignoredNotes(labels), ...evidence.notes];
  const known = await baseOf(before, inputs.zones);
  if (run.refused) {
    const plan = planDespiteErrors(known, run, world.now());
    const report = run.finish("wrong", {
      ...(plan && { plan, review: reviewPlan(plan, allowanceOf(labels), dangersSinceBase(known, run)) }),
      ...(base === undefined ? {} : { base }),
      ...stoodBefore(known, run.problems, dayOf(world.now())),
      notes: [...known.notes, ...notes],
    });
    return { report, changesZones: !isSame(before, after) };
  }
  const plan = await planOf(known, run, context);
  const hasChanges = changesZones(plan);
  const hasSettings = changesSettings(plan);
  const seen = evidence.verification;
  const review = reviewPlan(plan, allowanceOf(labels), dangersSinceBase(known, run));
  const proof = await inScratch((scratch) => provePlan(plan, { isFull: false, scratch }, world));
  const isRight = (seen === undefined || evidence.isFine) && refused(review.dangers).length === 0;
  return {
    report: run.finish(isRight ? "fine" : "wrong", {
      plan,
      proof,
      ...(base === undefined ? {} : { base }),
      ...stoodBefore(known, run.problems, dayOf(world.now())),
      review,
      ...(seen === undefined ? {} : { verification: seen }),
      notes: [...(hasChanges ? [] : [hasSettings ? ONLY_SETTINGS : NOTHING]), ...known.notes, ...notes],
    }),
    changesZones: hasChanges || hasSettings,
  };
}

const NOTHING = "This pull request changes no zone.";
const ONLY_SETTINGS = "This pull request changes settings, and no record of any zone.";

function startRunAt(after: ZonesAtCommit, folder: string, world: World): Promise<Run> {
  if (!("refused" in after)) return startPullRequestRun("comment", folder, { ...world, files: after.files });
  return Promise.resolve(
    refusedRun("comment", world, {
      file: folder,
      line: 1,
      column: 1,
      severity: "error",
      rule: "zones-too-large",
      message: after.refused,
      help: "Split the change over several pull requests, or the zones over several repositories.",
    }),
  );
}

function baseOf(before: ZonesAtCommit | undefined, folder: string): Promise<Base> {
  if (before === undefined) return Promise.resolve(EMPTY_BASE);
  if (!("refused" in before)) return readBase(folder, before.files);
  const why = `${before.refused}, so what this pull request changes is not known.`;
  if (before.names !== undefined) return nameBase(folder, before.names, why);
  const all = "Whether a zone goes is not known here, either: the pull request's own run knows it.";
  return Promise.resolve({ ...EMPTY_BASE, isBroken: true, notes: [why, all] });
}

/** What is published is asked of the base's nameservers: those of the head are a stranger's choice. */
async function planOf(base: Base, run: Run, { inputs, world }: ReportContext): Promise<Plan> {
  const trusted = [...base.zones.values()].filter((zone) => zone !== undefined);
  const shownOf = await shownByNameservers(trusted, inputs.nameservers, world, BRIEFLY);
  const keysNow = await lookAtChanged(base.zones, run.zones, { ...inputs, nameservers: [] }, world);
  const shown = stillConfigured(shownOf, run.zones);
  return makePullRequestPlan(base, run.zones, shown, world.now(), undefined, keysNow);
}

/** The folder is the same to the last octet. */
function isSame(before: ZonesAtCommit | undefined, after: ZonesAtCommit): boolean {
  if (before === undefined || "refused" in before || "refused" in after) return false;
  return before.folderId === after.folderId;
}
