import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";
import { oneOfMany } from "./reload/one-of-many.ts";
import { BASE, bundleOurs, OURS } from "./server/peers.ts";
import { chooseProcessors } from "./server/processors.ts";

const ROOT = join(import.meta.dirname, "..");

const USAGE = `Usage: npm run bench -- reload [--base DIR] [--zones N,N…] [--rounds N]

Reloads of the server as it is shipped: one zone that changes, of so many (1000,10000). --base measures the server of another
checkout, too, in turn.`;

/** Reloads: `words` are those after `reload`. Gives the exit code. */
export async function reloadBench(words: readonly string[]): Promise<number> {
  const options = readOptions(words);
  if (options === undefined) {
    console.error(USAGE);
    return 2;
  }
  process.env.PATH = [process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1)); // which ends the servers
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const { server: processor } = chooseProcessors();
  const ours = await bundleOurs(OURS, ROOT, folder);
  const base = options.base === undefined ? [] : [await bundleOurs(BASE, options.base, folder)];
  for (const zones of options.zones)
    await oneOfMany([...base, ours], { zones, rounds: options.rounds, processor, folder });
  return 0;
}

interface Options {
  readonly base: string | undefined;
  readonly zones: readonly number[];
  readonly rounds: number;
}

/** Undefined where they are no such words. */
function readOptions(words: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { base: { type: "string" }, zones: { type: "string" }, rounds: { type: "string" } },
    });
    const zones = (values.zones ?? "1000,10000").split(",").map(Number);
    const rounds = Number(values.rounds ?? 10);
    if (![...zones, rounds].every((number) => Number.isInteger(number) && number > 0)) return undefined;
    return { base: values.base, zones, rounds };
  } catch {
    return undefined;
  }
}
