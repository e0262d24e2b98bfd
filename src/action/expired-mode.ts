import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { printRdata } from "../../dns/zone-file/print.ts";
import { type Removal, removeExpired } from "../expired/remove-expired.ts";
import { WorldError } from "../files/world-error.ts";
import { type KeptPull, keepPull, type WantedPull } from "../github/own-pull.ts";
import { codeSpan, escapeMarkdown } from "../report/markdown/escape.ts";
import { table } from "../report/markdown/table.ts";
import { exitCode } from "../report/report.ts";
import { count } from "../report/wording.ts";
import { startRun } from "../run.ts";
import { dayOf } from "../source/day.ts";
import type { SourceRecord } from "../source/source-zone.ts";
import { findClone } from "../world/clone.ts";
import { gitFiles, headCommit } from "../world/git-files.ts";
import { findDefaultBranch } from "./default-branch.ts";
import type { DeployContext } from "./deploy-mode.ts";
import type { DriftContext } from "./drift-mode.ts";
import { printSummary, reportFiles } from "./faces.ts";
import type { Finished } from "./finished.ts";

/**
 * Takes the records whose last day is over out of the zones of the default branch, in zones with `expired: remove`, and keeps one pull
 * request that does so: nothing is merged by itself. Where the zones cannot be read, the pull request stays as it is.
 */
export async function expiredMode({
  inputs,
  github,
  repository,
  ownRun,
  world,
  payload,
}: Omit<DriftContext, "ownRun"> & Pick<DeployContext, "ownRun" | "payload">): Promise<Finished> {
  const { ref } = ownRun;
  const branch = await findDefaultBranch({ github, repository, payload });
  if (ref !== `refs/heads/${branch}`) {
    throw new WorldError(
      `Cannot look for what has expired: the run is for ${JSON.stringify(ref)}; expected "refs/heads/${branch}", the default branch`,
    );
  }
  const clone = findClone();
  const commit = await headCommit(clone);
  const files = await gitFiles(clone, inputs.zones, commit);
  const run = await startRun("expired", inputs.zones, { ...world, files });
  const removal = await removeExpired(inputs.zones, files, dayOf(world.now()));
  const outcome = run.refused ? "wrong" : "fine";
  if (removal.isUnread) return finished(run.finish(outcome), { outcome: "none" });
  const wanted: WantedPull = {
    ...textsOf(removal),
    base: { branch, commit },
    files: new Map([...removal.files].map(([path, { after }]) => [clone.pathOf(path), after])),
  };
  const kept = await keepPull(github, repository, { run: ownRun.id, attempt: ownRun.attempt }, wanted);
  const notes = [sentenceOf(kept), ...leftNotes(removal)];
  return finished(run.finish(outcome, { notes }), kept);
}

function finished(report: Finished["report"], kept: KeptPull): Finished {
  return {
    report,
    summary: printSummary(report, "the artifact of this run"),
    outputs: { "pull-request-url": "url" in kept ? kept.url : "" },
    files: reportFiles(report),
    annotate: true,
    exitCode: exitCode(report.outcome),
  };
}

/** What the pull request says. It is the same as long as the same has expired. */
function textsOf({ removed, left }: Removal): Pick<WantedPull, "title" | "text" | "message"> {
  const title = `Remove ${count(removed.length, "record")} whose last day is over`;
  const rows = removed
    .slice(0, MOST_ROWS)
    .map((record) => [
      codeSpan(printName(record.owner)),
      typeName(record.type),
      codeSpan(printRdata(record.type, record.rdata).slice(0, MOST_VALUE)),
      escapeMarkdown(record.remarks?.owner?.slice(0, MOST_VALUE) ?? ""),
      record.remarks?.expires?.day ?? "",
      codeSpan(`${record.at.file}:${record.at.line}`),
    ]);
  const more = removed.length - rows.length;
  const paragraphs = [
    "Each of these says in its `expires` until when it was wanted, and that day is over. Nothing else changes; comments above them stay.",
    table(["name", "type", "value", "owner", "until", "where"], rows),
    ...(more > 0 ? [`… and ${more} more.`] : []),
    ...(left.length === 0
      ? []
      : [`Not among them, because it cannot be taken out by itself: ${placesOf(left).join(", ")}.`]),
    "Who still needs one writes a later day on the default branch, and it is not among these any more after the next run. Pull requests that a workflow opens with its own token start no checks: close and reopen this one, or give the job another token.",
  ];
  return { title, text: `${paragraphs.join("\n\n")}\n`, message: `${title}\n` };
}

const MOST_ROWS = 100;
const MOST_VALUE = 60; // characters of a cell

function placesOf(records: readonly SourceRecord[]): string[] {
  const places = [...new Set(records.map(({ at }) => `${at.file}:${at.line}`))];
  const more = places.length - MOST_PLACES;
  return [
    ...places.slice(0, MOST_PLACES).map((place) => codeSpan(place)),
    ...(more > 0 ? [`${more} more`] : []),
  ];
}

const MOST_PLACES = 10;

function leftNotes({ left }: Removal): string[] {
  if (left.length === 0) return [];
  return [
    `${count(left.length, "record")} whose last day is over cannot be taken out of the text alone, because a template, an anchor or the SOA hangs on it: ${placesOf(left).join(", ")}. Somebody has to do it.`,
  ];
}

function sentenceOf(kept: KeptPull): string {
  switch (kept.outcome) {
    case "none":
      return "Nothing that is to be removed has expired.";
    case "opened":
    case "updated":
    case "closed":
      return `The pull request was ${kept.outcome}: ${kept.url}`;
    case "unchanged":
      return `The pull request is as it should be: ${kept.url}`;
    case "left":
      return `Somebody else has pushed to the branch of the pull request, so it was left as it is: ${kept.url}`;
    default:
      return kept satisfies never;
  }
}
