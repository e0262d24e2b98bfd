import { readFileSync } from "node:fs";
import { marginsOf } from "./margin.ts";
import type { ServerResult } from "./result.ts";
import { median, type Spread } from "./statistics.ts";
import { summariseRow, summariseStart } from "./summary.ts";

/** How a ratio of ours to the better peer has changed from one kept run to another. */
export interface Change {
  readonly title: string;
  readonly before: number;
  readonly after: number;
  /** Of `after` to `before`: of the medians, and the least and the most that rounds of both can make. */
  readonly ratio: Spread;
  readonly margin: number;
  readonly isWorse: boolean;
}

const COMPARE_USAGE = `Usage: npm run bench -- compare BEFORE.json AFTER.json

Two runs that --keep has kept: how the ratios to the better of NSD and Knot have changed, row by row. Fails (1) where one is greater
by more than four standard errors of its rounds, and 2 % at least.`;

/** `words` are those after `compare`. Gives the exit code: 1 where a row is worse, 2 for wrong usage. */
export function compareBench(words: readonly string[]): number {
  const [before, after, ...more] = words;
  if (before === undefined || after === undefined || more.length > 0) return complain(COMPARE_USAGE);
  let results: readonly ServerResult[];
  try {
    results = [before, after].map(readResult);
  } catch (error) {
    return complain(error instanceof Error ? error.message : String(error));
  }
  const [one, other] = results as [ServerResult, ServerResult];
  const changes = compareResults(one, other);
  if (changes.length === 0) return complain("Nothing was measured in both, beside NSD or Knot");
  console.log(printChanges(changes));
  return changes.some(({ isWorse }) => isWorse) ? 1 : 0;
}

function complain(line: string): number {
  console.error(line);
  return 2;
}

/** Reads a kept run; throws where the file is none. */
export function readResult(path: string): ServerResult {
  const result: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (typeof result !== "object" || result === null || !("format" in result) || result.format !== 1)
    throw new Error(`${path} is no kept run of this benchmark; expected "format": 1`);
  return result as ServerResult; // which writes nothing else with that
}

/** All that was measured in both. */
export function compareResults(before: ServerResult, after: ServerResult): readonly Change[] {
  const [old, now] = [ratiosOfAll(before), ratiosOfAll(after)];
  const pairs = [...now].flatMap(([title, ratios]) => {
    const others = old.get(title);
    return others === undefined ? [] : [{ title, before: others, after: ratios }];
  });
  const [ofOld, ofNow] = [
    marginsOf(pairs.map((pair) => pair.before)),
    marginsOf(pairs.map((pair) => pair.after)),
  ];
  return pairs.map(({ title, before: a, after: b }, index) => {
    const margin = Math.hypot(ofOld[index]!, ofNow[index]!); // one for each
    const ratio = {
      median: median(b) / median(a),
      least: Math.min(...b) / Math.max(...a),
      most: Math.max(...b) / Math.min(...a),
    };
    return { title, before: median(a), after: median(b), ratio, margin, isWorse: ratio.median > 1 + margin };
  });
}

function ratiosOfAll({ rows, starts }: ServerResult): ReadonlyMap<string, readonly number[]> {
  const all = new Map(rows.map(summariseRow).map(({ title, ratios }) => [title, ratios]));
  for (const { title, ready, memory } of starts.map(summariseStart)) {
    all.set(`ready, ${title}`, ready?.ratios ?? []);
    all.set(`memory, ${title}`, memory?.ratios ?? []);
  }
  return new Map([...all].filter(([, ratios]) => ratios.length > 0));
}

function printChanges(changes: readonly Change[]): string {
  const lines = changes.map(({ title, before, after, ratio, margin, isWorse }) => {
    const [middle, least, most] = [ratio.median, ratio.least, ratio.most].map((each) => each.toFixed(3));
    const cells = [title, before.toFixed(3), after.toFixed(3), `${middle} (${least}–${most})`];
    return `| ${[...cells, `${(100 * margin).toFixed(1)} %`, isWorse ? "WORSE" : "no"].join(" | ")} |`;
  });
  return [
    "| row | before, to the better peer | after | after to before | margin | worse |",
    "| --- | --- | --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
}
