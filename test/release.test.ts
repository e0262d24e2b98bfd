import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { load } from "js-yaml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { workflowAction } from "../scripts/workflow-action.ts";
import { builtBundles } from "./built-bundles.ts";

const ROOT = join(import.meta.dirname, "..");
const NAME = "example-org/zonepipe";
const REUSABLE = ["plan", "comment", "deploy", "drift", "expired"];

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
let main: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-release-"));
  for (const path of ["package.json", "action.yml", ".gitignore", ".github", "scripts/release.ts"]) {
    cpSync(join(ROOT, path), join(folder, "clone", path), { recursive: true });
  }
  writeFileSync(join(folder, "clone/package.json"), JSON.stringify({ version: "1.2.3" }));
  git("init", "--quiet", "--initial-branch", "main");
  git("add", "--all");
  commit("Sources");
  main = git("rev-parse", "main");
  githubAt(join(folder, "github.git"));
  cpSync(await builtBundles(), join(folder, "clone/dist"), { recursive: true });
  release();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function git(...args: readonly string[]): string {
  return execFileSync("git", ["-C", join(folder, "clone"), ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    stdio: "pipe",
  }).trim();
}

function commit(message: string): void {
  git(
    "-c",
    "user.name=Somebody",
    "-c",
    "user.email=somebody@example.com",
    "commit",
    "--quiet",
    "--message",
    message,
  );
}

function release(): string {
  return execFileSync(process.execPath, ["scripts/release.ts"], {
    cwd: join(folder, "clone"),
    encoding: "utf8",
    stdio: "pipe",
  });
}

/**
 * A repository as it is at GitHub, with what the clone has. From then on it takes what GITHUB_TOKEN may push: of all new
 * commits none that changes a file below .github/workflows.
 */
function githubAt(path: string): void {
  execFileSync("git", ["clone", "--quiet", "--bare", join(folder, "clone"), path]);
  const hook = `#!/bin/sh
while read -r old new ref; do
  for commit in $(git rev-list "$new" --not --all); do
    file=$(git diff-tree --no-commit-id --name-only -r -m --root "$commit" -- .github/workflows | head -n 1)
    [ -z "$file" ] && continue
    echo "refusing to allow a GitHub App to create or update workflow $file without workflows permission" >&2
    exit 1
  done
done
`;
  writeFileSync(join(path, "hooks/pre-receive"), hook, { mode: 0o755 });
}

/** Runs the step of release.yml that pushes, as the runner does it. */
function push(): void {
  const { jobs } = load(readFileSync(join(ROOT, ".github/workflows/release.yml"), "utf8")) as {
    readonly jobs: { readonly release: { readonly steps: readonly { readonly run?: string }[] } };
  };
  const { run = "" } = jobs.release.steps.find((step) => step.run?.includes("git push")) ?? {};
  git(
    "config",
    `url.${join(folder, "github.git")}.insteadOf`,
    `https://x-access-token:token@github.example/${NAME}`,
  );
  execFileSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], {
    cwd: join(folder, "clone"),
    env: { ...process.env, TOKEN: "token", SERVER: "https://github.example", REPOSITORY: NAME },
    encoding: "utf8",
    stdio: "pipe",
  });
}

/** A file as a release has it. */
function released(path: string): string {
  return git("show", `v1.2.3:${path}`);
}

function workflow(text: string): Workflow {
  return load(text) as Workflow; // GitHub refuses any other shape
}

describe("a release", () => {
  test("is a tag on one commit above main, which stays where it is, and adds nothing but dist/", () => {
    expect(git("rev-parse", "v1.2.3~1")).toBe(main);
    expect(git("rev-parse", "main")).toBe(main);
    const changed = git("diff", "--name-status", "main", "v1.2.3").split("\n");
    expect(changed.filter((line) => !/^A\tdist\//.test(line))).toEqual([]);
  });

  test.each(["action.yml", ".github/action/action.yml"])(
    "has the bundle that %s names, byte for byte",
    async (path) => {
      const { runs } = load(released(path)) as { readonly runs: { using: string; main: string } };
      expect(runs.using).toBe("node24");
      const id = git("hash-object", join(await builtBundles(), "action.js"));
      expect(git("rev-parse", `v1.2.3:${posix.join(posix.dirname(path), runs.main)}`)).toBe(id);
      expect(git("rev-parse", "v1.2.3:dist/server.js")).not.toBe("");
    },
  );

  test("has one Action, by its own name and by the one that workflows use", () => {
    const whole = readFileSync(join(ROOT, "action.yml"), "utf8");
    const used = readFileSync(join(ROOT, ".github/action/action.yml"), "utf8");
    expect(used, "npm run docs writes it").toBe(workflowAction(whole));
  });

  test.each(REUSABLE)("%s.yml is for others to call, and uses the Action of its own commit", (name) => {
    const text = released(`.github/workflows/${name}.yml`);
    expect(Object.keys(workflow(text).on)).toEqual(["workflow_call"]);
    expect(text).toContain("uses: $/.github/action #");
    expect(text).not.toMatch(/uses: \.\/|npm /);
  });

  test("comment.yml checks nothing out and runs no shell", () => {
    const text = released(".github/workflows/comment.yml");
    expect(text).not.toMatch(/actions\/checkout|^\s*(- )?run:/m);
  });

  test("is pushed with the token of a run, and can be named by version and by major version", () => {
    push();
    const tags = execFileSync("git", ["ls-remote", "--tags", join(folder, "github.git")], {
      encoding: "utf8",
    });
    const id = git("rev-parse", "v1.2.3");
    expect(tags).toBe(`${id}\trefs/tags/v1\n${id}\trefs/tags/v1.2.3\n`);
  });

  test("of a version that is released already is refused, and leaves its tag", () => {
    const before = git("rev-parse", "v1.2.3");
    expect(() => release()).toThrow("v1.2.3 has been released: give package.json a greater version");
    expect(git("rev-parse", "v1.2.3")).toBe(before);
  });

  test("that changes a workflow would be refused, as GitHub does it", () => {
    git("checkout", "--quiet", "--detach", "main");
    writeFileSync(join(folder, "clone/.github/workflows/plan.yml"), "name: plan\n");
    git("add", "--all");
    commit("A workflow");
    git("tag", "v9");
    expect(() => git("push", join(folder, "github.git"), "refs/tags/v9")).toThrow(
      "refusing to allow a GitHub App to create or update workflow .github/workflows/plan.yml",
    );
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
    for (const step of steps.filter(({ uses }) => uses === "$/.github/action")) {
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
