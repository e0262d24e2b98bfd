import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const WORKFLOWS = globSync(".github/workflows/*.yml", { cwd: ROOT });

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: {
    readonly [name: string]: {
      /** Missing in a job that calls another workflow. */
      readonly steps?: readonly Step[];
      readonly "timeout-minutes"?: number;
    };
  };
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: { readonly [name: string]: string };
}

test("there are workflows", () => {
  expect(WORKFLOWS.length).toBeGreaterThan(0);
});

describe.each(WORKFLOWS)("%s", (file) => {
  const workflow = load(readFileSync(join(ROOT, file), "utf8")) as Workflow; // GitHub refuses any other shape
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps ?? []);

  test("says what it may do and how long it may take", () => {
    expect(workflow.permissions).toBeDefined();
    for (const job of jobs.filter((each) => each.steps !== undefined)) {
      expect(job["timeout-minutes"]).toBeTypeOf("number");
    }
  });

  test("names every action by its commit, with the version beside it", () => {
    const lines = readFileSync(join(ROOT, file), "utf8").split("\n");
    const uses = lines.filter((line) => /\buses:/.test(line) && !/uses: [.$]\//.test(line)); // others are of this commit
    const named = steps.filter((step) => step.uses !== undefined && !/^[.$]\//.test(step.uses));
    expect(uses).toHaveLength(named.length);
    for (const line of uses) expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v?\d+(\.\d+)+$/);
  });

  test("puts nothing that others choose into a shell command", () => {
    for (const { run } of steps) expect(run ?? "").not.toContain("${{");
  });
});

test("ci says that it has no conformance suites, which .ci/run would miss", () => {
  const { jobs } = load(readFileSync(join(ROOT, ".github/workflows/ci.yml"), "utf8")) as Workflow; // GitHub refuses any other shape
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);
  expect(steps.find(({ run }) => run === ".ci/run")?.env).toMatchObject({ CONFORMANCE: "none" });
});

describe("the scripts of package.json", () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object };

  test.each(Object.entries(scripts))("%s is one word and sets up first: %s", (name, command) => {
    expect(name).toMatch(/^[a-z]+$/);
    expect(command).toMatch(/^(node scripts\/setup\.mjs|npm run [a-z]+ && )/);
    // The shell remembers the `node` of before the installation; `env` looks again.
    expect(command.replace(/^node scripts\/setup\.mjs/, "")).not.toMatch(/(^|&& )node /);
  });
});
