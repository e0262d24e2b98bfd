import { randomUUID } from "node:crypto";
import { join } from "node:path";
import * as core from "@actions/core";
import { isError } from "../../dns/problem.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import manifest from "../../package.json" with { type: "json" };
import { toAnnotations } from "../report/annotations.ts";
import { exitCode } from "../report/report.ts";
import { toSarif } from "../report/sarif/sarif.ts";
import { printTerminal } from "../report/terminal.ts";
import { output } from "../world/output.ts";
import { annotate } from "./annotate.ts";
import { changesZones, serialsOf } from "./changed.ts";
import type { Finished } from "./finished.ts";

/** Where a run leaves things, and where ours are. */
export interface FinishSettings {
  /** The folder for files. */
  readonly folder: string;
  /** The address of `docs/rules`, where it is known. */
  readonly rulesFolder: string | undefined;
}

/** Writes everything that a run leaves behind, the outputs last. Gives the exit code. */
export async function finish(finished: Finished, { folder, rulesFolder }: FinishSettings): Promise<number> {
  const { report, summary, annotate: hasAnnotations } = finished;
  const files = { ...finished.files, ...sarifFile(finished, rulesFolder) };
  for (const [name, text] of Object.entries(files)) await output.write(join(folder, name), text);
  printUncommanded(printTerminal(report, false));
  if (hasAnnotations) annotate(toAnnotations(report));
  await core.summary.addRaw(summary).write();
  for (const [name, value] of Object.entries(outputsOf({ ...finished, files }, folder)))
    core.setOutput(name, value);
  if (report.outcome === "blocked")
    core.error(showHidden(report.notes.at(-1) ?? "The run could not be finished."));
  return finished.exitCode;
}

/** The run failed before there was a report: says why, and leaves no output behind. Gives the exit code. */
export function giveUp(error: unknown): number {
  const message = error instanceof Error ? error.message : String(error);
  core.error(showHidden(message), { title: "zonepipe" });
  return exitCode("blocked");
}

/** Wherever the whole report goes, it goes as SARIF, too. */
function sarifFile(
  { report, files }: Finished,
  rulesFolder: string | undefined,
): { readonly "report.sarif"?: string } {
  if (!("report.json" in files)) return {};
  const log = toSarif(report, {
    version: manifest.version,
    ...(rulesFolder !== undefined && { rulesFolder }),
    inRepository: (file) => file, // the zones are named by their path from the root of the repository
  });
  return { "report.sarif": `${JSON.stringify(log)}\n` };
}

function outputsOf(
  { report, outputs, files }: Finished,
  folder: string,
): { readonly [name: string]: string } {
  const { plan, problems } = report;
  return {
    changed: plan === undefined ? "" : String(changesZones(plan)),
    problems: String(problems.filter(isError).length),
    serials: plan === undefined ? "" : JSON.stringify(serialsOf(plan)),
    "report-json": "report.json" in files ? join(folder, "report.json") : "",
    "report-sarif": "report.sarif" in files ? join(folder, "report.sarif") : "",
    "evidence-json": "evidence.json" in files ? join(folder, "evidence.json") : "",
    ...outputs,
  };
}

/** What a zone says must not be taken for a command to the runner, which reads the log for lines with `::`. */
function printUncommanded(text: string): void {
  const token = randomUUID();
  process.stdout.write(`::stop-commands::${token}\n${text}\n::${token}::\n`);
}
