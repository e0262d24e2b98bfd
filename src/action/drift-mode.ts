import type { Name } from "../../dns/name.ts";
import { type KeyStates, newestStates } from "../../dns/signing/key-states.ts";
import { keyStatesOf } from "../dnssec/newest-keys.ts";
import { type FoundDrift, findDrift } from "../drift/drift.ts";
import { supersededAmong } from "../drift/judge-lags.ts";
import type { Files } from "../files/files.ts";
import { WorldError } from "../files/world-error.ts";
import type { Github, Repository } from "../github/client.ts";
import { githubLedger } from "../github/deployments.ts";
import { githubLooks } from "../github/key-looks.ts";
import { type KeptIssue, keepIssue, readIssue } from "../github/own-issue.ts";
import { pastDeployments } from "../github/past-deployments.ts";
import { readBase } from "../plan/pull-request.ts";
import { exitCode, type Report } from "../report/report.ts";
import { compareFindings, type WatchFinding, type WatchGap } from "../report/watch.ts";
import type { SourceZone } from "../source/source-zone.ts";
import { courseOf, remember } from "../watch/course.ts";
import { lookAndNote } from "../watch/look-at-zones.ts";
import { readMemory } from "../watch/memory.ts";
import { findClone } from "../world/clone.ts";
import { gitFiles, headCommit } from "../world/git-files.ts";
import type { World } from "../world.ts";
import type { OwnRun } from "./deploy-mode.ts";
import { issueText } from "./drift-text.ts";
import { printSummary, reportFiles } from "./faces.ts";
import type { Finished } from "./finished.ts";
import type { Inputs } from "./inputs.ts";
import { tellTurns } from "./tell-turns.ts";

/** What the mode needs of the run. */
export interface DriftContext {
  readonly inputs: Inputs;
  readonly github: Github;
  readonly repository: Repository;
  readonly runUrl: string;
  readonly ownRun: Pick<OwnRun, "id" | "attempt">;
  readonly world: World;
}

/** The newest keys of zones at these commits, as far as the clone has them. */
async function keysAt(
  commits: readonly string[],
  filesAt: (commit: string) => Promise<Files>,
  folder: string,
): Promise<KeyStates> {
  const found = [...new Set(commits)].map(async (commit) => {
    try {
      const { zones } = await readBase(folder, await filesAt(commit));
      return [...zones.values()].filter((zone) => zone !== undefined);
    } catch (error) {
      if (error instanceof WorldError) return []; // the branch was pushed by force
      throw error;
    }
  });
  return newestStates((await Promise.all(found)).map(keyStatesOf));
}

/**
 * Compares what every nameserver address answers with the zones of the commit that was deployed last, looks at what lies
 * outside of them, and keeps one issue open as long as something is wrong, which remembers since when. What could not be
 * looked at, and a nameserver of others that is only late, neither opens the issue nor lets it be closed. A webhook is told
 * what begins, changes and ends.
 */
export async function driftMode({
  inputs,
  github,
  repository,
  runUrl,
  ownRun,
  world,
}: DriftContext): Promise<Finished> {
  const ledger = githubLedger(github, repository, { environment: inputs.environment, runUrl });
  const { last, unfinished } = await ledger.read();
  const clone = findClone();
  const commit = last?.commit ?? (await headCommit(clone));
  const files = await gitFiles(clone, inputs.zones, commit);
  const keys = await keysAt(
    unfinished.map((one) => one.commit),
    (id) => gitFiles(clone, inputs.zones, id),
    inputs.zones,
  );
  const { nameservers, parents, resolvers, rdapBootstrap: bootstrapUrl } = inputs;
  const outside = { parents, resolvers, bootstrapUrl };
  const past = once(() => pastDeployments(github, repository, inputs.environment));
  const supersededAt = async (zone: Name, serial: number) =>
    supersededAmong((await past()).deployments, zone, serial);
  const request = {
    folder: inputs.zones,
    commit,
    files,
    nameservers,
    outside,
    supersededAt,
    unfinished,
    keys,
  };
  const found = await findDrift({ ...request, ...(last === undefined ? {} : { record: last }) }, world);

  const keyNotes = await lookAgain(found.zones, commit, { inputs, github, repository, world });
  const known = await readIssue(github, repository);
  const remembered = known === undefined ? [] : readMemory(known);
  const course = courseOf(findingsOf(found), gapsOf(found), remembered, world.now());
  const place = { repository: `${repository.owner}/${repository.repo}`, run: runUrl };
  const telling = await tellTurns(course.turns, found.zones, { url: inputs.webhook, place, world });
  const memory = remember(course, remembered, telling.isTold);
  const shows = { run: ownRun.id, attempt: ownRun.attempt, head: commit };
  const isWrong = course.standing.length > 0 || course.unseen.length > 0;
  // Where there is only silence, or somebody who is late, the issue stays as it was.
  const isSilent = course.unseen.length > 0 || found.silent.length > 0 || found.waiting.length > 0;
  const mayChange = course.standing.length > 0 || course.turns.length > 0 || !isSilent;
  const kept: KeptIssue = mayChange
    ? await keepIssue(github, repository, shows, issueText(found, course, memory, commit), isWrong)
    : { outcome: "none" };
  const report = withSince(found.report, course.standing, [...telling.notes, ...keyNotes]);
  return {
    report,
    summary: `${sentenceOf(kept)}${printSummary(report, "the artifact of this run")}`,
    outputs: { "issue-url": "url" in kept ? kept.url : "" },
    files: reportFiles(report),
    annotate: true,
    exitCode: exitCode(report.outcome),
  };
}

/** Looks at the keys and DS of signed zones, and writes it down; what could not be seen or written is told. */
async function lookAgain(
  zones: readonly SourceZone[],
  commit: string,
  { inputs, github, repository, world }: Pick<DriftContext, "inputs" | "github" | "repository" | "world">,
): Promise<string[]> {
  const book = githubLooks(github, repository, inputs.environment);
  const { gaps } = await lookAndNote(zones, { places: inputs, by: "drift", book, commit }, world);
  return gaps.map((gap) => `Keys and DS of signed zones: ${gap}.`);
}

/** What is wrong at our nameservers and outside of them, in one list. */
function findingsOf({ differences, report }: FoundDrift): WatchFinding[] {
  const answers = differences.map(
    ({ zone, by, message }): WatchFinding => ({
      part: "answers",
      zone,
      about: by,
      weight: "alarm",
      message: `${by}: ${message}`,
      mend: "To publish what git says, run the workflow deploy by hand; to keep what is published, bring it into the zone's file.",
    }),
  );
  return [...answers, ...(report.watch?.findings ?? [])].sort(compareFindings);
}

function gapsOf({ silent, zones, report }: FoundDrift): WatchGap[] {
  const origins = zones.map(({ origin }) => origin);
  const answers: WatchGap[] =
    silent.length === 0
      ? []
      : [{ part: "answers", zones: origins, kind: "failed", reason: silent.join("; ") }];
  return [...answers, ...(report.watch?.gaps ?? [])];
}

/** The report, in which what was seen outside has its time. */
function withSince(report: Report, standing: readonly WatchFinding[], notes: readonly string[]): Report {
  const { watch } = report;
  const findings = standing.filter(({ part }) => part !== "answers");
  return {
    ...report,
    ...(watch !== undefined && { watch: { ...watch, findings } }),
    notes: [...report.notes, ...notes],
  };
}

function sentenceOf(kept: KeptIssue): string {
  switch (kept.outcome) {
    case "none":
      return "";
    case "opened":
    case "updated":
    case "closed":
      return `The issue was ${kept.outcome}: ${kept.url}\n\n`;
    case "unchanged":
      return `The issue says so already: ${kept.url}\n\n`;
    default:
      return kept satisfies never;
  }
}

/** What is asked for once, when somebody wants it. */
function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let asked: Promise<Value> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}
