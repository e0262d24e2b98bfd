import { WorldError } from "../files/world-error.ts";
import { MOST_MARKER } from "../github/comment-marker.ts";
import { findPullRequest } from "../github/find-pull-request.ts";
import { type Posted, postComment } from "../github/post-comment.ts";
import { getPullRequest, type PullRequest } from "../github/pull-request.ts";
import { touchedFiles } from "../github/touched-files.ts";
import { escapeMarkdown } from "../report/markdown/escape.ts";
import { exitCode, type Report } from "../report/report.ts";
import type { World } from "../world.ts";
import { commentText } from "./comment-text.ts";
import { printSummary, reportFiles } from "./faces.ts";
import type { Finished } from "./finished.ts";
import { ownEvidence } from "./own-evidence.ts";
import { makePullRequestReport, type ReportContext } from "./pull-request-report.ts";
import { refusedRun } from "./read-zones.ts";
import type { EndedRun, Trigger } from "./trigger.ts";

/** What the mode needs of the run. */
export interface CommentContext extends ReportContext {
  readonly trigger: Trigger;
  /** `https://github.com`, or that of a GitHub of one's own. */
  readonly serverUrl: string;
  /** The page of this run, whose summary has the whole report. */
  readonly runUrl: string;
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
  const made = await makePullRequestReport(context, pull, evidence);
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
