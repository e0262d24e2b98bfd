import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { requireTool } from "../tools.ts";
import { BIND, KNOT, NSD, ZONEPIPE } from "./programs.ts";
import { complaintsOf, printResult } from "./report.ts";
import { run } from "./run.ts";

const USAGE = `Usage: npm run differential -- [--seed N] [--queries N]

Puts the same questions about random zones to NSD, Knot, BIND and ours, and compares the answers.

  --seed N      where the random choices begin (default: any, and printed)
  --queries N   how many questions (default 20000)

Exit status: 0 ours is right wherever the three agree, 1 it is not, 2 wrong usage or a nameserver is missing.
`;

process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const isComplete = [
    requireTool("nsd", "nsd"),
    requireTool("knotd", "knot"),
    requireTool("named", "bind9"),
  ].every((found) => found);
  if (!isComplete) return 2;
  const result = await run({ ...options, programs: { nsd: NSD, knot: KNOT, bind: BIND, ours: ZONEPIPE } });
  process.stdout.write(printResult(options.seed, result));
  return complaintsOf(result).length === 0 ? 0 : 1;
}

function readOptions(words: readonly string[]): { seed: number; queries: number } | undefined {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { seed: { type: "string" }, queries: { type: "string" } },
    });
    return {
      seed: wholeNumber(values.seed ?? `${randomInt(2 ** 32)}`),
      queries: wholeNumber(values.queries ?? "20000"),
    };
  } catch {
    return undefined;
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new RangeError(`${JSON.stringify(text)} is not a whole number`);
  return Number(text);
}
