import { allowLabels } from "../github/allow-labels.ts";
import type { BlobStore } from "../github/blobs.ts";
import type { Github, Repository } from "../github/client.ts";
import { MOST_MARKER } from "../github/comment-marker.ts";
import { findPullRequest } from "../github/find-pull-request.ts";
import { mergeBaseWith } from "../github/merge-base.ts";
import { type Posted, postComment } from "../github/post-comment.ts";
import { getPullRequest, type PullRequest } from "../github/pull-request.ts";
import { touchedFiles } from "../github/touched-files.ts";
import { LIMITS, type ZonesAtCommit, zonesAtCommit } from "../github/zones-at-commit.ts";
import { refused } from "../plan/dangers.ts";
import type { Plan } from "../plan/plan.ts";
import { type Base, EMPTY_BASE, makePullRequestPlan, readBase } from "../plan/pull-request.ts";
import { reviewPlan } from "../plan/review.ts";
import { escapeMarkdown } from "../report/markdown/escape.ts";
import { exitCode, type Report } from "../report/report.ts";
import type { Run } from "../run.ts";
import { shownByNameservers } from "../steps/shown-by-nameservers.ts";
import { type World, WorldError } from "../world.ts";
import { allowanceOf, ignoredNotes } from "./allowances.ts";
import { changesZones } from "./changed.ts";
import { commentText } from "./comment-text.ts";
import { printSummary, reportFiles } from "./faces.ts";
import type { Finished } from "./finished.ts";
import type { Inputs } from "./inputs.ts";
import { type OwnEvidence, ownEvidence } from "./own-evidence.ts";
import { refusedRun, startPullRequestRun } from "./read-zones.ts";
import type { EndedRun, Trigger } from "./trigger.ts";

/** What the mode needs of the run. */
export interface CommentContext {
  readonly inputs: Inputs;
  readonly trigger: Trigger;
  readonly github: Github;
  readonly repository: Repository;
  /** `https://github.com`, or that of a GitHub of one's own. */
  readonly serverUrl: string;
  /** The page of this run, whose summary has the whole report. */
  readonly runUrl: string;
  readonly world: World;
}

/**
 * Comments on a pull request after its own run has ended. It has a token that may write and reads what strangers
 * wrote, so it trusts nothing of that run: the pull request is found at GitHub, its zones are read there as data, and
 * problems and plan are made here. Only the answers of the candidate come from that run, and are labelled so.
 */
export async function commentMode(context: CommentContext): Promise<Finished> {
  const { trigger, github, repository, world } = context;
  const run = runOf(trigger);
  if (run.event !== "pull_request") {
    return nothing(
      world,
      `The run was not for a pull request (its event is ${JSON.stringify(run.event)}): nothing was posted.`,
    );
  }
  const found = await findPullRequest(github, repository, run);
  switch (found.kind) {
    case "none":
      return nothing(
        world,
        `No open pull request has commit ${run.headSha} as its head (any more): nothing was posted.`,
      );
    case "several": {
      const numbers = found.numbers.map((number) => `#${number}`).join(", ");
      return nothing(
        world,
        `Several open pull requests have commit ${run.headSha} as their head (${numbers}): nothing was posted.`,
      );
    }
    case "one":
      return report(context, run, await getPullRequest(github, repository, found.number));
    default:
      return found satisfies never;
  }
}

function runOf(trigger: Trigger): EndedRun {
  if (trigger.kind === "workflow-run") return trigger.run;
  throw new WorldError('Cannot comment: the mode "comment" is for the event workflow_run');
}

function nothing(world: World, note: string): Finished {
  const report = refusedRun("comment", world).finish("fine", { notes: [note] });
  return {
    report,
    summary: `${escapeMarkdown(note)}\n`,
    outputs: {},
    files: {},
    annotate: false,
    exitCode: 0,
  };
}

async function report(context: CommentContext, run: EndedRun, pull: PullRequest): Promise<Finished> {
  const { github, repository, inputs, serverUrl, runUrl, world } = context;
  if (pull.headSha !== run.headSha) return nothing(world, OUTDATED);
  const touched = await touchedFiles(github, repository, pull);
  const evidence = await ownEvidence(github, repository, run, inputs.zones, touched);
  const made = await makeReport(context, pull, evidence);
  const links = {
    repository: `${serverUrl}/${repository.owner}/${repository.repo}`,
    head: run.headSha,
    run: runUrl,
  };
  const posting = {
    kind: "plan",
    shows: { run: run.id, attempt: run.attempt, head: run.headSha },
    text: commentText(made.report, evidence, links, MOST_COMMENT - MOST_MARKER),
    mayCreate: made.changesZones || made.report.outcome !== "fine",
  } as const;
  // The report is made: where it cannot be posted, the job's summary has it all the same.
  const summary = `${evidence.warning === undefined ? "" : `${evidence.warning}\n\n`}${printSummary(made.report, ARTIFACT)}`;
  try {
    const posted = await postComment(github, { ...repository, number: pull.number }, posting);
    return finished(made.report, `${sentenceOf(posted)}\n\n${summary}`, pull, posted);
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    const outcome = {
      ...made.report,
      outcome: "blocked" as const,
      notes: [...made.report.notes, `${error.message}.`],
    };
    return finished(outcome, `${escapeMarkdown(error.message)}.\n\n${summary}`, pull, undefined);
  }
}

const OUTDATED = "Somebody pushed meanwhile, so nothing was posted: the newer run will report.";
const ARTIFACT = "the artifact `zonepipe-report` of this run"; // comment.yml uploads it
const MOST_COMMENT = 65_536; // characters, says GitHub's refusal of a longer one

interface Made {
  readonly report: Report;
  readonly changesZones: boolean;
}

async function makeReport(context: CommentContext, pull: PullRequest, evidence: OwnEvidence): Promise<Made> {
  const { github, repository, inputs, world } = context;
  const labels = await allowLabels(github, repository, pull);
  const store: BlobStore = new Map();
  const at = (commit: string) =>
    zonesAtCommit(github, repository, { commit, folder: inputs.zones, limits: LIMITS, store });
  const base = await mergeBaseWith(github, repository, pull.baseBranch, pull.headSha);
  const before = base === undefined ? undefined : await at(base);
  const after = await at(pull.headSha);
  const run = await startRunAt(after, inputs.zones, world);
  const notes = [...ignoredNotes(labels), ...evidence.notes];
  if (run.refused) {
    const same = isSame(before, after);
    return { report: run.finish("wrong", { notes }), changesZones: !same };
  }
  const known = await baseOf(before, inputs.zones);
  const plan = await planOf(known, run, context);
  const hasChanges = changesZones(plan);
  const seen = evidence.verification;
  const review = reviewPlan(plan, allowanceOf(labels));
  const isRight = (seen === undefined || evidence.isFine) && refused(review.dangers).length === 0;
  return {
    report: run.finish(isRight ? "fine" : "wrong", {
      plan,
      review,
      ...(seen === undefined ? {} : { verification: seen }),
      notes: [...(hasChanges ? [] : ["This pull request changes no zone."]), ...known.notes, ...notes],
    }),
    changesZones: hasChanges,
  };
}

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
  return Promise.resolve({
    zones: new Map(),
    isBroken: true,
    notes: [`${before.refused}, so what this pull request changes is not known.`],
  });
}

/** What is published is asked of the base's nameservers: those of the head are a stranger's choice. */
async function planOf(base: Base, run: Run, { inputs, world }: CommentContext): Promise<Plan> {
  const trusted = [...base.zones.values()].filter((zone) => zone !== undefined);
  const shownOf = await shownByNameservers(trusted, inputs.nameservers, world);
  return makePullRequestPlan(base, run.zones, shownOf, world.now());
}

/** The folder is the same to the last octet. */
function isSame(before: ZonesAtCommit | undefined, after: ZonesAtCommit): boolean {
  if (before === undefined || "refused" in before || "refused" in after) return false;
  return before.folderId === after.folderId;
}

function finished(report: Report, summary: string, pull: PullRequest, posted: Posted | undefined): Finished {
  return {
    report,
    summary,
    outputs: {
      "pull-request": String(pull.number),
      "comment-url": posted !== undefined && "url" in posted ? posted.url : "",
      posted: posted?.outcome ?? "refused",
    },
    files: reportFiles(report),
    // This run belongs to the default branch: the pull request's own run annotates, and fails for what is wrong.
    annotate: false,
    exitCode: report.outcome === "blocked" ? exitCode("blocked") : 0,
  };
}

function sentenceOf(posted: Posted): string {
  switch (posted.outcome) {
    case "created":
    case "updated":
      return `The comment was ${posted.outcome}: ${posted.url}`;
    case "unchanged":
      return `The comment says so already: ${posted.url}`;
    case "kept-newer":
      return `The comment shows a newer run (${posted.shows.run}, attempt ${posted.shows.attempt}) and stays as it is: ${posted.url}`;
    case "not-needed":
      return "No zone changes, so there is no new comment.";
    case "closed":
      return "The pull request is merged or closed, so its comment stays as it is.";
    case "outdated":
      return OUTDATED;
    default:
      return posted satisfies never;
  }
}
