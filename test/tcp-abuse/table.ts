import type { AbuseResult } from "./abuse.ts";

/** The columns of the table: a heading, how wide it is, and what stands in it. */
const COLUMNS: readonly (readonly [heading: string, width: number, cell: (result: AbuseResult) => string])[] =
  [
    ["what clients do", 26, ({ scenario }) => scenario],
    ["clients", 8, ({ options }) => `${options.clients}`],
    ["from", 9, ({ options }) => (options.isFromOneAddress ? "a proxy" : "each own")],
    ["UDP/s", 13, ({ udpBefore, udpDuring }) => change(udpBefore.perSecond, udpDuring.perSecond, 0)],
    ["lost", 5, ({ udpDuring }) => `${udpDuring.lost}`],
    ["median ms", 13, ({ udpBefore, udpDuring }) => change(udpBefore.median, udpDuring.median, 2)],
    ["worst ms", 14, ({ udpBefore, udpDuring }) => change(udpBefore.worst, udpDuring.worst, 1)],
    ["sockets", 8, ({ most, before }) => `${most.descriptors - before.descriptors}`],
    [
      "memory MB",
      16,
      ({ before, most, after }) =>
        [before, most, after].map(({ resident }) => megabytes(resident)).join(" → "),
    ],
    ["answered", 15, ({ tcp }) => (tcp === undefined ? "" : `${tcp.answered}/${tcp.asked}`)],
    ["newcomer ms", 12, ({ newcomer }) => newcomer?.toFixed(0) ?? "NO ANSWER"],
    ["closed", 7, ({ allClosed }) => (allClosed ? "all" : "NOT ALL")],
    ["", 0, ({ hasEnded, complaints }) => [...(hasEnded ? ["SERVER ENDED"] : []), ...complaints].join("; ")],
  ];

/** The first line of the table. */
export const TABLE_HEAD = line(([heading]) => heading);

/** The line of a scenario. */
export function rowOf(result: AbuseResult): string {
  return line(([, , cell]) => cell(result));
}

function line(textOf: (column: (typeof COLUMNS)[number]) => string): string {
  return COLUMNS.map((column) => textOf(column).padEnd(column[1]))
    .join(" ")
    .trimEnd();
}

/** In the quiet before, and during it. */
function change(before: number, during: number, digits: number): string {
  return `${before.toFixed(digits)} → ${during.toFixed(digits)}`;
}

function megabytes(octets: number): string {
  return (octets / 1e6).toFixed(0);
}
