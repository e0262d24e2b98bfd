import { FOLLOW_PATIENCE, type SoakResult } from "./soak-result.ts";

/** A line over time in one of the plot's charts. */
interface Line {
  readonly label: string;
  /** A class of the style sheet. */
  readonly colour: "one" | "two" | "three";
  /** Seconds, and the value there; undefined leaves a gap. */
  readonly points: readonly (readonly [at: number, value: number | undefined])[];
}

/** A chart with its own scale. */
interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
}

/** What a run has seen over time, as an SVG for light and dark: answers, latency, memory, losses, and the secondary. */
export function plot(result: SoakResult, subtitle: string): string {
  const charts = chartsOf(result);
  const end = Math.max(...result.samples.map(({ at }) => at), 1);
  const height = HEAD + charts.length * CHART + FOOT;
  const content = charts.map((chart, index) => drawChart(chart, HEAD + index * CHART, end)).join("\n");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escapeXml(subtitle)}">
<style>${STYLE}</style>
<rect class="back" width="${WIDTH}" height="${height}"/>
<text class="title" x="${LEFT}" y="26">The server under mixed load</text>
<text class="note" x="${LEFT}" y="46">${escapeXml(subtitle)}</text>
${content}
${drawTime(end, HEAD + charts.length * CHART)}
</svg>
`;
}

const WIDTH = 900;
const LEFT = 70;
const RIGHT = 20;
const HEAD = 60;
const CHART = 150;
const INNER = 95; // height of a chart's field
const FOOT = 40;
/** Points of a line at most: each stands for the seconds around it. */
const MOST_POINTS = 400;

const STYLE = `
.back { fill: #ffffff } text { font: 12px system-ui, sans-serif; fill: #3a3a3a } .title { font-size: 16px; font-weight: 600; fill: #111111 }
.name { font-weight: 600; fill: #111111 } .grid { stroke: #dddddd; stroke-width: 1 } .line { fill: none; stroke-width: 1.6; stroke-linejoin: round }
.one { stroke: #1f6feb } .two { stroke: #bc4c00 } .three { stroke: #1a7f37 } text.one { stroke: none; fill: #1f6feb } text.two { stroke: none; fill: #bc4c00 } text.three { stroke: none; fill: #1a7f37 }
@media (prefers-color-scheme: dark) {
.back { fill: #0d1117 } text { fill: #b5bcc4 } .title, .name { fill: #f0f6fc } .grid { stroke: #30363d }
.one { stroke: #6cb0ff } .two { stroke: #ffa657 } .three { stroke: #56d364 } text.one { fill: #6cb0ff } text.two { fill: #ffa657 } text.three { fill: #56d364 }
}`.trim();

function chartsOf({ samples, secondary }: SoakResult): readonly Chart[] {
  const line = (
    label: string,
    colour: Line["colour"],
    value: (sample: SoakResult["samples"][number]) => number | undefined,
  ): Line => ({ label, colour, points: samples.map((sample) => [sample.at, value(sample)]) });
  const charts: Chart[] = [
    {
      title: "Answers",
      unit: "a second",
      lines: [
        line("UDP", "one", ({ udp }) => udp?.count ?? 0),
        line("TCP", "two", ({ tcp }) => tcp?.count ?? 0),
      ],
    },
    {
      title: "Latency over UDP",
      unit: "ms",
      lines: [
        line("median", "one", ({ udp }) => udp?.median),
        line("99 of 100", "two", ({ udp }) => udp?.p99),
      ],
    },
    {
      title: "Memory of the server",
      unit: "MB",
      lines: [
        line("resident", "one", ({ resident }) => resident / 1e6),
        line("its share", "two", ({ share }) => share / 1e6),
        line("in no file", "three", ({ anonymous }) => anonymous / 1e6),
      ],
    },
    {
      title: "Since the beginning",
      unit: "",
      lines: [line("lost", "one", ({ lost }) => lost), line("wrong", "two", ({ wrong }) => wrong)],
    },
  ];
  if (secondary === undefined) return charts;
  const behind = line("versions behind", "one", ({ version, secondary: has }) => version - (has ?? 0));
  return [...charts, { title: `The secondary (it has ${FOLLOW_PATIENCE} s)`, unit: "", lines: [behind] }];
}

function drawChart({ title, unit, lines }: Chart, top: number, end: number): string {
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value ?? 0));
  const most = roundUp(Math.max(...values, 0));
  const field = top + 30;
  const y = (value: number) => field + INNER - (value / most) * INNER;
  const grid = [0, 0.5, 1].map((part) => {
    const at = y(part * most).toFixed(1);
    return `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}"/><text x="${LEFT - 8}" y="${Number(at) + 4}" text-anchor="end">${short(part * most)}</text>`;
  });
  const legend = lines.map(
    ({ label, colour }, index) =>
      `<text class="${colour}" x="${WIDTH - RIGHT - (lines.length - 1 - index) * 110}" y="${top + 18}" text-anchor="end">${escapeXml(label)}</text>`,
  );
  const paths = lines.map(({ colour, points }) => {
    const thin = thinOut(points);
    return `<path class="line ${colour}" d="${pathOf(thin, (at) => LEFT + (at / end) * (WIDTH - LEFT - RIGHT), y)}"/>`;
  });
  const name = `<text class="name" x="${LEFT}" y="${top + 18}">${escapeXml(unit === "" ? title : `${title}, ${unit}`)}</text>`;
  return [name, ...legend, ...grid, ...paths].join("\n");
}

/** So many points that they can be told apart; each is the most of the seconds that it stands for. */
function thinOut(points: Line["points"]): Line["points"] {
  const step = Math.ceil(points.length / MOST_POINTS);
  return Array.from({ length: Math.ceil(points.length / step) }, (_, index) => {
    const part = points.slice(index * step, (index + 1) * step);
    const values = part.flatMap(([, value]) => (value === undefined ? [] : [value]));
    return [part[0]![0], values.length === 0 ? undefined : Math.max(...values)] as const;
  });
}

function pathOf(points: Line["points"], x: (at: number) => number, y: (value: number) => number): string {
  let isDown = false;
  const words = points.map(([at, value]) => {
    if (value === undefined) {
      isDown = false;
      return "";
    }
    const word = `${isDown ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    isDown = true;
    return word;
  });
  return words.join("");
}

function drawTime(end: number, top: number): string {
  const isLong = end >= 120;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const x = LEFT + part * (WIDTH - LEFT - RIGHT);
    const time = isLong ? `${short((part * end) / 60)} min` : `${short(part * end)} s`;
    return `<text x="${x.toFixed(1)}" y="${top + 14}" text-anchor="middle">${time}</text>`;
  });
  return ticks.join("\n");
}

/** The next of 1, 2 or 5 with zeros; 1 for nothing. */
function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((factor) => factor * power).find((round) => round >= value) ?? 10 * power;
}

function short(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 1 });
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
