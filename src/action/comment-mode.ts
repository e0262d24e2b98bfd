import { WorldError } from "../files/world-error.ts";
import { MOST_MARKER } from "../github/comment-marker.ts";
import { findPullRequests } from "../github/find-pull-request.ts";
import { type GitReader, gitReader, MOST_REQUESTS } from "../github/git-reader.ts";
import { mergeBaseWith } from "../github/merge-base.ts";
import { type Comment, type Posted, postComment } from "../github/post-comment.ts";
import { getPullRequest, type PullRequest } from "../github/pull-request.ts";
import { touchedOutside } from "../github/touched-files.ts";
import { codeSpan, escapeMarkdown } from "../report/markdown/escape.ts";
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
 *
 * Everything is read by the commit of that run. Whatever happens, a comment about an older commit does not stay: before
 * anything is read, it says that this one is looked at, and where that fails, it says so.
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
  const { current: numbers, moved } = await findPullRequests(github, repository, run);
  for (const number of moved) await postMoved(context, run, number);
  const reader = gitReader(github, repository, MOST_REQUESTS);
  const all: Finished[] = [];
  for (const number of numbers) all.push(await commentOn({ ...context, reader }, run, number, numbers));
  return (
    mostSerious(all) ??
    nothing(
      world,
      `No open pull request has commit ${run.headSha} as its head (any more): nothing was posted.`,
    )
  );
}

/** Of a branch that goes to several others, what failed if anything did, with what is to say of all. */
function mostSerious(all: readonly Finished[]): Finished | undefined {
  const [worst] = all.toSorted((a, b) => b.exitCode - a.exitCode);
  return worst && { ...worst, summary: all.map(({ summary }) => summary).join("\n") };
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

/** Somebody pushed: what stands in the comment is about an older commit still, as long as no newer run has reported. */
async function postMoved(
  { github, repository }: CommentContext,
  run: EndedRun,
  number: number,
): Promise<void> {
  const { baseBranch } = await getPullRequest(github, repository, number);
  const text = movedText(run.headSha);
  const shows = { run: run.id, attempt: run.attempt, head: run.headSha };
  const about = { baseBranch, otherwise: text };
  await postComment(
    github,
    { ...repository, number },
    { kind: "plan", shows, about, text, mayCreate: false },
  );
}

interface ReadingContext extends CommentContext {
  readonly reader: GitReader;
}

/** Comments on one of the pull requests that have the run's commit as their head. */
async function commentOn(
  context: ReadingContext,
  run: EndedRun,
  number: number,
  numbers: readonly number[],
): Promise<Finished> {
  const { github, repository, runUrl, world } = context;
  const pull = await getPullRequest(github, repository, number);
  const shows = { run: run.id, attempt: run.attempt, head: run.headSha };
  const about = { baseBranch: pull.baseBranch, otherwise: movedText(run.headSha) };
  const post = (comment: Pick<Comment, "text" | "mayCreate" | "isInterim">) =>
    postComment(github, { ...repository, number }, { kind: "plan", shows, about, ...comment });
  try {
    const interim = await post({ text: interimText(run.headSha), mayCreate: false, isInterim: true });
    if (pull.headSha !== run.headSha || interim.outcome === "outdated") return nothing(world, OUTDATED);
    const { report, text, mayCreate, summary } = await makeReport(context, run, pull, numbers);
    // The report is made: where it cannot be posted, the job's summary has it all the same.
    try {
      const posted = await post({ text, mayCreate });
      return finished(report, `${sentenceOf(posted)}\n\n${summary}`, pull, posted);
    } catch (error) {
      return await failed(error, report, `\n\n${summary}`);
    }
  } catch (error) {
    return failed(error, refusedRun("comment", world).finish("blocked"), "");
  }

  /** Says in the comment, if that can be, that nothing is known of the commit. */
  async function failed(error: unknown, report: Report, summary: string): Promise<Finished> {
    const reason = error instanceof Error ? error.message : String(error);
    const reasons = [reason];
    let posted: Posted | undefined;
    try {
      posted = await post({ text: failureText(run.headSha, reason, runUrl), mayCreate: true });
    } catch (second) {
      const why = second instanceof Error ? second.message : String(second);
      if (why !== reason) reasons.unshift(why);
    }
    const notes = [...report.notes, ...reasons.map((each) => `${each}.`)];
    const said = reasons.map((each) => `${escapeMarkdown(each)}.`).join("\n");
    return finished({ ...report, outcome: "blocked", notes }, `${said}${summary}\n`, pull, posted);
  }
}

interface Made {
  readonly report: Report;
  /** The comment's Markdown. */
  readonly text: string;
  readonly mayCreate: boolean;
  readonly summary: string;
}

async function makeReport(
  context: ReadingContext,
  run: EndedRun,
  pull: PullRequest,
  numbers: readonly number[],
): Promise<Made> {
  const { github, repository, inputs, serverUrl, runUrl, reader } = context;
  const base = await mergeBaseWith(github, repository, pull.baseBranch, run.headSha);
  const commits = { reader, base, head: run.headSha };
  const touched = await touchedOutside(reader, { before: base, after: run.headSha, folder: inputs.zones });
  const evidence = await ownEvidence(github, repository, { run, numbers }, inputs.zones, touched);
  const made = await makePullRequestReport(context, pull, commits, evidence);
  const links = {
    repository: `${serverUrl}/${repository.owner}/${repository.repo}`,
    head: run.headSha,
    run: runUrl,
  };
  return {
    report: made.report,
    text: commentText(made.report, evidence, links, MOST_COMMENT - MOST_MARKER),
    mayCreate: made.changesZones || made.report.outcome !== "fine",
    summary: `${evidence.warning === undefined ? "" : `${evidence.warning}\n\n`}${printSummary(made.report, ARTIFACT)}`,
  };
}

function interimText(head: string): string {
  return `## ⏳ Commit ${codeSpan(head)} is being looked at\n\nWhat stood here was about an earlier one.\n`;
}

function movedText(head: string): string {
  return (
    `## ⏳ Not known yet\n\nCommit ${codeSpan(head)} was looked at, and meanwhile somebody pushed another one, or chose another ` +
    "branch for this pull request to go to. The run for that will report here.\n"
  );
}

function failureText(head: string, reason: string, runUrl: string): string {
  const why = escapeMarkdown(reason.slice(0, MOST_REASON));
  return (
    `## ❌ Commit ${codeSpan(head)} could not be looked at\n\n${why}.\n\nNothing is known of this commit, whatever stood ` +
    `here before. [The run](${runUrl}) may be started again when the cause is gone.\n`
  );
}

const MOST_REASON = 2_000; // characters

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
