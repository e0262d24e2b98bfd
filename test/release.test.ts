import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { releaseWorkflow } from "../scripts/release-workflow.ts";
import { builtBundles } from "./built-bundles.ts";

const ROOT = join(import.meta.dirname, "..");
const NAME = "example-org/zonepipe";
const REUSABLE = ["plan", "comment", "deploy", "drift"];

/** A workflow file, as far as it is looked at. */
interface Workflow {
  readonly on: {
    readonly workflow_call?: {
      readonly inputs?: { readonly [name: string]: unknown };
      readonly secrets?: object;
    };
    readonly [event: string]: unknown;
  };
  readonly permissions: object;
  readonly jobs: { readonly [name: string]: Job };
}

interface Job {
  readonly permissions: { readonly [scope: string]: string };
  readonly uses?: string;
  readonly with?: { readonly [name: string]: unknown };
  readonly secrets?: object;
  readonly steps?: readonly {
    readonly uses?: string;
    readonly with?: { readonly [name: string]: unknown };
  }[];
}

let folder: string;
let release: string;
let action: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-release-"));
  for (const path of [
    "package.json",
    "action.yml",
    ".gitignore",
    ".github",
    "scripts/release.ts",
    "scripts/release-workflow.ts",
  ]) {
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  }
  git("init", "--quiet", "--initial-branch", "main");
  git("add", "--all");
  git(
    "-c",
    "user.name=Somebody",
    "-c",
    "user.email=somebody@example.com",
    "commit",
    "--quiet",
    "--message",
    "Sources",
  );
  cpSync(await builtBundles(), join(folder, "dist"), { recursive: true });
  execFileSync(process.execPath, ["scripts/release.ts", "1.2.3", NAME], { cwd: folder, stdio: "pipe" });
  release = git("rev-parse", "v1.2.3^{commit}");
  action = git("rev-parse", "v1.2.3~1");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function git(...args: readonly string[]): string {
  return execFileSync("git", ["-C", folder, ...args], { encoding: "utf8", maxBuffer: 2 ** 26 }).trim();
}

/** A file as a release has it. */
function released(path: string): string {
  return git("show", `${release}:${path}`);
}

function workflow(text: string): Workflow {
  return load(text) as Workflow; // GitHub refuses any other shape
}

describe("a release", () => {
  test("is a tag on two commits above main, which stays where it is", () => {
    expect(git("rev-parse", "v1.2.3~2")).toBe(git("rev-parse", "main"));
  });

  test("has the bundle that action.yml names, byte for byte", async () => {
    const { runs } = load(git("show", `${action}:action.yml`)) as {
      readonly runs: { using: string; main: string };
    };
    expect(runs).toEqual({ using: "node24", main: "dist/action.js" });
    const id = git("hash-object", join(await builtBundles(), "action.js"));
    expect(git("rev-parse", `${action}:${runs.main}`)).toBe(id);
    expect(git("rev-parse", `${release}:dist/server.js`)).not.toBe("");
  });

  test.each(REUSABLE)(
    "%s.yml is called by others, and uses the Action of this release by its full id",
    (name) => {
      const text = released(`.github/workflows/${name}.yml`);
      expect(Object.keys(workflow(text).on)).toEqual(["workflow_call"]);
      expect(text).toContain(`uses: ${NAME}@${action} # v1.2.3`);
      expect(text).not.toMatch(/uses: \.\/|npm |only here/);
      for (const line of text.split("\n").filter((each) => each.includes("uses:"))) {
        expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v?\d+(\.\d+)+$/);
      }
    },
  );

  test("comment.yml checks nothing out and runs no shell", () => {
    const text = released(".github/workflows/comment.yml");
    expect(text).not.toMatch(/actions\/checkout|^\s*(- )?run:/m);
  });

  test("refuses a version that is none", () => {
    expect(() =>
      execFileSync(process.execPath, ["scripts/release.ts", "v1", NAME], { cwd: folder, stdio: "pipe" }),
    ).toThrow();
  });
});

describe("a workflow that is only ours in parts", () => {
  const values = { repository: NAME, commit: "a".repeat(40), version: "1.0.0" };

  test("loses them, and gets the Action of the release", () => {
    const text = "on:\n  # only here >\n  push:\n  # < only here\n  workflow_call:\nsteps:\n  - uses: ./\n";
    expect(releaseWorkflow(text, values)).toBe(
      `on:\n  workflow_call:\nsteps:\n  - uses: ${NAME}@${"a".repeat(40)} # v1.0.0\n`,
    );
  });

  test.each([
    ["a part that does not end", "# only here >\nx\n"],
    ["another action of ours", "- uses: ./other\n"],
  ])("%s is refused", (_, text) => {
    expect(() => releaseWorkflow(text, values)).toThrow("Cannot release a workflow");
  });
});

describe.each(REUSABLE)("the example's %s.yml", (name) => {
  const caller = workflow(readFileSync(join(ROOT, "examples/.github/workflows", `${name}.yml`), "utf8"));
  const [job] = Object.values(caller.jobs);
  const called = () => workflow(released(`.github/workflows/${name}.yml`));

  test("calls a file that the release has, by a full id", () => {
    expect(job!.uses).toBe(`OWNER/zonepipe/.github/workflows/${name}.yml@${"0".repeat(40)}`);
    expect(called().on.workflow_call).toBeDefined();
  });

  test("gives inputs that are there, and the secrets that it names, one by one", () => {
    const { inputs, secrets } = called().on.workflow_call ?? {};
    for (const input of Object.keys(job!.with ?? {})) expect(Object.keys(inputs ?? {})).toContain(input);
    expect(Object.keys(job!.secrets ?? {})).toEqual(Object.keys(secrets ?? {}));
  });

  test("grants what the called jobs need, and no more", () => {
    const needed = Object.assign({}, ...Object.values(called().jobs).map(({ permissions }) => permissions));
    expect(job!.permissions).toEqual(needed);
    expect(caller.permissions).toEqual({});
  });

  test("gives every choice of a run by hand to what it calls", () => {
    const choices = caller.on.workflow_dispatch as { readonly inputs?: object } | null | undefined; // as GitHub reads it
    for (const name of Object.keys(choices?.inputs ?? {})) {
      expect(job!.with?.[name]).toBe(`\${{ inputs.${name} }}`);
    }
  });

  test("has the triggers of our own", () => {
    const ours = workflow(readFileSync(join(ROOT, ".github/workflows", `${name}.yml`), "utf8")).on;
    const { workflow_call: _, ...triggers } = ours;
    expect(caller.on).toEqual(triggers);
  });
});

test("comment.yml starts after the workflow that the example calls plan", () => {
  const plan = load(readFileSync(join(ROOT, "examples/.github/workflows/plan.yml"), "utf8")) as {
    readonly name: string;
  };
  const { workflow_run } = workflow(
    readFileSync(join(ROOT, "examples/.github/workflows/comment.yml"), "utf8"),
  ).on;
  expect(workflow_run).toEqual({ workflows: [plan.name], types: ["completed"] });
});

test("the steps of ours give the Action inputs that it has, and read outputs that it has", () => {
  const { inputs, outputs } = load(readFileSync(join(ROOT, "action.yml"), "utf8")) as {
    readonly inputs: object;
    readonly outputs: object;
  };
  for (const name of REUSABLE) {
    const text = readFileSync(join(ROOT, ".github/workflows", `${name}.yml`), "utf8");
    const steps = Object.values(workflow(text).jobs).flatMap((job) => job.steps ?? []);
    for (const step of steps.filter(({ uses }) => uses === "./")) {
      for (const input of Object.keys(step.with ?? {})) expect(Object.keys(inputs)).toContain(input);
    }
    for (const [, output] of text.matchAll(/steps\.\w+\.outputs\.([\w-]+)/g))
      expect(Object.keys(outputs)).toContain(output);
  }
});

test("the example's zones are right", () => {
  const cli = join(ROOT, "src/cli.ts");
  const out = execFileSync(process.execPath, [cli, "check", "zones"], {
    cwd: join(ROOT, "examples"),
    encoding: "utf8",
  });
  expect(out).toContain("1 zone");
  expect(out).toContain("no problem");
});
