import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Pull } from "../../fakes/github/state.ts";
import { type DeployScenario, runningScenario, withWww } from "./scenario.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const NAMES = Array.from({ length: 20 }, (_, number) => `n${number}: {type: A, value: 192.0.2.1}\n`);
const zone = (...lines: readonly string[]) => ({ "zones/example.com.yaml": lines.join("") });
const OTHER = { "zones/example.org.yaml": "www: {type: A, value: 192.0.2.9}\n" };
const SECOND = "192.0.2.2";

let it: DeployScenario;
beforeEach(async () => {
  it = await runningScenario();
});
afterEach(() => it.stop());

/** The first lines of our comments on a pull request, without numbers that follow. */
const heads = (pull: Pull) => it.comments(pull).map((body) => /^## (.*?)( ·.*)?$/m.exec(body)?.[1]);

describe("two pull requests that were opened side by side", () => {
  test.each([
    ["merge", "squash", false],
    ["rebase", "merge", true],
    ["squash", "rebase", true],
  ] as const)(
    "by %s and by %s, the second first: %s. One deployment, and each has its comment",
    async (a, b, isTurned) => {
      const pulls = [it.open(withWww(SECOND)), it.open(OTHER)];
      it.land(pulls[isTurned ? 1 : 0]!, a);
      it.land(pulls[isTurned ? 0 : 1]!, b);
      const ended = await it.deploy();
      expect(ended.exitCode, ended.log).toBe(0);
      expect(it.running()).toEqual(["iad 2"]);
      expect(pulls.map(heads)).toEqual([["✅ Deployed"], ["✅ Deployed"]]);
      await it.deploy();
      expect(pulls.map(heads)).toEqual([["✅ Deployed"], ["✅ Deployed"]]);
    },
  );
});

test("what was pushed without a pull request goes out, and nobody gets a comment", async () => {
  it.push(withWww(SECOND));
  const ended = await it.deploy();
  expect(ended.exitCode, ended.log).toBe(0);
  expect(it.running()).toEqual(["iad 2"]);
  expect(it.github.comments).toEqual([]);
  expect(ended.summary).toContain("✅ Deployed");
});

describe("started by hand for a branch", () => {
  test("that is not the default one, it refuses before it looks at anything, whatever the branch has", async () => {
    const pull = it.open(withWww(SECOND));
    const before = it.fly.state.calls.length;
    const ended = await it.dispatch(pull.head.branch);
    expect([ended.exitCode, it.running()], ended.log).toEqual([2, ["iad 1"]]);
    expect(ended.log).toContain(
      `it runs for "refs/heads/${pull.head.branch}"; expected "refs/heads/main", the repository's default branch`,
    );
    expect(ended.log).toContain("gh workflow run WORKFLOW --ref main");
    expect(it.fly.state.calls.slice(before)).toEqual([]);
    expect(it.written()).toHaveLength(1); // the one that the scene began with
  });

  test("that is the default one, it deploys", async () => {
    it.merge(withWww(SECOND));
    const ended = await it.dispatch("main");
    expect([ended.exitCode, it.running()], ended.log).toEqual([0, ["iad 2"]]);
  });
});

test("a merge that brings more than its pull request is refused by value, until that very change is accepted", async () => {
  const pull = it.open(withWww(SECOND));
  it.land(pull, "squash");
  const { git } = it.repository;
  it.push({ "zones/example.org.yaml": "evil: {type: A, value: 192.0.2.66}\n" });
  git("reset", "-q", "--soft", "HEAD~2");
  git("commit", "-q", "-m", "Squashed, with more");
  pull.brought = [git("rev-parse", "main")];

  const refused = await it.deploy();
  expect(refused.exitCode, refused.log).toBe(1);
  expect(heads(pull)).toEqual(["⛔ Refused: nothing was touched"]);
  expect(it.comments(pull)[0]).toContain("| + | `example.org.` | `evil` | A | `192.0.2.66` | 3600 |");
  expect(it.comments(pull)[0]).not.toContain("| + | `example.com.` | `www` |"); // that was planned
  expect(it.running()).toEqual(["iad 1"]);

  const digest = /`accept-drift` set to `([0-9a-f]{64})`/.exec(it.comments(pull)[0]!)![1]!;
  const other = await it.deploy({ "accept-drift": "0".repeat(64) });
  expect([other.exitCode, it.running()]).toEqual([1, ["iad 1"]]);
  const accepted = await it.deploy({ "accept-drift": digest });
  expect(accepted.exitCode, accepted.log).toBe(0);
  expect(heads(pull)).toEqual(["✅ Deployed"]);
  expect(it.comments(pull)[0]).toContain("was accepted by maintainer");
});

test("the main branch was pushed by force: what differs is refused by value, until that very change is accepted", async () => {
  const { git } = it.repository;
  const deployed = git("rev-parse", "main");
  it.push(withWww(SECOND));
  git("reset", "-q", "--soft", "HEAD~1");
  git("commit", "-q", "--amend", "-m", "Another history");
  const gone = await it.deploy();
  expect([gone.exitCode, it.running()], gone.log).toEqual([2, ["iad 1"]]);
  expect(gone.log).toContain(`git push origin ${deployed}:refs/heads/deployed-before`);
  git("branch", "deployed-before", deployed);
  const refused = await it.deploy();
  expect([refused.exitCode, it.running()], refused.log).toEqual([1, ["iad 1"]]);
  expect(refused.summary).toContain(`\`${SECOND}\``);
  const digest = /`accept-drift` set to `([0-9a-f]{64})`/.exec(refused.summary)![1]!;
  const accepted = await it.deploy({ "accept-drift": digest });
  expect([accepted.exitCode, it.running()], accepted.log).toEqual([0, ["iad 2"]]);
});

test("a label that was forgotten is set on the merged pull request, and the job run again", async () => {
  it.merge(zone(...NAMES));
  expect((await it.deploy()).exitCode).toBe(0);
  const pull = it.merge(zone(...NAMES.slice(0, 5)), "rebase");
  expect((await it.deploy()).exitCode).toBe(1);
  const label = "zonepipe:allow-deletes:example.com";
  const alice = { login: "alice", type: "User" } as const;
  it.github.collaborators.set("alice", "write");
  pull.labels.push(label);
  pull.events.push({ event: "labeled", actor: alice, at: "2026-11-22T14:00:00Z", label });
  const ended = await it.deploy();
  expect(ended.exitCode, ended.log).toBe(0);
  expect(heads(pull)).toEqual(["✅ Deployed"]);
  expect(it.comments(pull)[0]).toContain("Allowed by `alice`");
});

test("GitHub shows the deployments, and what became of each", async () => {
  it.merge(withWww(SECOND));
  await it.deploy();
  const shown = it
    .written()
    .map(({ environment, ref, statuses }) => [
      environment,
      ref === it.repository.git("rev-parse", "main"),
      statuses.at(-1)!.state,
    ]);
  expect(shown).toEqual([
    ["zonepipe", false, "success"],
    ["zonepipe", true, "success"],
  ]);
});

test("GitHub takes no comment: the zones go out all the same, and the summary says so", async () => {
  const pull = it.merge(withWww(SECOND));
  it.github.faults.push({
    on: /^POST .*\/comments$/,
    times: 1,
    status: 403,
    message: "Resource not accessible",
  });
  const ended = await it.deploy();
  expect(it.running()).toEqual(["iad 2"]);
  expect(heads(pull)).toEqual([]);
  expect([ended.exitCode, ended.log]).toEqual([
    0,
    expect.stringContaining("Cannot comment on pull request 1"),
  ]);
});
