import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { LoopTask } from "./answer-loop.ts";
import { ORIGIN, writeFiles } from "./udp.ts";

const ROUNDS = 60; // of some milliseconds each, so that a noisy moment hits all alike
const WARM_UP = 15;

/** What a packet passes on its way to the answer and back, by the names that `answer-loop.ts` has for it, from the inside out. */
const LAYERS: readonly (readonly [name: string, title: string])[] = [
  ["", "the answer alone"],
  ["asked", "and what is asked is counted"],
  ["cookieless", "and `--nocookie-udp-size`"],
  ["rates", "and rate limits"],
  ["ports", "and ports that are refused"],
  ["guard", "and the guard against defects"],
  ["counters", "and counters of outcomes and zones"],
  ["log", "and a query log of 1 %"],
];

/**
 * What the parts that stand around the responder take of a thread's CPU time for a question, without any system call: each
 * measured with all inside of it, in threads that take turns of 10,000 questions.
 */
export async function respondBench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-bench-"));
  const loops: Worker[] = [];
  try {
    const { zoneFile } = writeFiles(folder);
    const zones = join(folder, "zones.json");
    writeFileSync(zones, JSON.stringify({ [ORIGIN]: zoneFile }));
    for (const [upTo] of LAYERS) {
      const workerData: LoopTask = { zones, upTo };
      loops.push(new Worker(LOOP, { workerData }));
    }
    for (let round = 0; round < WARM_UP; round++) for (const loop of loops) await measure(loop);
    const rounds: number[][] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const times: number[] = [];
      for (const loop of loops) times.push(await measure(loop));
      rounds.push(times);
    }
    printLayers(rounds);
  } finally {
    for (const loop of loops) await loop.terminate();
    rmSync(folder, { recursive: true, force: true });
  }
}

const LOOP = join(import.meta.dirname, "answer-loop.ts");

async function measure(loop: Worker): Promise<number> {
  loop.postMessage("run");
  const [time] = (await once(loop, "message")) as [number]; // it says nothing else
  return time;
}

function printLayers(rounds: readonly (readonly number[])[]): void {
  console.log("| nanoseconds of CPU for a question | least | median | more than the one above, quartiles |");
  console.log("| --- | ---: | ---: | ---: |");
  for (const [index, [, title]] of LAYERS.entries()) {
    const all = rounds.map((times) => times[index]!);
    const more = rounds.map((times) => times[index]! - (times[index - 1] ?? times[index]!));
    const added = [0.25, 0.5, 0.75].map((share) => quantile(more, share).toFixed(0)).join(" / ");
    console.log(
      `| ${title} | ${quantile(all, 0).toFixed(0)} | ${quantile(all, 0.5).toFixed(0)} | ${added} |`,
    );
  }
}

/** The least number of those that so large a share of all is not above. */
function quantile(numbers: readonly number[], share: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(share * (numbers.length - 1))]!;
}
