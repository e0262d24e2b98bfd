import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { startFakeGithub } from "../fakes/github/server.ts";
import { DEPLOY_JOB, emptyState, type State } from "../fakes/github/state.ts";
import { type Ran, zonepipe } from "./cli.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "zonepipe-past-"));
const TRACE = join(FOLDER, ".git", "trace"); // what a program that git would start leaves
const COM = "zones/example.com.yaml";
const CONFIG = "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n";
const www = (last: number) => `www: {type: A, ttl: 60, value: 192.0.2.${last}}\n`;
const REST = "x: {type: CNAME, ttl: 60, value: www.example.org.}\n";

/** Commits by what they do. */
const commits = new Map<string, string>();

/** Git at a moment: the hour of 1 June 2026. Nothing of the machine's configuration has a say. */
function git(hour: number, ...args: readonly string[]): string {
  const date = `2026-06-01T${String(hour).padStart(2, "0")}:00:00Z`;
  return execFileSync("git", ["-C", FOLDER, ...args], {
    encoding: "utf8",
    stdio: "pipe",
    env: {
      PATH: process.env.PATH,
      HOME: FOLDER,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: "Ada",
      GIT_AUTHOR_EMAIL: "ada@example.com",
      GIT_COMMITTER_NAME: "GitHub",
      GIT_COMMITTER_EMAIL: "noreply@example.com",
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
    },
  }).trim();
}

function commit(hour: number, subject: string, tree: { readonly [path: string]: string | null }): void {
  for (const [path, text] of Object.entries(tree)) {
    const target = join(FOLDER, path);
    rmSync(target, { force: true, recursive: true });
    if (text === null) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  git(hour, "add", "-A");
  git(hour, "commit", "-q", "-m", subject);
  commits.set(subject, git(hour, "rev-parse", "HEAD"));
}

beforeAll(() => {
  git(0, "init", "-q", "-b", "main");
  commit(1, "Begin", {
    "zones/_config.yaml": CONFIG,
    [COM]: www(1) + REST,
    "zones/example.org.yaml": www(9),
  });
  git(2, "checkout", "-q", "-b", "topic");
  commit(2, "Try", { [COM]: www(2) + REST });
  commit(3, "Try \u001b[31magain", { [COM]: www(3) + REST });
  git(4, "checkout", "-q", "main");
  git(4, "merge", "-q", "--no-ff", "-m", "Merge topic", "topic");
  commits.set("Merge topic", git(4, "rev-parse", "HEAD"));
  git(5, "revert", "-m", "1", "--no-edit", "HEAD");
  commits.set("Revert", git(5, "rev-parse", "HEAD"));
  commit(6, "Break", { [COM]: `${www(4)}x: [\n` });
  commit(7, "Mend", { [COM]: www(4) + REST });
  commit(8, "Move into a folder", {
    [COM]: null,
    "zones/example.com./a.yaml": www(4),
    "zones/example.com./b.yaml": REST,
  });
  commit(9, "Rename the other", { "zones/example.org.yaml": null, "zones/example.net.yaml": www(9) });
  commit(10, "Something else", { "README.md": "Zones\n" });
});
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));
afterEach(() => {
  vi.unstubAllEnvs();
  expect(existsSync(TRACE)).toBe(false);
});

const short = (subject: string) => commits.get(subject)!.slice(0, 12);

/** Without a token, unless a test gives one. */
function run(...args: string[]): Promise<Ran> {
  for (const name of ["GITHUB_TOKEN", "GH_TOKEN", "GITHUB_REPOSITORY"])
    if (process.env.ZONEPIPE_TEST_GITHUB === undefined) vi.stubEnv(name, undefined);
  return zonepipe(FOLDER, ...args);
}

describe("log", () => {
  test("tells every change of a name, the newest first, along the first parents", async () => {
    const { code, stdout } = await run("log", "www.example.com");
    expect(code).toBe(0);
    expect(stdout).toBe(`${short("Mend")} of 2026-06-01 07:00 UTC by Ada: Mend
  compared with what stood before a commit that could not be read
  - www.example.com. 60 IN A 192.0.2.1
  + www.example.com. 60 IN A 192.0.2.4

${short("Break")} of 2026-06-01 06:00 UTC by Ada: Break
  the zones could not be read, so what it answers is not known: zones/example.com.yaml:2 A bracket opens here and is not closed [yaml-syntax]

${short("Revert")} of 2026-06-01 05:00 UTC by Ada: Revert "Merge topic"
  - www.example.com. 60 IN A 192.0.2.3
  + www.example.com. 60 IN A 192.0.2.1

${short("Merge topic")} of 2026-06-01 04:00 UTC by Ada: Merge topic
  - www.example.com. 60 IN A 192.0.2.1
  + www.example.com. 60 IN A 192.0.2.3

${short("Begin")} of 2026-06-01 01:00 UTC by Ada: Begin
  www.example.com. has records
  + www.example.com. 60 IN A 192.0.2.1
`);
  });

  test("goes where an alias leads, and as JSON", async () => {
    const { code, stdout } = await run("log", "x.example.com.", "--json");
    expect(code).toBe(0);
    const { name, changes } = JSON.parse(stdout);
    expect(name).toBe("x.example.com.");
    expect(changes[0]).toMatchObject({
      commit: commits.get("Rename the other"),
      kind: "changed",
      removed: ["www.example.org. 60 IN A 192.0.2.9"],
      added: [],
    });
  });

  test.each([
    ["www.example.edu", 1, "www.example.edu. lay in no zone of"],
    ["none.example.com", 0, "none.example.com. had no record at any commit that could be read"],
    ["https://www.example.com", 2, "Write the host alone: www.example.com."],
    [`${"a".repeat(64)}.example.com`, 2, "is 64 octets long; expected 63 at most"],
  ])("says of %s, with exit code %i: %s", async (name, code, text) => {
    const ran = await run("log", name);
    expect(ran.stdout + ran.stderr).toContain(text);
    expect(ran.code).toBe(code);
  });
});

describe("ask", () => {
  test("answers from the working folder, and says so", async () => {
    writeFileSync(join(FOLDER, "zones/example.com./a.yaml"), www(5));
    const { code, stdout } = await run("ask", "www.example.com");
    git(11, "checkout", "-q", "--", ".");
    expect(code).toBe(0);
    expect(stdout).toContain("\nwww.example.com.\t60\tIN\tA\t192.0.2.5\n");
    expect(stdout).toContain(';; from the working folder "zones" as it is, committed or not\n');
    expect(stdout).toContain(";; zones/example.com./a.yaml:1 not committed yet\n");
  });

  test.each([
    ["a commit", () => commits.get("Try")!, "192.0.2.2", "at commit", "Try"],
    ["counting", () => "HEAD~3", "192.0.2.4", "at commit", "Mend"],
    ["a time", () => "2026-06-01T04:30", "192.0.2.3", "by the last commit of that time", "Merge topic"],
    ["a day", () => "2026-06-01", "192.0.2.4", "by the last commit of that time", "Something else"],
  ])("answers as of %s", async (_, at, address, how, subject) => {
    const { code, stdout, stderr } = await run("ask", "www.example.com.", "a", "--at", at());
    expect(stderr).not.toContain("zonepipe:");
    expect(code).toBe(0);
    expect(stdout).toContain(`\nwww.example.com.\t60\tIN\tA\t${address}\n`);
    expect(stdout).toMatch(`;; from "zones" ${how}`);
    expect(stdout).toContain(`${short(subject)} of`);
    expect(stdout).toContain(
      'serial 2026060100, made by the style "date": which one was served is not written down',
    );
    expect(stdout).toContain("from when until when this was answered is not known: GitHub's deployments");
  });

  test("names who changed each record last, on its branch, and whatever he wrote does nothing to the terminal", async () => {
    const { stdout } = await run("ask", "www.example.com", "--at", commits.get("Merge topic")!);
    const again = commits.get("Try \u001b[31magain")!.slice(0, 12);
    expect(stdout).toContain(
      `;; zones/example.com.yaml:1 ${again} of 2026-06-01 03:00 UTC by Ada: Try \\u{1b}[31magain\n;;   www.example.com. 60 IN A 192.0.2.3\n`,
    );
  });

  test("serves the zones that an alias leads into, and no other", async () => {
    const { stdout } = await run("ask", "x.example.com", "--at", commits.get("Mend")!, "--json");
    const { answer, zones, changed } = JSON.parse(stdout);
    expect(answer).toEqual([
      "x.example.com. 60 IN CNAME www.example.org.",
      "www.example.org. 60 IN A 192.0.2.9",
    ]);
    expect(zones.map(({ zone }: { zone: string }) => zone)).toEqual(["example.com.", "example.org."]);
    expect(changed.map(({ file, line }: { file: string; line: number }) => `${file}:${line}`)).toEqual([
      "zones/example.com.yaml:2",
      "zones/example.org.yaml:1",
    ]);
  });

  test.each([
    ["none.example.com", [], 0, "status: NXDOMAIN"],
    [
      "www.exampel.com",
      [],
      1,
      'www.exampel.com. lies in no zone of "zones"; did you mean one below example.com.?',
    ],
    ["www.example.edu", ["--json"], 1, '{"version":1,"refused":"www.example.edu. lies in no zone of'],
    ["www.example.com", ["--at", "Break"], 1, "The zones cannot be read at commit"],
    ["www.example.com", ["--at", "nothing"], 2, 'Cannot find a commit "nothing"'],
    ["www.example.com", ["--at", "--upload-pack=x"], 2, "Cannot find a commit"],
    ["www.example.com", ["--at", "2025-01-01"], 2, "the first commit is younger"],
    ["www.example.com", ["--at", "2026-02-30"], 2, "expected a day or a time that there is"],
    ["www.example.com", ["AXFR"], 2, "It is no type of a record."],
    ["www.example.com", ["AAAB"], 2, "Did you mean"],
    ["a..b", [], 2, "has an empty label"],
  ])("%s %j: exit code %i, %s", async (name, options, code, text) => {
    const ran = await run("ask", name, ...options.map((option) => commits.get(option) ?? option));
    expect(ran.stdout + ran.stderr).toContain(text);
    expect(ran.code).toBe(code);
  });

  test("knows from GitHub's deployments which stood, with its serial, and from when until when", async () => {
    const state = emptyState();
    state.permissions = DEPLOY_JOB;
    state.gitFolder = FOLDER;
    for (const [subject, hour, said] of [
      ["Begin", 1, "success"],
      ["Merge topic", 4, "failure"],
      ["Revert", 5, "success"],
      ["Mend", 12, "success"],
    ] as const)
      deployment(state, commits.get(subject)!, hour, said);
    const github = await startFakeGithub(state);
    vi.stubEnv("ZONEPIPE_TEST_GITHUB", "1");
    vi.stubEnv("GITHUB_TOKEN", "t");
    vi.stubEnv("GITHUB_REPOSITORY", `${state.owner}/${state.repo}`);
    vi.stubEnv("GITHUB_API_URL", github.url);
    const asked = await run("ask", "www.example.com", "--at", "2026-06-01T11:00");
    const never = await run("ask", "www.example.com", "--at", commits.get("Merge topic")!);
    await github.stop();
    const gone = await run("ask", "www.example.com", "--at", commits.get("Merge topic")!);
    expect(asked.stdout).toContain("\nwww.example.com.\t60\tIN\tA\t192.0.2.1\n");
    expect(asked.stdout).toContain(`which stood at that time: ${short("Revert")}`);
    expect(asked.stdout).toContain(";; zone example.com. serial 2026060105, as written down by deployment");
    expect(asked.stdout).toMatch(
      /;; answered from 2026-06-01 01:30 UTC \(deployment \d+\) until 2026-06-01 12:30 UTC \(deployment \d+\)\n/,
    );
    expect(never.stdout).toContain(";; no deployment that is written down answered this\n");
    expect(gone.code).toBe(0);
    expect(gone.stdout).toContain("is not known: Cannot read the earlier deployments");
    expect(state.violations).toEqual([]);
  });
});

test("a clone without its history says how to get it, and answers from the working folder all the same", async () => {
  const shallow = mkdtempSync(join(tmpdir(), "zonepipe-shallow-"));
  git(11, "clone", "-q", "--depth", "1", `file://${FOLDER}`, shallow);
  for (const words of [
    ["log", "www.example.com"],
    ["ask", "www.example.com", "--at", "HEAD"],
  ]) {
    const { code, stderr } = await zonepipe(shallow, ...words);
    expect(stderr).toContain("git fetch --unshallow");
    expect(code).toBe(2);
  }
  const { code, stdout } = await zonepipe(shallow, "ask", "www.example.com");
  expect(code).toBe(0);
  expect(stdout).toContain(
    "who changed it last is not known: the repository was cloned without its whole history",
  );
  rmSync(shallow, { recursive: true });
});

test("nothing that the repository says starts a program", async () => {
  const program = `!f() { echo ran >> ${TRACE}; }; f`;
  writeFileSync(join(FOLDER, ".gitattributes"), "*.yaml diff=x filter=x\n");
  for (const [key, value] of [
    ["diff.x.textconv", `echo ran >> ${TRACE}; cat`],
    ["diff.x.command", `echo ran >> ${TRACE}`],
    ["diff.external", `echo ran >> ${TRACE}`],
    ["filter.x.clean", `echo ran >> ${TRACE}; cat`],
    ["filter.x.smudge", `echo ran >> ${TRACE}; cat`],
    ["log.showSignature", "true"],
    ["gpg.program", `echo ran >> ${TRACE}`],
    ["core.pager", `echo ran >> ${TRACE}; cat`],
    ["alias.blame", program],
    ["alias.rev-list", program],
  ])
    git(11, "config", key!, value!);
  for (const words of [
    ["log", "www.example.com"],
    ["ask", "www.example.com"],
    ["ask", "www.example.com", "--at", "HEAD"],
  ]) {
    const { code } = await run(...words);
    expect(code).toBe(0);
  }
});

/** A deployment of the hour, half an hour of which it took. */
function deployment(state: State, of: string, hour: number, said: string): void {
  const creator = { login: "github-actions[bot]", type: "Bot" } as const;
  const at = (minute: string) => `2026-06-01T${String(hour).padStart(2, "0")}:${minute}:00Z`;
  state.deployments.push({
    id: state.nextId++,
    ref: of,
    task: "deploy:zonepipe",
    environment: "zonepipe",
    creator,
    payload: {
      version: 1,
      commit: of,
      inputs: `sha256:${"0".repeat(64)}`,
      floors: { "example.com.": 2026060100 + hour },
      before: [],
    },
    statuses: [{ state: said, creator, description: "", logUrl: "", at: at("30") }],
    at: at("00"),
  });
}
