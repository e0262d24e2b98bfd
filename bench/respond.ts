import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { LoopTask } from "./answer-loop.ts";
import { threadTime } from "./cpu-time.ts";
import { quantile } from "./quantile.ts";
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
  const loops: Loop[] = [];
  try {
    const { zoneFile } = writeFiles(folder);
    const zones = join(folder, "zones.json");
    writeFileSync(zones, JSON.stringify({ [ORIGIN]: zoneFile }));
    for (const [upTo] of LAYERS) loops.push(await start({ zones, upTo }));
    for (let round = 0; round < WARM_UP; round++) for (const loop of loops) await measure(loop);
    const rounds: number[][] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const times: number[] = [];
      for (const loop of loops) times.push(await measure(loop));
      rounds.push(times);
    }
    printLayers(rounds);
  } finally {
    for (const { worker } of loops) await worker.terminate();
    rmSync(folder, { recursive: true, force: true });
  }
}

const LOOP = join(import.meta.dirname, "answer-loop.ts");

interface Loop {
  readonly worker: Worker;
  /** Its number as a thread of the system. */
  readonly thread: string;
}

async function start(workerData: LoopTask): Promise<Loop> {
  const worker = new Worker(LOOP, { workerData });
  const [thread] = (await once(worker, "message")) as [string]; // that is the first that it says
  return { worker, thread };
}

/** Nanoseconds of CPU time for a question. */
async function measure({ worker, thread }: Loop): Promise<number> {
  const before = await settledTime(thread);
  worker.postMessage("run");
  const [asked] = (await once(worker, "message")) as [number]; // it says nothing else then
  return ((await settledTime(thread)) - before) / asked;
}

/** Nanoseconds that a thread has run. The system counts them when the thread comes to rest, so it is waited for that. */
async function settledTime(thread: string): Promise<number> {
  for (let last = -1; ; ) {
    const time = threadTime(process.pid, thread);
    if (time === last) return time;
    last = time;
    await wait(2);
  }
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
