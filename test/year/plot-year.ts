import { isAfter } from "./machines.ts";
import type { YearResult } from "./year.ts";

/** A year as an SVG for light and dark: keys and DS as they stand, verdicts, what is left of signatures, and how far servers are behind. */
export function plotYear(result: YearResult): string {
  const { hours, seed, comparisons, delv, eager, model } = result;
  const answers = [...comparisons, ...eager, ...delv];
  const bogus = model.bogus.length + answers.filter(({ unbound }) => unbound === "bogus").length;
  const subtitle = [
    `Seed ${seed}: bogus ${bogus} of ${model.judged} mixtures (model),`,
    `${comparisons.length + eager.length} answers (Unbound) and ${delv.length} (delv)`,
  ];
  const begin = hours[0]!.at;
  const end = hours.at(-1)!.at;
  const x = (at: number) => (LEFT + ((at - begin) / (end - begin)) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const charts = [
    verdicts(result, x),
    chart(
      "Days until the first signature ends",
      thin(
        model.counts.map(({ at, left }) => [at, left === undefined ? undefined : left / DAY]),
        Math.min,
      ),
      40,
      x,
    ),
    chart(
      "Serials that the secondary is behind",
      thin(
        hours.map(({ at, servers: [one, , three] }) => [
          at,
          isAfter(one.serial, three.serial) ? Math.min(one.serial - three.serial, MOST_BEHIND) : 0,
        ]),
        Math.max,
      ),
      MOST_BEHIND,
      x,
    ),
    chart(
      "Mixtures that caches may hold in an hour",
      thin(
        model.counts.map(({ at, secure, insecure, bogus }) => [at, secure + insecure + bogus]),
        Math.max,
      ),
      Math.max(...model.counts.map(({ secure, insecure, bogus }) => secure + insecure + bogus)),
      x,
    ),
  ];
  const top = (index: number) => HEAD + (index === 0 ? 0 : VERDICTS + (index - 1) * CHART);
  const height = top(charts.length) + FOOT;
  const months = monthsOf(begin, end).map(
    (at, index) =>
      `<line class="grid" x1="${x(at)}" x2="${x(at)}" y1="${HEAD}" y2="${height - FOOT}"/><text${index % 2 === 0 ? "" : ' class="second"'} x="${x(at)}" y="${height - 14}" text-anchor="middle">${new Date(at * 1_000).toISOString().slice(5, 10)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${subtitle.join(" ")}">
<style>${STYLE}</style>
<rect class="back" width="${WIDTH}" height="${height}"/>
<text class="title" x="${LEFT}" y="26">A year of a signed zone</text>
<text x="${LEFT}" y="56">${subtitle[0]}</text>
<text x="${LEFT}" y="84">${subtitle[1]}</text>
${months.join("\n")}
${charts.map((content, index) => `<g transform="translate(0 ${top(index)})">\n${content}\n</g>`).join("\n")}
</svg>
`;
}

const WIDTH = 1000;
const LEFT = 126;
const RIGHT = 20;
const HEAD = 100;
const VERDICTS = 190;
const CHART = 130;
const FIELD = 80;
const FOOT = 30;
const DAY = 86_400;
/** A release reserves hundreds of serials: what is more than this is drawn as this. */
const MOST_BEHIND = 10;
const MOST_POINTS = 500;

const STYLE = `
.back { fill: #ffffff } text { font: 12px system-ui, sans-serif; fill: #3a3a3a } .title { font-size: 16px; font-weight: 600; fill: #111111 }
.name { font-weight: 600; fill: #111111 } .grid { stroke: #dddddd; stroke-width: 1 } .line { fill: none; stroke: #1f6feb; stroke-width: 1.5 }
.secure { fill: #1a7f37 } .insecure { fill: #9a9a9a } .bogus { fill: #cf222e } .step { stroke: #bc4c00; stroke-width: 1.5 } .ds { stroke: #8250df; stroke-width: 1.5 }
@media (max-width: 600px) { text { font-size: 25px } .title { font-size: 30px } .second { display: none } }
@media (prefers-color-scheme: dark) {
.back { fill: #0d1117 } text { fill: #b5bcc4 } .title, .name { fill: #f0f6fc } .grid { stroke: #30363d } .line { stroke: #6cb0ff }
.secure { fill: #56d364 } .insecure { fill: #6e7681 } .bogus { fill: #ff7b72 } .step { stroke: #ffa657 } .ds { stroke: #d2a8ff }
}`.trim();

type X = (at: number) => string;

/** What validators say, and where the server's own processes answered the same, each in a row of dots; above them steps and changes of the DS. */
function verdicts({ comparisons, eager, delv, events, machines, model }: YearResult, x: X): string {
  const marks = events
    .filter(({ kind }) => kind === "step" || kind === "ds")
    .map(
      ({ at, kind, what }) =>
        `<line class="${kind}" x1="${x(at)}" x2="${x(at)}" y1="56" y2="76"><title>${what}</title></line>`,
    );
  const hourly = model.counts.map(({ at, secure, bogus }) => ({
    at,
    unbound: bogus > 0 ? "bogus" : secure > 0 ? "secure" : "insecure",
  }));
  const same = machines.map(({ at, different }) => ({
    at,
    unbound: different.length > 0 ? "bogus" : "secure",
  }));
  const rows = [
    ["model", hourly],
    ["Unbound", [...comparisons, ...eager]],
    ["delv", delv],
    ["server", same],
  ] as const;
  return [
    `<text class="name" x="${LEFT}" y="18">Verdicts: secure (green), without a DS (grey)</text>`,
    `<text x="${LEFT}" y="46">Steps (orange) and the DS at the parent (violet)</text>`,
    ...marks,
    ...rows.flatMap(([who, list], index) => {
      const y = 92 + index * 24;
      return [`<text x="${LEFT - 8}" y="${y + 5}" text-anchor="end">${who}</text>`, ...dots(list, x, y)];
    }),
  ].join("\n");
}

function dots(list: readonly { readonly at: number; readonly unbound: string }[], x: X, y: number): string[] {
  const seen = new Set<string>();
  return list.flatMap(({ at, unbound }) => {
    const key = `${Math.floor(Number(x(at)))} ${unbound}`; // more cannot be told apart
    if (seen.has(key)) return [];
    seen.add(key);
    return [`<circle class="${unbound}" cx="${x(at)}" cy="${y}" r="2.5"/>`];
  });
}

type Points = readonly (readonly [at: number, value: number | undefined])[];

function chart(title: string, points: Points, most: number, x: X): string {
  const y = (value: number) => (30 + FIELD - (value / Math.max(most, 1)) * FIELD).toFixed(1);
  let isDown = false;
  const path = points.map(([at, value]) => {
    const word = value === undefined ? "" : `${isDown ? "L" : "M"}${x(at)} ${y(value)}`;
    isDown = value !== undefined;
    return word;
  });
  const grid = [0, most].map(
    (value) =>
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}"/><text x="${LEFT - 8}" y="${Number(y(value)) + 4}" text-anchor="end">${Math.round(value)}</text>`,
  );
  return [
    `<text class="name" x="${LEFT}" y="18">${title}</text>`,
    ...grid,
    `<path class="line" d="${path.join("")}"/>`,
  ].join("\n");
}

/** As many points as can be told apart: of every so many hours the one with the value that counts. */
function thin(points: Points, worst: (...values: number[]) => number): Points {
  const step = Math.max(1, Math.floor(points.length / MOST_POINTS));
  return Array.from({ length: Math.ceil(points.length / step) }, (_, index) => {
    const some = points.slice(index * step, (index + 1) * step);
    const values = some.flatMap(([, value]) => (value === undefined ? [] : [value]));
    return [some[0]![0], values.length === 0 ? undefined : worst(...values)] as const;
  });
}

function monthsOf(begin: number, end: number): number[] {
  const isLong = end - begin > 60 * DAY;
  const first = new Date(begin * 1_000);
  const found: number[] = [];
  for (let each = 1; each < 40; each++) {
    const at = isLong
      ? Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + each, 1) / 1_000
      : begin + each * 2 * DAY;
    if (at < end) found.push(at);
  }
  return found;
}
