import { ECHO } from "./echo.ts";
import type { ServerResult } from "./result.ts";
import type { Spread } from "./statistics.ts";
import { summariseRow, summariseStart } from "./summary.ts";

/** Bars of one row: each server's number. */
interface Band {
  readonly title: string;
  readonly bars: readonly { readonly name: string; readonly spread: Spread }[];
}

/** Bars with one scale. */
interface Chart {
  readonly title: string;
  readonly digits: number;
  readonly bands: readonly Band[];
}

/** A run as an SVG for light and dark: bars from nothing to the median, with a line from the least to the most of the rounds. */
export function plotResult(result: ServerResult): string {
  const charts = chartsOf(result).filter(({ bands }) => bands.length > 0);
  let top = HEAD;
  const content = charts.map((chart) => {
    const drawn = drawChart(chart, top);
    top += heightOf(chart);
    return drawn;
  });
  const { machine, date, versions } = result;
  const notes = [
    `${date.slice(0, 10)}, ${machine.processor}, ${machine.kernel}, zonepipe ${versions.zonepipe}`,
    `Medians; a line goes from the least to the most that was measured`,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" width="${WIDTH}" height="${top}" role="img" aria-label="${escapeXml(notes.join("; "))}">
<style>${STYLE}</style>
<rect class="back" width="${WIDTH}" height="${top}"/>
<text class="title" x="${EDGE}" y="26">The nameserver beside others</text>
${notes.map((note, index) => `<text class="note" x="${EDGE}" y="${46 + 16 * index}">${escapeXml(note)}</text>`).join("\n")}
${content.join("\n")}
</svg>
`;
}

const WIDTH = 900;
const EDGE = 20;
/** Where bars begin, and end. */
const LEFT = 260;
const RIGHT = 110;
const HEAD = 80;
const BAR = 13;
/** Between two bands. */
const GAP = 10;
const CHART_HEAD = 40;

/** A class of the style sheet for each server. */
const COLOURS: { readonly [name: string]: string } = {
  ...{ zonepipe: "one", NSD: "two", Knot: "three", BIND: "four", [ECHO]: "five" },
};

const STYLE = `
.back { fill: #ffffff } text { font: 12px system-ui, sans-serif; fill: #3a3a3a } .title { font-size: 16px; font-weight: 600; fill: #111111 }
.name { font-weight: 600; fill: #111111 } .small { font-size: 10px } .spread { stroke: #111111; stroke-width: 1.2 }
.one { fill: #1f6feb } .two { fill: #bc4c00 } .three { fill: #1a7f37 } .four { fill: #8250df } .five { fill: #8c959f }
@media (prefers-color-scheme: dark) {
.back { fill: #0d1117 } text { fill: #b5bcc4 } .title, .name { fill: #f0f6fc } .spread { stroke: #f0f6fc }
.one { fill: #388bfd } .two { fill: #db6d28 } .three { fill: #2ea043 } .four { fill: #a371f7 } .five { fill: #6e7681 }
}`.trim();

interface Summed<S> {
  readonly title: string;
  readonly servers: ReadonlyMap<string, S>;
}

function chartsOf(result: ServerResult): readonly Chart[] {
  const rows = result.rows.map(summariseRow);
  const starts = result.starts.map(summariseStart);
  const bands = <S>(all: readonly Summed<S>[], of: (server: S) => Spread | undefined): readonly Band[] =>
    all.flatMap(({ title, servers }) => {
      const bars = [...servers].flatMap(([name, server]) => {
        const spread = of(server);
        return spread === undefined ? [] : [{ name, spread }];
      });
      return bars.length === 0 ? [] : [{ title, bars }];
    });
  // Zones of very different sizes have no scale in common.
  const perSize = starts.flatMap((start): readonly Chart[] => [
    { title: "Ready after, ms", digits: 0, bands: bands([start], ({ ready }) => ready) },
    { title: "Memory, MB", digits: 0, bands: bands([start], ({ megabytes }) => megabytes) },
  ]);
  return [
    { title: "Processor time for an answer, µs", digits: 2, bands: bands(rows, ({ cpu }) => cpu) },
    {
      title: "99 of 100 answers within, at half load, ms",
      digits: 3,
      bands: bands(rows, ({ latency }) => latency?.p99),
    },
    ...perSize,
  ];
}

function heightOf({ bands }: Chart): number {
  return CHART_HEAD + bands.reduce((sum, { bars }) => sum + bars.length * BAR + GAP, 0) + GAP;
}

function drawChart({ title, digits, bands }: Chart, top: number): string {
  const most = Math.max(
    ...bands.flatMap(({ bars }) => bars.map(({ spread }) => spread.most)),
    Number.MIN_VALUE,
  );
  const scale = (WIDTH - LEFT - RIGHT) / most;
  const lines = [`<text class="name" x="${EDGE}" y="${top + 20}">${escapeXml(title)}</text>`];
  let y = top + CHART_HEAD;
  for (const band of bands) {
    lines.push(`<text x="${EDGE}" y="${y + 10}">${escapeXml(band.title)}</text>`);
    for (const { name, spread } of band.bars) {
      lines.push(drawBar(name, spread, digits, scale, y));
      y += BAR;
    }
    y += GAP;
  }
  return lines.join("\n");
}

function drawBar(
  name: string,
  { median, least, most }: Spread,
  digits: number,
  scale: number,
  y: number,
): string {
  const x = (value: number) => (LEFT + value * scale).toFixed(1);
  const middle = y + BAR / 2 - 1;
  const shown = median.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return [
    `<text class="small" x="${LEFT - 6}" y="${y + 9}" text-anchor="end">${escapeXml(name)}</text>`,
    `<rect class="${COLOURS[name] ?? "five"}" x="${LEFT}" y="${y}" width="${(median * scale).toFixed(1)}" height="${BAR - 2}"/>`,
    `<line class="spread" x1="${x(least)}" x2="${x(most)}" y1="${middle}" y2="${middle}"/>`,
    `<text class="small" x="${(LEFT + most * scale + 6).toFixed(1)}" y="${y + 9}">${shown}</text>`,
  ].join("");
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
