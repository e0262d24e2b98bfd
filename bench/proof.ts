import { execFile, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeLargeZoneFile } from "./generate.ts";
import type { Measured } from "./measure.ts";
import { type Case, runCases } from "./rounds.ts";
import { bundleShipped } from "./shipped.ts";

const NAMES = 50_000;
const PIPE = "a million questions through the pipe";

/** What a proof costs, by the programs as they are shipped: questions through the pipe, on one processor. */
export async function proofBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-bench-"));
  try {
    const shipped = await bundleShipped(join(folder, "bundles"));
    console.log("Generating zones …");
    const zones = join(folder, "zones");
    await mkdir(zones);
    await writeLargeZoneFile(join(zones, "large.example.zone"), "large.example.", NAMES);
    const cases: Case[] = [[PIPE, () => askThroughPipe(shipped.askPipe, zones)]];
    const medians = await runCases(cases);
    const { seconds, processor } = medians.get(PIPE)!;
    console.log(
      `\nquestions through the pipe, per second: ${perSecond(seconds)}, both ends on one processor`,
    );
    if (processor !== undefined)
      console.log(
        `questions through the pipe, per second of the nameserver's processor: ${perSecond(processor)}`,
      );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const MILLION = 1_000_000;

function perSecond(seconds: number): string {
  return Math.round(MILLION / seconds).toLocaleString("en");
}

/** Both ends of the pipe share one processor, where the system can be told so. */
async function askThroughPipe(program: string, zones: string): Promise<Measured> {
  const words = [process.execPath, program, zones, String(NAMES), String(MILLION)];
  const hasTaskset = spawnSync("taskset", ["--version"]).status === 0;
  const [file, ...args] = [...(hasTaskset ? ["taskset", "-c", "0"] : []), ...words] as [string, ...string[]];
  const { stdout } = await promisify(execFile)(file, args);
  return JSON.parse(stdout) as Measured; // what ask-pipe.ts prints
}
