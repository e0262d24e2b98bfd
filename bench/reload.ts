import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";
import { findCheckout } from "./other-checkout.ts";
import { oneOfMany } from "./reload/one-of-many.ts";
import { underLoad } from "./reload/under-load.ts";
import { BASE, bundleOurs, installedPeers, OURS } from "./server/peers.ts";
import { chooseProcessors } from "./server/processors.ts";

const ROOT = join(import.meta.dirname, "..");

const USAGE = `Usage: npm run bench -- reload [--base DIR] [--zones N,N…|none] [--rounds N] [--seconds N]

Reloads of the server as it is shipped. First one zone that changes, of so many (1000,10000), so many times (10). --base measures the
server of another checkout, too, in turn. Then, beside Knot, 100,000 records that are loaded again every two seconds at half load, for so
many seconds (120; 0: not at all).`;

/** Reloads: `words` are those after `reload`. Gives the exit code. */
export async function reloadBench(words: readonly string[]): Promise<number> {
  const options = readOptions(words);
  if (options === undefined) {
    console.error(USAGE);
    return 2;
  }
  const checkout = options.base === undefined ? undefined : findCheckout(options.base);
  if (typeof checkout === "object") {
    console.error(checkout.error);
    return 2;
  }
  process.env.PATH = [process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1)); // which ends the servers
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const processors = chooseProcessors();
  const ours = await bundleOurs(OURS, ROOT, folder);
  const base = checkout === undefined ? [] : [await bundleOurs(BASE, checkout, folder)];
  for (const zones of options.zones)
    await oneOfMany([...base, ours], { zones, rounds: options.rounds, processor: processors.server, folder });
  if (options.seconds === 0) return 0;
  const { peers, missing } = installedPeers(["Knot"]);
  for (const line of missing) console.log(line);
  await underLoad([...base, ours, ...peers], { seconds: options.seconds, processors, folder });
  return 0;
}

interface Options {
  readonly base: string | undefined;
  readonly zones: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
}

/** Undefined where they are no such words. */
function readOptions(words: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        ...{ base: { type: "string" }, zones: { type: "string" } },
        ...{ rounds: { type: "string" }, seconds: { type: "string" } },
      },
    });
    const zones = values.zones === "none" ? [] : (values.zones ?? "1000,10000").split(",").map(Number);
    const [rounds, seconds] = [Number(values.rounds ?? 10), Number(values.seconds ?? 120)];
    if (![...zones, rounds, seconds + 1].every((number) => Number.isInteger(number) && number > 0))
      return undefined;
    return { base: values.base, zones, rounds, seconds };
  } catch {
    return undefined;
  }
}
