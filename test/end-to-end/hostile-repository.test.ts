import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { startFakeGithub } from "../fakes/github/server.ts";
import { DEPLOY_JOB, type Pull } from "../fakes/github/state.ts";
import { zonepipe } from "./cli.ts";
import { runAction } from "./pull-request/run-action.ts";
import { pullRequestEvent, type Scenario, scenario } from "./pull-request/scenario.ts";

const ZONES = "infra/zones";
const FOLDER = mkdtempSync(join(tmpdir(), "zonepipe-hostile-"));
const TRACE = join(FOLDER, "trace"); // what the repository's programs leave
const LOG = join(FOLDER, "log"); // how git was called

/**
 * The folder around the zones is a bare repository, as a pull request may bring one. It lacks every commit, and says that
 * they come from a remote, by way of a program.
 */
const REPOSITORY = `[core]
	repositoryFormatVersion = 1
	sshCommand = "echo ssh >> ${TRACE}; false"
	fsmonitor = "echo fsmonitor >> ${TRACE}; false"
	hooksPath = ${FOLDER}
	pager = "echo pager >> ${TRACE}; cat"
	gitProxy = "echo proxy >> ${TRACE}; false"
	worktree = .
[extensions]
	partialClone = origin
[remote "origin"]
	url = ssh://git@192.0.2.1/dns
	promisor = true
	uploadpack = "echo uploadpack >> ${TRACE}; false"
[protocol]
	allow = always
[protocol "ssh"]
	allow = always
[alias]
	status = "!echo alias >> ${TRACE}"
`;
const TREE = {
  "infra/HEAD": `${"1".repeat(40)}\n`,
  "infra/config": REPOSITORY,
  "infra/objects/x": "",
  "infra/refs/x": "",
  [`${ZONES}/_config.yaml`]:
    "nameservers: [{name: ns1.example.net., addresses: [127.0.0.1]}, {name: ns2.example.net.}]\n",
  [`${ZONES}/example.com.yaml`]: "www: {type: A, value: 192.0.2.1}\n",
  "db.example.org": "@ 60 IN SOA ns1.example.net. x. 1 60 60 60 60\n",
  "fly.toml": "app = 'dns'\n",
  // In the working folder this makes other octets of what is committed.
  ".gitattributes": "* text eol=crlf ident export-subst filter=none working-tree-encoding=ISO-8859-1\n",
};

const WRONG = "www: {type: A, value: $Id$ ä}\n";
const COMMITTED = `$Id$ ${Buffer.from("ä").toString("latin1")}`;

let it: Scenario;
let workspace: string;
let base: string;
let pull: Pull;

beforeAll(async () => {
  it = await scenario(TREE);
  base = it.repository.git("rev-parse", "main");
  pull = it.open({ [`${ZONES}/example.com.yaml`]: WRONG }); // so that nothing is served
  workspace = it.repository.checkout(pull.head.sha);
  const real = execFileSync("which", ["git"], { encoding: "utf8" }).trim();
  const program = `#!/bin/sh\necho "$PWD: $*" >> '${LOG}'\nexec '${real}' "$@"\n`;
  writeFileSync(join(FOLDER, "git"), program);
  // A machine is there, and everything else of Fly.io fails.
  const machine = { id: "1", region: "iad", state: "started", config: { image: "x" } };
  writeFileSync(
    join(FOLDER, "flyctl"),
    `#!/bin/sh\ncase "$1 $2" in "machine list") echo '${JSON.stringify([machine])}';; *) exit 1;; esac\n`,
  );
  for (const each of ["git", "flyctl"]) chmodSync(join(FOLDER, each), 0o755);
  vi.stubEnv("PATH", [FOLDER, process.env.PATH].join(delimiter));
  vi.stubEnv("GITHUB_TOKEN", undefined);
});
afterEach(() => {
  for (const each of [TRACE, LOG]) rmSync(each, { force: true });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await it.stop();
  for (const each of [FOLDER, workspace]) rmSync(each, { recursive: true, force: true });
});

const text = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : "");

describe("a bare repository around the zones starts no program", () => {
  test("when git itself would start one", () => {
    const attempt = () =>
      execFileSync("git", ["-C", join(workspace, "infra"), "rev-parse", "HEAD^{commit}"], { stdio: "pipe" });
    expect(attempt).toThrow("Could not read from remote repository");
    expect(text(TRACE)).toContain("ssh");
  });

  test.each(["plan", "deploy", "drift"])("in the mode %s", async (mode) => {
    const github = await startFakeGithub({ ...it.state, permissions: DEPLOY_JOB });
    const isPlan = mode === "plan";
    const payload = isPlan ? pullRequestEvent(it.state, pull) : { repository: { default_branch: "main" } };
    const { log } = await runAction({
      inputs: { mode, zones: ZONES, "github-token": "t", base, nameservers: "127.0.0.1:9" },
      event: isPlan ? "pull_request" : "push",
      payload,
      workspace,
      apiUrl: github.url,
      runId: 1,
      env: { GITHUB_REF: "refs/heads/main", GITHUB_REF_NAME: "main" },
    });
    await github.stop();
    expectNothingRan(true);
    if (mode !== "drift") expectCommitted(log);
  });

  test("in the mode comment", async () => {
    await it.comment(it.pretend(pull), { zones: ZONES });
    expectNothingRan(false);
    expectCommitted(it.ours(pull).join("\n"));
  });

  test.each([
    ["drift", true],
    ["deploy --dry-run", true],
    [`rollback --dry-run --image registry.fly.io/dns@sha256:${"0".repeat(64)}`, false],
    ["status", false],
    ["plan", false],
    ["import --zone-file ../../db.example.org --origin example.org", false],
  ])("in the command %s", async (words, usesGit) => {
    const [name, ...options] = words.split(" ");
    const { stdout } = await zonepipe(workspace, name!, ZONES, ...options);
    expectNothingRan(usesGit);
    if (name === "deploy") expectCommitted(stdout);
  });

  test("in the command init", async () => {
    await zonepipe(workspace, "init", "--zone", "example.com", "--steps");
    expectNothingRan(true);
  });
});

/** The zones were read as they are in the commit: their one error is the value as it stands there. */
function expectCommitted(shown: string): void {
  expect(shown.replaceAll("\\", "")).toContain(COMMITTED);
  expect(shown).toMatch(/\b1 (new )?error\b/);
}

/** No program of the repository's ran; and where git was called, it was for the repository that the workflow checked out. */
function expectNothingRan(usesGit: boolean): void {
  expect(text(TRACE)).toBe("");
  const calls = text(LOG)
    .split("\n")
    .filter((call) => call !== "" && !call.includes(": -C ")); // the scene's
  expect(calls.length > 0).toBe(usesGit);
  for (const call of calls) {
    expect(call).toMatch(`${workspace}: `);
    expect(call).toContain(`--git-dir=${workspace}/.git --work-tree=${workspace} `);
  }
}
