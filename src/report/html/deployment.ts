import { printName } from "../../../dns/name.ts";
import { sentence } from "../../../dns/problem.ts";
import type { Deployment, DeploymentStep, MachineProof, MachineZone } from "../deployment.ts";
import { floorSentences, isFineMachine, liveSentences, nextSteps, seconds } from "../deployment-wording.ts";
import type { Report } from "../report.ts";
import { count } from "../wording.ts";
import { answerParts } from "./answers.ts";
import { moreLine } from "./beside.ts";
import { driftParts } from "./drift.ts";
import { type Html, html, join, NOTHING } from "./markup.ts";
import { fit } from "./room.ts";
import { secondaryParts } from "./secondaries.ts";
import { rowHtml, tableHtml } from "./table.ts";

/** What became of a deployment: what failed, what drifted, each machine, each nameserver from outside, and the steps. */
export function deploymentParts({ deployment }: Report, room: number): Html | undefined {
  if (deployment === undefined) return undefined;
  const { failure, warnings, drift, machines, proof, secondaries = [], steps } = deployment;
  const warned = fit(warnings, room / 8, (text) => card("warning", "Warning", html`${sentence(text)}`));
  const parts = [
    failure === undefined && warned.count === 0
      ? NOTHING
      : html`<ul class="cards">${failure === undefined ? NOTHING : failureCard(failure, deployment)}${warned.shown}</ul>`,
    moreLine(warned.left, "warning"),
    drift === undefined ? NOTHING : driftParts(drift, room / 8),
    machines.length === 0 ? NOTHING : machineTable(machines, room / 4),
    proof === undefined
      ? NOTHING
      : html`<p class="label">Nameservers, from outside</p>${answerParts(proof, room / 4)}`,
    secondaries.length === 0 ? NOTHING : secondaryParts(secondaries, room / 8),
    steps.length === 0 ? NOTHING : stepTable(steps, room / 8),
  ];
  const all = join(parts);
  return all.html === "" ? undefined : all;
}

const MOST = 20; // zones or sentences of one machine, or of what is live

function failureCard(failure: string, deployment: Deployment): Html {
  const isTouched = deployment.outcome !== "refused";
  const said = isTouched
    ? [
        ...liveSentences(deployment, MOST).map((live) => `Live now: ${live}.`),
        ...floorSentences(deployment, MOST).map((next) => `The next serial: ${next}.`),
      ]
    : [];
  const next = nextSteps(deployment, undefined).map(
    ({ command, isLater, why }) =>
      html`<li>${isLater ? "Then run" : "Run now"} <code>${command}</code>: ${why}.</li>`,
  );
  const lines = [...said.map((text) => html`<li>${text}</li>`), ...next];
  const more = lines.length === 0 ? NOTHING : html`<ul class="plain">${lines}</ul>`;
  return card("error", "Failed", html`${sentence(failure)}`, more);
}

function card(kind: "error" | "warning", word: string, said: Html, more = NOTHING): Html {
  return html`<li class="card ${kind}"><p class="said"><span class="tag ${kind}">${word}</span> ${said}</p>${more}</li>
`;
}

const MACHINE_HEADERS = ["Region and machine", "App", "State", "Image", "Zones it answers"];

function machineTable(machines: readonly MachineProof[], room: number): Html {
  const { shown, left } = fit(machines, room, machineRow);
  return html`<p class="label">Machines</p>${tableHtml("What each machine said when it asked itself", MACHINE_HEADERS, shown)}${moreLine(left, "machine")}`;
}

function machineRow(machine: MachineProof): Html {
  const { app, region, machine: id, image, healthy, zones, problem, namedByNsid } = machine;
  const kind = isFineMachine(machine) ? "fine" : "error";
  const state = [
    healthy ? "healthy" : "not healthy",
    ...(namedByNsid ? ["seen from outside by its NSID"] : []),
    ...(problem === undefined ? [] : [problem]),
  ];
  const more = zones.length - MOST;
  return rowHtml(MACHINE_HEADERS, [
    html`<code>${region}/${id}</code>`,
    html`<code>${app}</code>`,
    html`<span class="tag ${kind}">${kind === "fine" ? "as expected" : "not as expected"}</span> ${state.join(", ")}`,
    html`<code>${image === "" ? "–" : image.slice(image.indexOf("@") + 1).slice(0, SHOWN_OF_IMAGE)}</code>`,
    zones.length === 0
      ? html`–`
      : html`<ul>${zones.slice(0, MOST).map(zoneItem)}${more > 0 ? html`<li>… and ${count(more, "more zone")}</li>` : NOTHING}</ul>`,
  ]);
}

const SHOWN_OF_IMAGE = 19; // `sha256:` and twelve digits
const SHOWN_OF_DIGEST = 12;

function zoneItem({ zone, serial, digest, isExpected }: MachineZone): Html {
  const wrong = isExpected ? NOTHING : html` <span class="tag error">another</span>`;
  return html`<li><code>${printName(zone)} ${serial} ${digest?.slice(0, SHOWN_OF_DIGEST) ?? "no digest"}</code>${wrong}</li>`;
}

const STEP_HEADERS = ["Step", "What came of it", "Time"];

function stepTable(steps: readonly DeploymentStep[], room: number): Html {
  const { shown, left } = fit(steps, room, stepRow);
  return html`<p class="label">Steps</p>${tableHtml("The steps in their order", STEP_HEADERS, shown)}${moreLine(left, "step")}`;
}

function stepRow({ label, outcome, detail = "", milliseconds }: DeploymentStep): Html {
  const kind = { done: "fine", failed: "error", skipped: "quiet" }[outcome];
  return rowHtml(STEP_HEADERS, [
    html`${label}`,
    html`<span class="tag ${kind}">${outcome}</span> ${detail}`,
    html`${outcome === "skipped" ? "–" : seconds(milliseconds)}`,
  ]);
}
