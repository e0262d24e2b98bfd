import { execFile, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeLargeZoneFile, writeManyZones, writeOneLargeZone } from "./generate.ts";
import { type Measured, measureTree } from "./measure.ts";
import { type Case, runCases } from "./rounds.ts";
import { bundleShipped } from "./shipped.ts";

const NAMES = 50_000;
const PIPE = "a million questions through the pipe";
const ZONES = 1_000;

/** What a row of the table may take beside the plan without proof, or altogether. */
interface Aim {
  readonly name: string;
  /** What it is compared with; left out where the aim is for all of it. */
  readonly beside?: string;
  readonly seconds: number;
  readonly megabytes?: number;
}

const AIMS: readonly Aim[] = [
  {
    name: "50,000 names, one changed, proved",
    beside: "50,000 names, one changed, plan alone",
    seconds: 1.5,
  },
  { name: "50,000 names, all asked on both sides", seconds: 8, megabytes: 700 },
  { name: "1,000 zones, one changed, proved", beside: "1,000 zones, one changed, plan alone", seconds: 0.5 },
];

/**
 * What proofs add to plans, as whole processes, bundled as they are shipped, with the memory of the nameservers that they
 * start: one record changed among 50,000 names with 100,000 records, and in one of 1,000 zones, without proof and with it;
 * and every question of the large zone asked on both sides. Then questions through the pipe alone, on one processor.
 */
export async function proofBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-bench-"));
  try {
    const { proveFolders, askPipe } = await bundleShipped(join(folder, "bundles"));
    console.log("Generating zones …");
    const large = { before: join(folder, "large-before"), after: join(folder, "large-after") };
    for (const side of Object.values(large)) await writeOneLargeZone(side, NAMES);
    await change(join(large.after, "large.example.yaml"), /(?<=^host-25000:\n.*\n.*\n)( {4}value: ).*$/m);
    const many = { before: join(folder, "many-before"), after: join(folder, "many-after") };
    for (const side of Object.values(many)) await writeManyZones(side, ZONES, 25);
    await change(join(many.after, "zone-7.example.yaml"), /^(www-3: \{type: A, value: )[^}]*/m);
    const prove = (how: string, { before, after }: typeof large): Promise<Measured> =>
      measureTree([process.execPath, proveFolders, how, before, after]);
    const cases: Case[] = [
      ["50,000 names, one changed, plan alone", () => prove("none", large)],
      ["50,000 names, one changed, proved", () => prove("reach", large)],
      ["50,000 names, all asked on both sides", () => prove("full", large)],
      ["1,000 zones, one changed, plan alone", () => prove("none", many)],
      ["1,000 zones, one changed, proved", () => prove("reach", many)],
    ];
    const zones = join(folder, "zones");
    await mkdir(zones);
    await writeLargeZoneFile(join(zones, "large.example.zone"), "large.example.", NAMES);
    const medians = await runCases([...cases, [PIPE, () => askThroughPipe(askPipe, zones)]]);
    printAims(medians);
    printPipe(medians.get(PIPE)!);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes another address behind what matches. */
async function change(file: string, place: RegExp): Promise<void> {
  const text = await readFile(file, "utf8");
  const changed = text.replace(place, "$1192.0.2.1");
  if (changed === text) throw new Error(`Cannot change ${file}: nothing there is like ${place}`);
  await writeFile(file, changed);
}

function printAims(medians: ReadonlyMap<string, Measured>): void {
  console.log("\n| what | measured | aim |\n| --- | --- | --- |");
  for (const { name, beside, seconds, megabytes } of AIMS) {
    const { seconds: all, megabytes: most } = medians.get(name)!;
    const taken = beside === undefined ? all : all - medians.get(beside)!.seconds;
    const over = beside === undefined ? "" : " over the plan";
    const memory = megabytes === undefined ? "" : `, ${most === undefined ? "–" : Math.round(most)} MB`;
    const aim = `${seconds} s${over}${megabytes === undefined ? "" : `, ${megabytes} MB`}`;
    console.log(`| ${name} | ${taken.toFixed(2)} s${over}${memory} | ${aim} |`);
  }
}

function printPipe({ seconds, processor }: Measured): void {
  console.log(`\nquestions through the pipe, per second: ${perSecond(seconds)}, both ends on one processor`);
  if (processor !== undefined)
    console.log(
      `questions through the pipe, per second of the nameserver's processor: ${perSecond(processor)}`,
    );
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
