import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { oncePerRun } from "../once-per-run.ts";
import { type History, makeHistory } from "./history.ts";
import { importHistory } from "./import-history.ts";
import { bundleReplay, type ReplayJson, runReplay } from "./replay-program.ts";

let program: string;
beforeAll(async () => {
  program = join(
    await oncePerRun("replay", async (folder) => void (await bundleReplay(folder))),
    "replay.js",
  );
});

describe("a generated history", () => {
  let history: History;
  let repository: string;
  let run: ReplayJson;
  beforeAll(async () => {
    history = makeHistory(SHORT);
    repository = importHistory(history);
    const { stdout, stderr, code } = await runReplay(program, repository, "--json", "--commits", NEWEST);
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    run = JSON.parse(stdout) as ReplayJson; // what our own program prints
  });
  afterAll(() => rmSync(repository, { recursive: true }));

  test("is the same for the same seed, and has every kind of commit", () => {
    expect(makeHistory(SHORT).stream).toBe(history.stream);
    expect(makeHistory({ ...SHORT, seed: SHORT.seed + 1 }).stream).not.toBe(history.stream);
    const kinds = new Set(makeHistory({ seed: 1, commits: 300 }).kinds);
    expect([...kinds].sort()).toEqual(["broken", "edit", "elsewhere", "mended", "merge", "revert"]);
  });

  test("is gone through along the first parents, from the oldest, and only where the zones differ", () => {
    expect(run.commits.map(({ commit }) => commit)).toEqual(touching(repository).slice(-Number(NEWEST)));
  });

  test("a commit whose zones cannot be read is skipped with the reason; all others are proved to the last answer", () => {
    const kinds = new Map(firstParents(repository).map((commit, at) => [commit, history.kinds[at]]));
    for (const { commit, outcome, reason, ...proof } of run.commits) {
      if (outcome === "skipped") {
        expect(["broken", "mended"]).toContain(kinds.get(commit));
        expect(reason).toMatch(/cannot be read: zones\/.+:1 A bracket opens here and is not closed/);
        continue;
      }
      expect(kinds.get(commit)).not.toBe("broken");
      expect(proof.unexplained).toEqual([]);
      expect(proof.same + proof.changed).toBe(proof.questions);
      const consequences = Object.values(proof.consequences).reduce((sum, count) => sum + count, 0);
      expect(proof.asWritten + consequences).toBe(proof.changed);
    }
    expect(run.commits.some(({ outcome }) => outcome === "skipped")).toBe(true);
    expect(run.commits.some(({ commit }) => kinds.get(commit) === "merge")).toBe(true);
    expect(run.commits.some(({ consequences = {} }) => Object.keys(consequences).length > 0)).toBe(true);
  });

  test("asked in full it changes the same answers for the same causes", async () => {
    const { stdout } = await runReplay(program, repository, "--json", "--full", "--commits", "4");
    const full = JSON.parse(stdout) as ReplayJson; // what our own program prints
    const counts = ({ commits }: ReplayJson) =>
      commits.slice(-4).map(({ commit, questions, changed, asWritten, consequences }) => ({
        ...{ commit, questions, changed, asWritten, consequences },
      }));
    expect(counts(full)).toEqual(counts(run));
  });
});

test("a table has one line for each commit, and a summary", async () => {
  const repository = importHistory(makeHistory(SHORT));
  const { stdout, code } = await runReplay(program, repository, "--commits", "2");
  const lines = stdout.trimEnd().split("\n");
  expect(lines[0]).toMatch(
    /^commit +date +changes +read +plan +proof +questions +asked +differ +written +found$/,
  );
  expect(lines.slice(1, 3).map((line) => line.slice(0, 10))).toEqual(
    touching(repository)
      .slice(-2)
      .map((commit) => commit.slice(0, 10)),
  );
  expect(lines).toContain("2 commits replayed, 0 skipped, 0 failed");
  expect(lines.at(-1)).toBe("Every answer that changed has its cause.");
  expect(code).toBe(0);
  rmSync(repository, { recursive: true });
});

test.each([
  [[], /Expected one repository/],
  [["--commits", "0", "."], /--commits is 0; expected a number from 1/],
  [["--no-such"], /Unknown option '--no-such'/],
  [[tmpdir()], /Cannot find a repository of git/],
])("%j is refused with exit code 2", async (args, message) => {
  const { code, stderr } = await runReplay(program, ...args);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});

test("a repository without such a folder is told", async () => {
  const repository = importHistory(makeHistory({ seed: 1, commits: 1 }));
  const { code, stderr } = await runReplay(program, repository, "--zones", "dns");
  expect(stderr).toBe('replay: Cannot replay: no commit has a folder "dns"\n');
  expect(code).toBe(2);
  rmSync(repository, { recursive: true });
});

test("a clone without its history is replayed as far as it goes, and its end is told", async () => {
  const repository = importHistory(makeHistory(SHORT));
  const clone = mkdtempSync(join(tmpdir(), "zonepipe-shallow-"));
  execFileSync("git", ["clone", "-q", "--depth", "2", "--no-checkout", `file://${repository}`, clone]);
  const { stdout } = await runReplay(program, clone);
  expect(stdout).toContain("skipped: the clone ends here: git fetch --unshallow");
  rmSync(repository, { recursive: true });
  rmSync(clone, { recursive: true });
});

/** Of a few commits, because each starts two nameservers; `run.ts` is the long form. */
const SHORT = { seed: 7, commits: 24 };
const NEWEST = "16";

function firstParents(repository: string): string[] {
  return git(repository, "rev-list", "--first-parent", "--reverse", "main").split("\n");
}

/** The commits of that line whose zones are others than those of the commit before. */
function touching(repository: string): string[] {
  const commits = firstParents(repository);
  const trees = commits.map((commit) => git(repository, "rev-parse", `${commit}:zones`));
  return commits.filter((_, at) => trees[at] !== trees[at - 1]);
}

function git(repository: string, ...args: readonly string[]): string {
  return execFileSync("git", ["-C", repository, ...args], { encoding: "utf8" }).trim();
}
