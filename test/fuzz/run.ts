import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { fuzz } from "./fuzz.ts";
import { printFuzzResult } from "./report.ts";

const USAGE = `Usage: npm run fuzz -- [--seconds N] [--seed N] [--packets N]

Puts damaged queries to the server, in this process and over its sockets, and damaged zone files and YAML to their
readers. A run with the same seed sends the same.

  --seconds N   how long everything takes together (default 60)
  --seed N      where the random choices begin (default: any, and printed)
  --packets N   packets in this process, however long they take

Exit status: 0 nothing found, 1 something found, 2 wrong usage.
`;

process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const result = await fuzz(options);
  process.stdout.write(printFuzzResult(result));
  return result.findings.length === 0 ? 0 : 1;
}

function readOptions(words: readonly string[]): Parameters<typeof fuzz>[0] | undefined {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { seconds: { type: "string" }, seed: { type: "string" }, packets: { type: "string" } },
    });
    const seconds = wholeNumber(values.seconds ?? "60");
    const seed = wholeNumber(values.seed ?? `${randomInt(2 ** 32)}`);
    return values.packets === undefined
      ? { seconds, seed }
      : { seconds, seed, packets: wholeNumber(values.packets) };
  } catch {
    return undefined;
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new RangeError(`${JSON.stringify(text)} is not a whole number`);
  return Number(text);
}
