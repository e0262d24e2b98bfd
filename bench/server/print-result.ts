import { type Aim, judgeAims } from "./aims.ts";
import type { ServerResult } from "./result.ts";
import type { Spread } from "./statistics.ts";
import {
  type Compared,
  type RowSummary,
  type StartSummary,
  summariseRow,
  summariseStart,
} from "./summary.ts";

/** A result as Markdown: where and how it was measured, and its tables. */
export function printResult(result: ServerResult): string {
  const rows = result.rows.map(summariseRow);
  const starts = result.starts.map(summariseStart);
  const parts = [
    printSurroundings(result),
    ...(rows.length > 0 ? [printLoads(rows), printServers(rows)] : []),
  ];
  if (rows.some(({ servers }) => [...servers.values()].some(({ latency }) => latency !== undefined)))
    parts.push(printLatencies(rows));
  if (starts.length > 0) parts.push(printStarts(starts));
  const aims = judgeAims(rows, starts);
  if (aims.length > 0) parts.push(printAims(aims));
  return `${parts.join("\n\n")}\n`;
}

function printSurroundings({ date, machine, versions, settings }: ServerResult): string {
  const { rounds, turns, seconds, warmUp, ports, connections, outstanding, pinned } = settings;
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${date.slice(0, 10)}; ${machine.processors} × ${machine.processor}, ${machine.memory}, ${machine.kernel}, load ${machine.load.toFixed(1)} before it began; ${programs.join(", ")}.
${rounds} rounds, each with another start of the servers and ${turns} alternating turns of ${seconds} s, after ${warmUp.toLocaleString("en")} questions that do not count; servers on processor ${pinned.server}, dnsperf on ${pinned.client}, from ${ports.toLocaleString("en")} ports
over UDP and ${connections} connections over TCP, ${outstanding.toLocaleString("en")} questions outstanding. Medians, with the least and the most of all turns; ratios of rounds.`;
}

function printLoads(rows: readonly RowSummary[]): string {
  const lines = rows.map(({ title, better, ratio, toEcho }) => [
    title,
    better === undefined ? "–" : `${printSpread(ratio, 2)} of ${better}`,
    printSpread(toEcho, 2),
  ]);
  return table(
    ["processor time for an answer, ours", "to the better of NSD and Knot", "to the C echo"],
    lines,
  );
}

function printServers(rows: readonly RowSummary[]): string {
  const lines = rows.flatMap(({ title, servers }) =>
    [...servers].map(([name, { cpu, perSecond, busy, lost, lostShare, octets }]) => [
      ...[title, name, printSpread(cpu, 2), printSpread(perSecond, 0), `${busy.toFixed(0)} %`],
      lost === 0 ? "0" : `${lost} (${(100 * lostShare).toFixed(3)} %)`,
      octets.toFixed(0),
    ]),
  );
  const head = ["row", "server", "µs for an answer", "answers a second", "busy", "lost", "octets"];
  return table(head, lines);
}

function printLatencies(rows: readonly RowSummary[]): string {
  const lines = rows.flatMap(({ title, servers }) =>
    [...servers].flatMap(([name, { latency }]) =>
      latency === undefined
        ? []
        : [
            [
              ...[title, name, latency.rate.toLocaleString("en")],
              ...[printSpread(latency.p50, 3), printSpread(latency.p99, 3), String(latency.lost)],
            ],
          ],
    ),
  );
  return table(["at half load", "server", "questions a second", "p50, ms", "p99, ms", "lost"], lines);
}

function printStarts(starts: readonly StartSummary[]): string {
  const against = (compared: Compared | undefined) =>
    compared === undefined ? "–" : `${printSpread(compared.ratio, 2)} of ${compared.better}`;
  const lines = starts.flatMap(({ title, servers, ready, memory }) =>
    [...servers].map(([name, each]) => [
      ...[title, name, printSpread(each.ready, 0), printSpread(each.megabytes, 0)],
      ...(name === "zonepipe" ? [against(ready), against(memory)] : ["", ""]),
    ]),
  );
  const head = [
    "start with",
    "server",
    "ready, ms",
    "memory, MB",
    "ready, to the better",
    "memory, to the better",
  ];
  return table(head, lines);
}

function printAims(aims: readonly Aim[]): string {
  const lines = aims.map(({ title, measure, most, found }) => [
    ...[title, measure, most.toFixed(2), found.toFixed(2)],
    found <= most ? "yes" : `no, ${(100 * (found / most - 1)).toFixed(0)} % above`,
  ]);
  return table(["aim", "measure", "at most", "found", "met"], lines);
}

/** As `1.23 (1.20–1.31)`. */
function printSpread(spread: Spread | undefined, digits: number): string {
  if (spread === undefined) return "–";
  const [median, least, most] = [spread.median, spread.least, spread.most].map((each) =>
    each.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  return least === most ? median! : `${median} (${least}–${most})`;
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [row(head), row(head.map(() => "---")), ...lines.map(row)].join("\n");
}
