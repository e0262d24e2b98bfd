import { printName } from "../../dns/name.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import type { Drift } from "../plan/zone-changes.ts";
import type { Deployment, DeploymentStep, MachineProof } from "./deployment.ts";
import { floorSentences, isFineMachine, liveSentences, nextSteps, seconds } from "./deployment-wording.ts";
import type { Paint } from "./terminal-paint.ts";
import { alignColumns } from "./terminal-paint.ts";
import { secondaryLines } from "./terminal-secondaries.ts";
import { changeRows, removedSentence } from "./wording.ts";

const MOST = 20; // zones, machines or values; the rest is counted

/** A deployment for a terminal: what failed, what drifted, the machines, and the steps. */
export function deploymentLines(deployment: Deployment, paint: Paint): string[] {
  const { failure, outcome, warnings, drift, machines, steps, proof, secondaries = [] } = deployment;
  const lines: string[] = [];
  if (failure !== undefined) {
    lines.push("", `${paint("red", "failed")} ${showHidden(failure)}.`);
    if (outcome !== "refused") {
      lines.push(...liveSentences(deployment, MOST).map((live) => `  Live now: ${showHidden(live)}.`));
      lines.push(
        ...floorSentences(deployment, MOST).map((next) => `  The next serial: ${showHidden(next)}.`),
      );
    }
  }
  if (failure !== undefined) {
    for (const { command, isLater, why } of nextSteps(deployment, undefined))
      lines.push(`  ${isLater ? "Then run" : "Run now"}: ${command}  (${why})`);
  }
  for (const warning of warnings) lines.push("", `${paint("yellow", "warning")} ${showHidden(warning)}`);
  if (drift !== undefined) lines.push("", ...driftLines(drift, paint));
  if (machines.length > 0) lines.push("", paint("bold", "Machines"), ...machineLines(machines, paint));
  if (secondaries.length > 0)
    lines.push("", paint("bold", "Secondaries"), ...secondaryLines(secondaries, paint));
  if (failure === undefined && proof !== undefined && machines.length === 0) {
    lines.push("", ...liveSentences(deployment, MOST).map((sentence) => `${showHidden(sentence)}.`));
  }
  if (steps.length > 0) lines.push("", paint("bold", "Steps"), ...stepLines(steps, paint));
  return lines;
}

function driftLines({ zones, removed, digest }: Drift, paint: Paint): string[] {
  const rows = zones.flatMap(({ origin, changes }) =>
    changes.flatMap((change) =>
      changeRows(change, origin).map(({ sign, name, type, ttl, value, at, wasAt }) => [
        `  ${sign}`,
        printName(origin),
        name,
        ttl,
        type,
        showHidden(value.slice(0, 200)),
        [at, wasAt].flatMap((place) => (place ? [showHidden(`${place.file}:${place.line}`)] : [])).join(", "),
      ]),
    ),
  );
  for (const zone of removed)
    rows.push([
      "  -",
      printName(zone.origin),
      "",
      "",
      "",
      removedSentence(zone),
      showHidden(zone.file ?? ""),
    ]);
  const rest = rows.length - MOST;
  return [
    `${paint("red", "drift")} In no pull request, and in no push:`,
    ...alignColumns(rows.slice(0, MOST)),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
    `  To accept this and no more: --accept-drift ${digest}`,
  ];
}

function machineLines(machines: readonly MachineProof[], paint: Paint): string[] {
  const rows = machines.flatMap((machine) => {
    const mark = isFineMachine(machine) ? paint("green", "✔") : paint("red", "✘");
    const { app, region, machine: id, zones, healthy, problem = "" } = machine;
    const place = [
      `  ${mark} ${showHidden(`${region}/${id}`)}`,
      showHidden(app),
      healthy ? "healthy" : "not healthy",
    ];
    if (zones.length === 0) return [[...place, "", "", showHidden(problem)]];
    return zones
      .slice(0, MOST)
      .map(({ zone, serial, digest = "no digest" }, index) => [
        ...(index === 0 ? place : ["", "", ""]),
        printName(zone),
        String(serial),
        `${digest.slice(0, 12)}${index === 0 && problem !== "" ? `  ${showHidden(problem)}` : ""}`,
      ]);
  });
  return alignColumns(rows);
}

function stepLines(steps: readonly DeploymentStep[], paint: Paint): string[] {
  const marks = { done: paint("green", "✔"), failed: paint("red", "✘"), skipped: paint("dim", "–") };
  return alignColumns(
    steps.map(({ label, outcome, detail = "", milliseconds }) => [
      `  ${marks[outcome]} ${showHidden(label)}`,
      outcome === "skipped" ? "" : seconds(milliseconds),
      showHidden(detail),
    ]),
  );
}
