import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeManyZones, writeOneLargeZone } from "./generate.ts";
import { type Measured, measure } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { bundleOther } from "./other-checkout.ts";
import { type Case, OF_BASE, runCases } from "./rounds.ts";
import { bundleShipped, type Shipped } from "./shipped.ts";

const SAMPLES = join(import.meta.dirname, "../zones");

/**
 * A pull request's plan as whole processes, bundled as they are shipped: 50,000 names that all change, and 1,000 zones
 * of which one does, without asking the candidate and with it; and the Action on the sample zones, from start to report. With
 * `base`, a checkout, its programs have turns with ours.
 */
export async function planBench({ base }: BenchOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-bench-"));
  try {
    const shipped = await bundleShipped(join(folder, "bundles"));
    const former = base === undefined ? undefined : await bundleOther(base, join(folder, "bundles-of-base"));
    console.log("Generating zones …");
    const large = { before: join(folder, "large-before"), after: join(folder, "large-after") };
    await writeOneLargeZone(large.before, 50_000);
    await writeOneLargeZone(large.after, 50_000, 1);
    const many = { before: join(folder, "many-before"), after: join(folder, "many-after") };
    await writeManyZones(many.before, 1_000, 25);
    await writeManyZones(many.after, 1_000, 25);
    await changeOneZone(many.after);
    const repository = await writeRepository(join(folder, "repository"));
    const casesOf = ({ planFolders, action }: Shipped, whose = ""): Case[] => {
      const plan = ({ before, after }: typeof large, ...more: string[]): Promise<Measured> =>
        measure([process.execPath, planFolders, before, after, ...more]);
      return [
        [`${whose}plan, 50,000 names changed`, () => plan(large)],
        [`${whose}plan, 50,000 names changed, candidate asked`, () => plan(large, join(folder, "rendered"))],
        [`${whose}plan, 1,000 zones, one changed`, () => plan(many)],
        [
          `${whose}plan, 1,000 zones, one changed, candidate asked`,
          () => plan(many, join(folder, "rendered-many")),
        ],
        [`${whose}Action, plan of the sample zones, candidate asked`, () => runAction(action, repository)],
      ];
    };
    await runCases([...casesOf(shipped), ...(former === undefined ? [] : casesOf(former, OF_BASE))]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function changeOneZone(folder: string): Promise<void> {
  const file = join(folder, "zone-7.example.yaml");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace(/^www-3: .*$/m, "www-3: {type: A, value: 192.0.2.1}"));
}

/** A repository with two commits: the sample zones, and a change to them. */
interface Repository {
  readonly folder: string;
  /** The first of both. */
  readonly base: string;
}

async function writeRepository(folder: string): Promise<Repository> {
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=bench", "-c", "user.email=bench", ...args], {
      encoding: "utf8",
    }).trim();
  await mkdir(folder);
  git("init", "-q");
  await cp(SAMPLES, join(folder, "zones"), { recursive: true });
  git("add", ".");
  git("commit", "-q", "-m", "The samples");
  const base = git("rev-parse", "HEAD");
  const file = join(folder, "zones", "example.com.yaml");
  await writeFile(file, `${await readFile(file, "utf8")}\nbench: {type: A, value: 192.0.2.77}\n`);
  git("commit", "-q", "-a", "-m", "A name more");
  return { folder, base };
}

async function runAction(program: string, { folder, base }: Repository): Promise<Measured> {
  const temporary = join(folder, "..");
  const env = {
    PATH: process.env.PATH ?? "",
    RUNNER_TEMP: temporary,
    GITHUB_EVENT_NAME: "push",
    GITHUB_REPOSITORY: "example-org/dns",
    GITHUB_RUN_ID: "1",
    GITHUB_OUTPUT: join(temporary, "output"),
    GITHUB_STEP_SUMMARY: join(temporary, "summary"),
    INPUT_MODE: "plan",
    INPUT_ZONES: "zones",
    INPUT_BASE: base,
  };
  for (const path of [env.GITHUB_OUTPUT, env.GITHUB_STEP_SUMMARY]) await writeFile(path, "");
  return await measure([process.execPath, program], { cwd: folder, env });
}
