import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { examplePayload, part } from "../../fakes/github/payloads.ts";
import { requireTool } from "../../tools.ts";
import { runAction } from "./run-action.ts";
import { pullRequestEvent, type Scenario, scenario, withWww } from "./scenario.ts";

let it: Scenario;
beforeEach(async () => {
  it = await scenario();
});
afterEach(() => it.stop());

test("the base is where the branch left main, not what main is now", async () => {
  const pull = it.open(withWww("192.0.2.20"));
  it.repository.git("checkout", "-q", "main");
  it.repository.commit("main", { "zones/example.org.yaml": "www: {type: A, value: 192.0.2.99}\n" });
  const { planned, commented } = await it.planAndComment(pull);
  for (const text of [planned.summary, it.ours(pull)[0]!]) {
    expect(text).toContain("`192.0.2.20`");
    expect(text).not.toContain("192.0.2.99");
  }
  expect(commented.exitCode).toBe(0);
});

test("outputs, report and evidence are left behind, and the working folder is otherwise as it was", async () => {
  const pull = it.open(withWww("192.0.2.20"));
  const { outputs, run: _, ...ended } = await it.plan(pull);
  expect(outputs).toEqual({
    changed: "true",
    problems: "0",
    serials: JSON.stringify({ "example.com.": null, "example.org.": null }),
    "report-json": "zonepipe-report/report.json",
    "report-sarif": "zonepipe-report/report.sarif",
    "evidence-json": "zonepipe-report/evidence.json",
  });
  expect(ended.summary).toContain("`192.0.2.20`");
});

test("in the merge queue the pull request, and with it its labels, comes from the ref", async () => {
  it.state.collaborators.set("alice", "write");
  const pull = it.open({ "zones/example.org.yaml": null });
  pull.labels.push("zonepipe:allow-removal:example.org");
  pull.events.push({
    event: "labeled",
    actor: { login: "alice", type: "User" },
    at: "2026-11-22T13:00:00Z",
    label: "zonepipe:allow-removal:example.org",
  });
  const base = it.repository.git("rev-parse", "main");
  it.repository.git("checkout", "-q", "-b", "queue", "main");
  it.repository.git("merge", "-q", "--no-ff", "-m", "Merge", pull.head.branch);
  const merged = it.repository.git("rev-parse", "HEAD");
  const payload = examplePayload("merge_group", "checks_requested");
  const queued = (ref: string) => ({
    ...payload,
    merge_group: { ...part(payload, "merge_group"), head_ref: ref, head_sha: merged, base_sha: base },
  });
  const inQueue = await it.plan(pull, {
    event: "merge_group",
    payload: queued(`refs/heads/gh-readonly-queue/main/pr-${pull.number}-${base}`),
  });
  expect(inQueue).toMatchObject({ exitCode: 0, summary: expect.stringContaining("Allowed by `alice`") });

  const elsewhere = await it.plan(pull, { event: "merge_group", payload: queued("refs/heads/main") });
  expect(elsewhere).toMatchObject({ exitCode: 1, summary: expect.stringContaining("Refused") });
});

describe.skipIf(!requireTool("dig", "bind9-dnsutils"))("the candidate", () => {
  const names = (first: number, count: number) =>
    Array.from({ length: count }, (_, at) => `h${first + at}: {type: A, value: 192.0.2.7}\n`).join("");

  test("is asked with dig for what changes and for what does not; report and comment say for how much", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    const { planned } = await it.planAndComment(pull);
    for (const text of [planned.summary, it.ours(pull)[0]!]) {
      expect(text).toMatch(
        /Changed RRsets asked for: 1 of 1 with dig; questions about the rest: (\d+) of \1 with dig\./,
      );
    }
  });

  test("with more than 2,000 changes is asked for all by the built-in client, and for 2,000 with dig", async () => {
    it.repository.commit("main", { "zones/example.com.yaml": names(0, 1_000) });
    const pull = it.open(
      { "zones/example.com.yaml": names(990, 2_100) },
      { branch: "many" }, // 990 RRsets go, 2,090 come
    );
    const { planned } = await it.planAndComment(pull);
    expect(planned.summary).toContain(
      "Changed RRsets asked for: 2000 of 3080 with dig, 3080 of 3080 with the built-in DNS client",
    );
    expect(it.ours(pull)[0]).toContain("2000 of 3080 with dig");
  });
});

describe("a repository that is not as it should be", () => {
  test("without its history: it names the option of actions/checkout", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    const ended = await it.plan(pull, { depth: 1 });
    expect(ended).toMatchObject({ exitCode: 2, outputs: {} });
    expect(ended.commands.at(-1)).toContain('"fetch-depth: 0"');
  });

  test("with another commit than the event is about", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    const payload = pullRequestEvent(it.state, pull);
    it.push(pull, withWww("192.0.2.21"));
    const ended = await it.plan(pull, { payload });
    expect(ended.exitCode).toBe(2);
    expect(ended.commands.at(-1)).toContain("give actions/checkout the head commit as its ref");
  });

  test("with nothing in common with the base: everything is new", async () => {
    it.repository.git("checkout", "-q", "--orphan", "fresh");
    it.repository.git("commit", "-q", "-m", "A beginning");
    const pull = it.open(withWww("192.0.2.20"), { branch: "fresh" });
    const ended = await it.plan(pull);
    expect(ended).toMatchObject({ exitCode: 0, outputs: { changed: "true" } });
  });

  test("without zones before: everything is new", async () => {
    it.repository.git("checkout", "-q", "--orphan", "empty");
    it.repository.git("rm", "-q", "-r", "-f", "zones");
    it.repository.commit("empty", { "README.md": "Empty\n" });
    it.repository.git("branch", "-q", "-M", "empty", "main");
    const pull = it.open(
      {
        "zones/example.org.yaml": "ns1: {type: A, value: 192.0.2.5}\n",
        "zones/_config.yaml": "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n",
      },
      { branch: "first" },
    );
    const { planned, commented } = await it.planAndComment(pull);
    expect(planned.exitCode).toBe(0);
    expect(commented.exitCode).toBe(0);
  });

  test("its own settings, hooks and attributes have no say in what the base was", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    const workspace = it.repository.checkout(pull.head.sha);
    writeFileSync(
      join(workspace, ".git/config"),
      '[filter "x"]\n\tsmudge = touch smudged; cat\n[core]\n\trepositoryformatversion = 0\n',
    );
    writeFileSync(join(workspace, ".git/info/attributes"), "* filter=x\n");
    const ended = await runAction({
      inputs: { mode: "plan", zones: "zones", "github-token": "" },
      event: "pull_request",
      payload: pullRequestEvent(it.state, pull),
      workspace,
      apiUrl: "http://127.0.0.1:1",
      runId: 1,
    });
    expect(ended.exitCode).toBe(0);
    expect(existsSync(join(workspace, "smudged"))).toBe(false);
    const evidence = readFileSync(join(workspace, "zonepipe-report/evidence.json"), "utf8");
    expect(JSON.parse(evidence)).toMatchObject({ version: 1, head: pull.head.sha });
  });
});

describe("inputs", () => {
  const wrong = (inputs: { readonly [name: string]: string }, event = "pull_request") => {
    const pull = it.open(withWww("192.0.2.20"));
    return runAction({
      inputs: { mode: "plan", zones: "zones", "github-token": "", ...inputs },
      event,
      payload: event === "push" ? {} : pullRequestEvent(it.state, pull),
      workspace: it.repository.checkout(pull.head.sha),
      apiUrl: "http://127.0.0.1:1",
      runId: 1,
    });
  };

  test.each<[string, { readonly [name: string]: string }, RegExp]>([
    ["no mode", { mode: "" }, /the input "mode".*expected one of plan, comment, deploy, verify, drift/],
    ["an unknown mode", { mode: "apply" }, /"apply"/],
    ["a folder outside", { zones: "../zones" }, /expected a folder in the repository/],
    ["an absolute folder", { zones: "/etc" }, /expected a folder in the repository/],
    ["a nameserver that is none", { nameservers: "ns1.example.com" }, /Cannot read the input "nameservers"/],
    ["a base that is a branch", { base: "--upload-pack=x" }, /a commit's full id/],
    ["comment for another event", { mode: "comment" }, /workflow_run/],
  ])("%s: exit code 2 with the reason", async (_, inputs, says) => {
    const ended = await wrong(inputs);
    expect(ended).toMatchObject({ exitCode: 2, outputs: {} });
    expect(ended.commands.at(-1)).toMatch(says);
  });

  test("an event that names no base needs one as input", async () => {
    const ended = await wrong({}, "push");
    expect(ended.commands.at(-1)).toContain('give the input "base"');
    const base = it.repository.git("rev-parse", "main");
    expect((await wrong({ base }, "push")).outputs.changed).toBe("true");
  });

  test("nameservers that are given are asked, and silence leaves the serial unknown", async () => {
    const ended = await wrong({ nameservers: "127.0.0.1:1, [::1]:1" });
    expect(ended).toMatchObject({ exitCode: 0, summary: expect.stringContaining("serial unknown") });
    expect(ended.summary).toContain("127.0.0.1");
  });
});

describe("verify", () => {
  test("asks the nameservers that are given for everything", async () => {
    const pull = it.open({});
    const ended = await runAction({
      inputs: { mode: "verify", zones: "zones", "github-token": "", nameservers: "127.0.0.1:1" },
      event: "push",
      payload: {},
      workspace: it.repository.checkout(pull.head.sha),
      apiUrl: "http://127.0.0.1:1",
      runId: 1,
    });
    expect(ended).toMatchObject({ exitCode: 1, outputs: { problems: "0", changed: "" } });
    expect(ended.summary).toContain("127.0.0.1:1");
  });

  test("without any nameserver it says what to give", async () => {
    const pull = it.open({});
    const ended = await runAction({
      inputs: { mode: "verify", zones: "zones", "github-token": "" },
      event: "push",
      payload: {},
      workspace: it.repository.checkout(pull.head.sha),
      apiUrl: "http://127.0.0.1:1",
      runId: 1,
    });
    expect(ended.commands.at(-1)).toContain("no nameserver is known");
  });
});
