import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { baseOfFolder } from "../src/live/find-base.ts";
import type { LiveState } from "../src/live/state.ts";
import { watchZones } from "../src/live/watch.ts";
import { realFiles } from "../src/world/files.ts";
import { realWorld } from "../src/world/real.ts";
import { writeManyZones } from "./generate.ts";
import { quantile } from "./quantile.ts";

const SAVES = 20;
const PAUSE = 1_500; // milliseconds between two saves: what follows the first words has ended then

/**
 * `zonepipe watch` on 1,000 zones of 25 names, one of which is saved again and again: from the moment at which the file is
 * written until the report is shown, until the nameserver answers it, and until the page has been made anew.
 */
export async function watchBench(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "zonepipe-bench-"));
  const folder = join(root, "zones");
  console.log("Generating zones …");
  await writeManyZones(folder, 1_000, 25);
  await writeManyZones(join(root, "before"), 1_000, 25);
  const file = join(folder, "zone-7.example.yaml");
  const text = await readFile(file, "utf8");
  let heard: (state: LiveState) => void = () => {};
  const began = performance.now();
  const watching = await watchZones(
    {
      ...{ folder, scratch: join(root, "scratch"), port: 0 },
      findBase: baseOfFolder(join(root, "before"), realFiles),
      show: (state) => heard(state),
    },
    realWorld(true),
  );
  try {
    console.log(`1,000 zones until the nameserver answers: ${(performance.now() - began).toFixed(0)} ms`);
    const shown: number[] = [];
    const answered: number[] = [];
    const renewed: number[] = [];
    for (let index = 0; index < SAVES; index++) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      const next = text.replace(/^www-3: .*$/m, `www-3: {type: A, value: 192.0.2.${index + 1}}`);
      const { promise, resolve } = Promise.withResolvers<void>();
      let start = 0;
      heard = (state) => {
        if (state.report.texts?.get(file)?.text !== next) return;
        const took = performance.now() - start;
        if (shown.length === index) shown.push(took);
        if (state.standing !== "same") return;
        answered.push(took);
        resolve();
      };
      start = performance.now();
      await writeFile(file, next);
      await promise;
      const asked = performance.now();
      await (await fetch(`${watching.url}renewed`)).text();
      renewed.push(performance.now() - asked);
    }
    console.log(`${SAVES} saves of one zone, median / slowest in ms:`);
    for (const [what, times] of [
      ["until its report is shown", shown],
      ["until the nameserver answers it", answered],
      ["the page, when it asks for it", renewed],
    ] as const)
      console.log(`  ${what}: ${quantile(times, 0.5).toFixed(0)} / ${Math.max(...times).toFixed(0)}`);
  } finally {
    await watching.stop();
    await rm(root, { recursive: true, force: true });
  }
}
