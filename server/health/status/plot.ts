import { type Html, html } from "./html.ts";

/** A line of a plot. */
export interface Line {
  readonly name: string;
  /** The class that gives its colour. */
  readonly look: "first" | "second" | "third";
  /** A second, the oldest first. */
  readonly rates: readonly number[];
}

/**
 * Rates of the last `seconds` as lines in SVG without a script or a style of its own. What is written stands around the drawing,
 * which takes any width, so that its letters never get smaller.
 */
export function plot(title: string, lines: readonly Line[], seconds: number): Html {
  const most = niceLimit(Math.max(0, ...lines.flatMap(({ rates }) => rates)));
  const now = lines.map(({ name, rates }) => `${name} ${printRate(rates.at(-1) ?? 0)}`).join(", ");
  return html`<figure>
<figcaption>${title}<span class="keys">${lines.map(
    ({ name, look, rates }) =>
      html`<span><svg class="key ${look}" viewBox="0 0 16 8" aria-hidden="true"><path d="M0 4H16"/></svg> ${name} <b>${printRate(rates.at(-1) ?? 0)}</b></span>`,
  )}</span></figcaption>
<div class="scale"><span>${printRate(most)}</span></div>
<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${`${title}, now: ${now}; the top of the plot is ${printRate(most)}`}">
<path class="grid" d="M0 0H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT}H${WIDTH}"/>
${lines.map(({ look, rates }) => html`<path class="${look}" d="${pathOf(rates, most)}"/>`)}
</svg>
<div class="scale"><span>${seconds < 60 ? `${Math.round(seconds)} s ago` : `${Math.round(seconds / 60)} min ago`}</span><span>now</span></div>
</figure>`;
}

/** A rate for people, with three digits at least where it has them. */
export function printRate(rate: number): string {
  if (rate >= 100 || rate === 0) return `${Math.round(rate).toLocaleString("en")}/s`;
  return `${rate < 0.1 ? "< 0.1" : rate.toFixed(1).replace(/\.0$/, "")}/s`;
}

const [WIDTH, HEIGHT] = [720, 120];

/** From the left edge to the right, however many there are. */
function pathOf(rates: readonly number[], most: number): string {
  if (rates.length === 0) return "";
  const step = WIDTH / Math.max(1, rates.length - 1);
  const points = rates.map(
    (rate, at) => `${round(at * step)} ${round(HEIGHT - (Math.min(rate, most) / most) * HEIGHT)}`,
  );
  if (points.length === 1) return `M${points[0]}H${WIDTH}`;
  return `M${points.join("L")}`;
}

/** The least of 1, 2, 5, 10, 20, … that is not less. */
function niceLimit(most: number): number {
  let power = 1;
  while (power * 10 < most) power *= 10;
  return [1, 2, 5, 10].map((digit) => digit * power).find((limit) => limit >= most) ?? most;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
