import { keyOf, type Name, printName } from "../../../dns/name.ts";
import { showHidden } from "../../../dns/show-hidden.ts";
import type { PathResult, Transport } from "../../verify/types.ts";
import type { Deployment, DeploymentStep, MachineProof } from "../deployment.ts";
import {
  floorSentences,
  isFineMachine,
  liveSentences,
  nextSteps,
  seconds,
  type ZoneAnswers,
  zoneAnswers,
} from "../deployment-wording.ts";
import type { Report } from "../report.ts";
import { count } from "../wording.ts";
import { answersSection } from "./answers.ts";
import { driftSection } from "./drift.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import type { Block } from "./fit.ts";
import type { Links } from "./links.ts";
import { secondarySection } from "./secondaries.ts";
import { codeBlock, folded, table } from "./table.ts";

/** The mark of a deployment, for the first line. */
export const DEPLOYMENT_MARKS = {
  deployed: "✅",
  unchanged: "✅",
  refused: "⛔",
  "not-released": "❌",
  "rolled-back": "❌",
  failed: "🚨",
} as const;

const MOST_NAMED = 5; // zones in the sentences at the top
const MOST_ZONES = 10; // zones that are shown one by one although nothing happened to them
const MOST_ROWS = 30; // rows of machines that stand open

/** What became of a deployment: what everybody answers, then how it came about. */
export function deploymentSections(
  { plan, base }: Report,
  deployment: Deployment,
  links: Links | undefined,
): Block[] {
  const blocks: Block[] = [];
  if (deployment.drift !== undefined) blocks.push(driftSection(deployment.drift, base, links));
  if (deployment.warnings.length > 0) {
    blocks.push({ full: deployment.warnings.map((text) => `- ⚠️ ${escapeMarkdown(text)}`).join("\n") });
  }
  const answers = zoneAnswers(deployment);
  const changed = new Set(
    (plan?.zones ?? [])
      .filter(({ decision }) => decision.kind === "raised" || decision.kind === "first")
      .map(({ zone }) => keyOf(zone.origin)),
  );
  const inSight =
    answers.length <= MOST_ZONES
      ? answers
      : answers.filter(({ zone, agrees }) => !agrees || changed.has(keyOf(zone)));
  if (answers.length > 0) blocks.push(serialSection(answers, inSight));
  const shown = new Set(inSight.map(({ zone }) => keyOf(zone)));
  if (deployment.proof !== undefined) blocks.push(nameserverSection(deployment.proof.paths, shown));
  if (deployment.secondaries !== undefined && deployment.secondaries.length > 0)
    blocks.push(secondarySection(deployment.secondaries));
  if (deployment.machines.length > 0) blocks.push(machineSection(deployment.machines, shown));
  if (deployment.proof !== undefined) blocks.push(foldedAnswers(deployment.proof));
  if (deployment.steps.length > 0) blocks.push({ full: stepsSection(deployment.steps) });
  const back = backSection(deployment);
  if (back !== undefined) blocks.push({ full: back });
  return blocks;
}

/** What failed, what is live now, and what to run; undefined where nothing failed. */
export function alarmSection(deployment: Deployment, links: Links | undefined): string | undefined {
  const { outcome, failure } = deployment;
  if (failure === undefined) return undefined;
  const lines = [`**What failed:** ${escapeMarkdown(failure)}.`];
  if (outcome !== "refused") {
    const live = liveSentences(deployment, MOST_NAMED);
    if (live.length > 0) lines.push(`**What is live now:** ${live.map(escapeMarkdown).join("; ")}.`);
    const floors = floorSentences(deployment, MOST_NAMED);
    if (floors.length > 0) lines.push(`**The next serial:** ${floors.map(escapeMarkdown).join("; ")}.`);
  }
  for (const { command, isLater, why } of nextSteps(deployment, links?.run)) {
    lines.push(`**${isLater ? "Then run" : "Run now"}:** ${codeSpan(command)} ${escapeMarkdown(why)}.`);
  }
  return ["> [!CAUTION]", ...lines.map((line) => `> - ${line}`)].join("\n");
}

function serialSection(answers: readonly ZoneAnswers[], inSight: readonly ZoneAnswers[]): Block {
  const rest = answers.filter((one) => !inSight.includes(one));
  const title = "### What the world answers";
  const parts = [title];
  if (inSight.length > 0) parts.push(serialTable(inSight));
  if (rest.length > 0) {
    parts.push(
      folded(`${count(rest.length, "zone")} as before, and as expected everywhere`, serialTable(rest)),
    );
  }
  const brief = `${title}\n\n${count(answers.length, "zone")}, too many for this place.`;
  return { full: parts.join("\n\n"), ...(answers.length > MOST_ZONES ? { brief } : {}) };
}

function serialTable(answers: readonly ZoneAnswers[]): string {
  const rows = answers.map(({ zone, machines, paths, agrees }) => [
    agrees ? "✅" : "❌",
    codeSpan(printName(zone)),
    machines,
    paths,
  ]);
  return table(["", "zone", "serial on the machines", "serial from outside"], rows);
}

/** Nameserver address by transport. */
function nameserverSection(paths: readonly PathResult[], shown: ReadonlySet<Name>): Block {
  const addresses = new Map<string, { readonly name: string; readonly paths: PathResult[] }>();
  for (const path of paths) {
    const { name, address, port } = path.nameserver;
    const key = `${address} ${port}`;
    const known = addresses.get(key);
    if (known === undefined) addresses.set(key, { name, paths: [path] });
    else known.paths.push(path);
  }
  const rows = [...addresses.values()].map(({ name, paths: own }) => {
    const { address, port } = own[0]!.nameserver;
    const place = port === 53 ? address : `${address} port ${port}`;
    const by = [...new Set(own.flatMap(({ answeredBy }) => answeredBy))].sort();
    return [
      name === address ? codeSpan(place) : `${codeSpan(name)}<br>${codeSpan(place)}`,
      cellOf(own, "udp", shown),
      cellOf(own, "tcp", shown),
      by.map(codeSpan).join("<br>"),
    ];
  });
  return {
    full: `### Nameservers, from outside\n\n${table(["nameserver", "UDP", "TCP", "answered by"], rows)}`,
  };
}

function cellOf(paths: readonly PathResult[], transport: Transport, shown: ReadonlySet<Name>): string {
  const path = paths.find((one) => one.transport === transport);
  if (path === undefined) return "";
  if (path.notAsked !== undefined) return `– ${escapeMarkdown(path.notAsked)}`;
  const mark = path.asked === path.passed ? "✅" : "❌";
  const serials = path.serials.filter(({ zone }) => shown.has(keyOf(zone)));
  const [only] = serials;
  const said =
    serials.length === 1
      ? `${only!.got ?? "no serial"}`
      : `${path.serials.filter(({ expected, got }) => expected === got).length} of ${count(path.serials.length, "serial")}`;
  return path.asked === path.passed
    ? `${mark} ${said}`
    : `${mark} ${said}, ${path.passed} of ${path.asked} answers`;
}

/** Region by machine by serial by digest. */
function machineSection(machines: readonly MachineProof[], shown: ReadonlySet<Name>): Block {
  const hasApps = new Set(machines.map(({ app }) => app)).size > 1;
  const rows = machines.flatMap((machine) => {
    const zones = machine.zones.filter(({ zone }) => shown.has(keyOf(zone)));
    const place = hasApps ? [machine.app, machine.region] : [machine.region];
    const where = [place.map(codeSpan).join("<br>"), codeSpan(machine.machine)];
    const health = machine.healthy ? "yes" : "**no**";
    if (zones.length === 0) return [[isFineMachine(machine) ? "✅" : "❌", ...where, "", "", "", health]];
    return zones.map(({ zone, serial, digest, isExpected }) => [
      isFineMachine(machine) && isExpected ? "✅" : "❌",
      ...where,
      codeSpan(printName(zone)),
      String(serial),
      digest === undefined ? "none" : codeSpan(digest.slice(0, 12)),
      health,
    ]);
  });
  const isOneZone = shown.size <= 1;
  const columns = ["", hasApps ? "app, region" : "region", "machine", "zone", "serial", "digest", "healthy"];
  const without = (cells: readonly string[]) => (isOneZone ? cells.filter((_, index) => index !== 3) : cells);
  const body = table(without(columns), rows.map(without));
  const problems = machines
    .filter(({ problem }) => problem !== undefined)
    .map(
      ({ region, machine, problem }) =>
        `- ❌ ${codeSpan(`${region}/${machine}`)}: ${escapeMarkdown(problem!)}.`,
    );
  const unnamed = machines.filter(({ namedByNsid }) => !namedByNsid).length;
  const note =
    unnamed === 0
      ? "Every machine was seen from outside, too (by NSID)."
      : `Each was asked on itself, over UDP and TCP. From outside, ${machines.length - unnamed} of them answered (by NSID): nobody chooses which one does.`;
  const title = "### Machines";
  const many = rows.length > MOST_ROWS ? folded(count(machines.length, "machine"), body) : body;
  const full = [title, ...(problems.length > 0 ? [problems.join("\n")] : []), many, note].join("\n\n");
  return {
    full,
    ...(rows.length > MOST_ROWS ? { brief: `${title}\n\n${problems.slice(0, MOST_ROWS).join("\n")}` } : {}),
  };
}

function foldedAnswers(proof: NonNullable<Deployment["proof"]>): Block {
  const { full, brief } = answersSection(proof);
  const asked = proof.paths.reduce((sum, path) => sum + (path.notAsked === undefined ? path.asked : 0), 0);
  const summary = `All ${count(asked, "answer")}`;
  return { full: folded(summary, full), ...(brief === undefined ? {} : { brief: folded(summary, brief) }) };
}

const STEP_MARKS = { done: "✅", failed: "❌", skipped: "–" } as const;

function stepsSection(steps: readonly DeploymentStep[]): string {
  const rows = steps.map(({ label, outcome, detail = "", milliseconds }) => [
    STEP_MARKS[outcome],
    escapeMarkdown(label),
    outcome === "skipped" ? "" : seconds(milliseconds),
    escapeMarkdown(detail),
  ]);
  return folded(`${count(steps.length, "step")}`, table(["", "step", "took", ""], rows));
}

/** How to take it back by hand. */
function backSection({ outcome, before = [] }: Deployment): string | undefined {
  if (outcome !== "deployed" || before.length === 0) return undefined;
  const commands = new Set(
    before.map(({ app, image, commit }) => {
      const from = commit === null ? "" : `  # with the fly.toml of commit ${commit.slice(0, 12)}`;
      return `fly deploy --app ${shellWord(app)} --image ${shellWord(image)}${from}`;
    }),
  );
  return folded(
    "To take it back",
    `Revert the pull request and merge that: it goes out like any other change, with a serial above this one. At once, in a clone, \`zonepipe rollback\` brings back what ran before and proves it; revert afterwards all the same. By hand that is:\n\n${codeBlock("sh", [...commands].join("\n"))}`,
  );
}

/** A word for a shell: what a person copies must not do anything else. */
function shellWord(text: string): string {
  if (/^[\w./:@-]+$/.test(text)) return text;
  return `'${showHidden(text).replaceAll("'", "'\\''")}'`;
}
