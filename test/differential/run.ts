import { randomInt } from "node:crypto";
import { delimiter } from "node:path";
import { parseArgs } from "node:util";
import { printTable } from "./print-table.ts";
import { BIND, KNOT, NSD, ZONEPIPE } from "./programs.ts";
import { complaintsOf, printProgress, printResult } from "./report.ts";
import { run } from "./run-servers.ts";
import { requireServers } from "./tools.ts";

const USAGE = `Usage: npm run differential -- [--seed N] [--queries N] | --table

Puts the same questions about random zones to NSD, Knot, BIND and ours, and compares the answers.

  --seed N      where the random choices begin (default: any, and printed)
  --queries N   how many questions (default 20000)
  --table       prints the known differences between NSD, Knot and BIND as Markdown, and asks nothing

Exit status: 0 ours is right wherever the three agree, and with NSD or Knot elsewhere; 1 it is not, or the run was too
weak to tell; 2 wrong usage, or a nameserver is missing.
`;

// Debian keeps nameservers in folders that only root has on the PATH.
process.env.PATH = [process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter);
process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  if (options.table) {
    process.stdout.write(printTable());
    return 0;
  }
  if (!requireServers()) return 2;
  const { seed, queries } = options;
  process.stderr.write(`seed ${seed}\n`);
  const result = await run({
    seed,
    queries,
    programs: { nsd: NSD, knot: KNOT, bind: BIND, ours: ZONEPIPE },
    onProgress: (counts) => process.stderr.write(printProgress(counts)),
  });
  process.stdout.write(printResult(seed, result));
  return complaintsOf(result).length === 0 ? 0 : 1;
}

function readOptions(
  words: readonly string[],
): { seed: number; queries: number; table: boolean } | undefined {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { seed: { type: "string" }, queries: { type: "string" }, table: { type: "boolean" } },
    });
    return {
      seed: wholeNumber(values.seed ?? `${randomInt(2 ** 32)}`),
      queries: wholeNumber(values.queries ?? "20000"),
      table: values.table ?? false,
    };
  } catch {
    return undefined;
  }
}

function wholeNumber(text: string): number {
  if (!/^[0-9]{1,15}$/.test(text)) throw new RangeError(`${JSON.stringify(text)} is not a whole number`);
  return Number(text);
}
