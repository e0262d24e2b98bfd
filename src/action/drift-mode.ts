import { findDrift } from "../drift/drift.ts";
import type { Github, Repository } from "../github/client.ts";
import { githubLedger } from "../github/deployments.ts";
import { type KeptIssue, keepIssue } from "../github/own-issue.ts";
import { exitCode } from "../report/report.ts";
import { findClone } from "../world/clone.ts";
import { gitFiles, headCommit } from "../world/git-files.ts";
import type { World } from "../world.ts";
import type { OwnRun } from "./deploy-mode.ts";
import { issueText } from "./drift-text.ts";
import { printSummary, reportFiles } from "./faces.ts";
import type { Finished } from "./finished.ts";
import type { Inputs } from "./inputs.ts";

/** What the mode needs of the run. */
export interface DriftContext {
  readonly inputs: Inputs;
  readonly github: Github;
  readonly repository: Repository;
  readonly runUrl: string;
  readonly ownRun: Pick<OwnRun, "id" | "attempt">;
  readonly world: World;
}

/**
 * Compares what every nameserver address answers with the zones of the commit that was deployed last, and keeps one
 * issue open as long as they differ. A nameserver that is silent neither opens the issue nor lets it be closed.
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
  const request = { folder: inputs.zones, commit, files, nameservers: inputs.nameservers };
  const found = await findDrift(
    { ...request, unfinished, ...(last === undefined ? {} : { record: last }) },
    world,
  );
  const { differences, silent, report } = found;
  const shows = { run: ownRun.id, attempt: ownRun.attempt, head: commit };
  const mayChange = differences.length > 0 || silent.length === 0;
  const kept: KeptIssue = mayChange
    ? await keepIssue(github, repository, shows, issueText(found, commit), differences.length > 0)
    : { outcome: "none" };
  return {
    report,
    summary: `${sentenceOf(kept)}${printSummary(report, "the artifact of this run")}`,
    outputs: { "issue-url": "url" in kept ? kept.url : "" },
    files: reportFiles(report),
    annotate: true,
    exitCode: exitCode(report.outcome),
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
