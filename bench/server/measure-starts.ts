import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { memoryOf } from "../memory-tree.ts";
import type { Nameserver } from "../nameservers.ts";
import { type Dataset, largeZone, manyZones } from "./datasets.ts";
import { processesOf } from "./group-time.ts";
import type { StartResult, StartRound } from "./result.ts";
import { startPinned } from "./start.ts";

/** Zones to start with, and what they are called. */
const SIZES: readonly (readonly [id: string, title: string, make: (folder: string) => Promise<Dataset>])[] = [
  ["start-100", "100 records", (folder) => largeZone(folder, 100)],
  ["start-100000", "100,000 records", (folder) => largeZone(folder, 100_000)],
  ["start-1000000", "1,000,000 records", (folder) => largeZone(folder, 1_000_000)],
  ["start-zones", "10,000 zones", (folder) => manyZones(folder, 10_000)],
];

/** What can be measured so. */
export const START_IDS: readonly string[] = SIZES.map(([id]) => id);

/** Milliseconds from the first answers until memory is looked at: what was needed for loading alone may be given back meanwhile. */
const SETTLE = 1000;

/** How long servers take to start with zones of several sizes, and the memory that they have then; each alone, in turn. */
export async function measureStarts(
  ids: readonly string[],
  nameservers: readonly Nameserver[],
  {
    rounds,
    processor,
    folder,
  }: { readonly rounds: number; readonly processor: string; readonly folder: string },
): Promise<readonly StartResult[]> {
  const results: StartResult[] = [];
  for (const [id, title, make] of SIZES.filter(([each]) => ids.includes(each))) {
    const own = await mkdtemp(join(folder, `${id}-`));
    const { zones } = await make(own);
    const servers: Record<string, StartRound[]> = {};
    for (let round = 1; round <= rounds; round++)
      for (const nameserver of nameservers) {
        const running = await startPinned(nameserver, { address: "127.0.0.1", zones, processor });
        await wait(SETTLE);
        const megabytes = memoryOf(processesOf(running.pid));
        await running.stop();
        const { ready } = running;
        servers[running.name] = [...(servers[running.name] ?? []), { ready, megabytes }];
        console.log(
          `round ${round}, ${title}, ${running.name}: ready after ${ready.toFixed(0)} ms, ${megabytes.toFixed(0)} MB`,
        );
      }
    results.push({ id, title, servers });
    await rm(own, { recursive: true });
  }
  return results;
}
