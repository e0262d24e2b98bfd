import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeLargeZoneFile, writeManyZones, writeOneLargeZone } from "./generate.ts";
import { type Measured, measure, measureUntilReady } from "./measure.ts";

const ROUNDS = 3; // alternating, so that a noisy moment hits all alike; the table shows medians
const CLI = join(import.meta.dirname, "../src/cli.ts");
const SERVER = join(import.meta.dirname, "../server/main.ts");
const READY_PORT = "127.0.0.1:0";

/**
 * The pipeline as whole processes: 50,000 names in one zone and 1,000 zones of 25 names, checked and rendered, beside
 * named-checkzone on the rendered file; and the server until it is ready on 1,000,000 records.
 */
export async function pipelineBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-bench-"));
  try {
    const one = join(folder, "one");
    const many = join(folder, "many");
    const large = join(folder, "large.example.zone");
    console.log("Generating zones …");
    await writeOneLargeZone(one, 50_000);
    await writeManyZones(many, 1_000, 25);
    await writeLargeZoneFile(large, "large.example.", 1_000_000);
    const rendered = join(folder, "rendered");
    const node = (...args: string[]) => [process.execPath, CLI, ...args];
    const cases: [string, () => Promise<Measured>][] = [
      ["check, 50,000 names (100,000 records)", () => measure(node("check", one))],
      ["render, 50,000 names (100,000 records)", () => measure(node("render", one, "--out", rendered))],
      [
        "named-checkzone on that file",
        () =>
          measure(["named-checkzone", "-i", "local", "large.example", join(rendered, "large.example.zone")]),
      ],
      ["check, 1,000 zones of 25 names", () => measure(node("check", many))],
      [
        "render, 1,000 zones of 25 names",
        () => measure(node("render", many, "--out", join(folder, "many-out"))),
      ],
      [
        "server ready on 1,000,000 records",
        () => measureUntilReady([process.execPath, SERVER, "--listen", READY_PORT, "--zones", folder]),
      ],
    ];
    const results = new Map<string, Measured[]>(cases.map(([name]) => [name, []]));
    for (let round = 1; round <= ROUNDS; round++) {
      for (const [name, run] of cases) {
        const measured = await run();
        results.get(name)!.push(measured);
        console.log(`round ${round}: ${name}: ${show(median(results.get(name)!.slice(-1)))}`);
      }
    }
    console.log("\n| what | median time | most memory |\n| --- | --- | --- |");
    for (const [name, measured] of results)
      console.log(`| ${name} | ${show(median(measured)).replace(", ", " | ")} |`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function median(all: readonly Measured[]): Measured {
  return all.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(all.length / 2)]!;
}

function show({ seconds, megabytes }: Measured): string {
  return `${seconds.toFixed(2)} s, ${megabytes === undefined ? "–" : `${Math.round(megabytes)} MB`}`;
}
