import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { amplificationBench } from "./amplification.ts";
import { floodBench } from "./flood.ts";
import { ours } from "./nameservers.ts";
import { type Round, runRound, show, writeFiles } from "./udp.ts";

const ROUNDS = 5; // alternating, so that a noisy moment hits both alike

/**
 * What limits cost where nothing is above them, what they do against a flood, and how much larger answers are than their
 * questions with and without them. Addresses of 127.0.0.0/8 count as anybody's here.
 */
export async function floodsBench(): Promise<void> {
  process.env.PATH = [process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter);
  await costBench();
  await floodBench();
  await amplificationBench();
}

/** CPU time for a question, 10,000 names in turn, without limits and with limits that all of them stay below. */
async function costBench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-bench-"));
  const on = ["--rrl-rate", "10000", "--rrl-allow", "none", "--rrl-log-only", "no"];
  const cases = [
    ours("limits off", "batch", ["--rrl-rate", "0"]),
    ours("limits on, the client allowed", "batch"),
    ours("limits on", "batch", on),
  ];
  try {
    const { zoneFile, questions } = writeFiles(folder, 100);
    const results = new Map<string, Round[]>(cases.map(({ name }) => [name, []]));
    for (let round = 1; round <= ROUNDS; round++) {
      for (const one of cases) results.get(one.name)!.push(await runRound(one, zoneFile, questions));
    }
    // What was least disturbed: both run the same questions, and others share the processor.
    const cpuOf = (name: string) => Math.min(...results.get(name)!.map(({ cpu }) => cpu));
    console.log(
      "| | CPU per question | questions a second | least against limits off |\n| --- | --- | --- | --- |",
    );
    for (const [name, rounds] of results) {
      const ratio = cpuOf(name) / cpuOf(cases[0]!.name);
      console.log(`| ${name} | ${show(rounds).replace(", ", " | ")} | ${ratio.toFixed(3)} |`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
