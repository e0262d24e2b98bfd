import { rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type GitRepository,
  gitRepository,
  type Tree,
} from "../../test/end-to-end/pull-request/git-repository.ts";
import { type FakeGithub, startFakeGithub } from "../../test/fakes/github/server.ts";
import { emptyState, type Pull, type State } from "../../test/fakes/github/state.ts";
import { zip } from "../../test/fakes/github/zip.ts";
import { worldInMemory } from "../../test/proof/answering.ts";
import { githubClient } from "../github/client.ts";
import { realWorld } from "../world/real.ts";
import { commentMode } from "./comment-mode.ts";
import type { Finished } from "./finished.ts";
import { readInputs } from "./inputs.ts";

const NOW = "2026-11-22T12:00:00Z";
const NAMESERVERS = "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n";
const zone = (address: string): Tree => ({ "zones/example.com.yaml": `www: {type: A, value: ${address}}\n` });

let repository: GitRepository; // of all tests: each has a branch of its own
beforeAll(() => {
  repository = gitRepository({
    "zones/_config.yaml": NAMESERVERS,
    ...zone("192.0.2.1"),
    "README.md": "Zones\n",
  });
});
afterAll(() => rmSync(repository.folder, { recursive: true, force: true }));

const { output, startAnswering } = worldInMemory();
const inMemory = { output, startAnswering };

let state: State;
let fake: FakeGithub;
let pull: Pull;
let branches = 0;
let runs = 9_000;

beforeEach(async () => {
  state = emptyState();
  state.gitFolder = repository.folder;
  const home = { id: state.repositoryId, owner: state.owner, repo: state.repo, pushedAt: NOW };
  const branch = `change-${branches++}`;
  const head = { repository: home, branch, sha: repository.commit(branch, zone("192.0.2.20")) };
  pull = { number: 1, state: "open", head, base: { branch: "main" }, labels: [], events: [] };
  state.pulls.push(pull);
  fake = await startFakeGithub(state);
});
afterEach(async () => {
  await fake.stop();
  expect(state.violations).toEqual([]);
});

/** Somebody pushes to the pull request's branch. */
function push(tree: Tree): void {
  pull.head.sha = repository.commit(pull.head.branch, tree);
}

/** The Action after a run of `plan.yml` for a commit. */
function comment(head: string, run = runs++): Promise<Finished> {
  const { branch, repository: from } = pull.head;
  const headRepository = from && { id: from.id, owner: from.owner };
  const wait = () => Promise.resolve();
  return commentMode({
    trigger: {
      kind: "workflow-run",
      run: {
        id: run,
        attempt: 1,
        event: "pull_request",
        url: "",
        headSha: head,
        headBranch: branch,
        headRepository,
      },
    },
    inputs: readInputs((name) => (name === "mode" ? "comment" : "")),
    github: githubClient({ token: "t", apiUrl: fake.url, wait, onPause: () => {} }),
    repository: { owner: state.owner, repo: state.repo },
    serverUrl: "https://github.com",
    runUrl: "https://github.com/run",
    world: { ...realWorld(true), ...inMemory }, // a proof starts two programs, and is tested elsewhere
  });
}

const bodies = () => state.comments.map(({ body }) => body);

describe("whatever fails, what was said of an older commit does not stay for a newer one", () => {
  const fault =
    (on: RegExp, status: number, times = 99) =>
    () =>
      void state.faults.push({ on, status, times });
  test.each<[string, () => void, RegExp]>([
    [
      "a tree that is not there",
      fault(/^GET .*\/git\/trees\//, 404),
      /could not be looked at[\s\S]*Cannot list/,
    ],
    [
      "a base that is gone",
      fault(/^GET .*\/git\/ref\//, 404),
      /could not be looked at[\s\S]*Cannot find the branch/,
    ],
    ["GitHub is down", fault(/^GET .*\/compare\//, 500), /could not be looked at[\s\S]*GitHub answered 500/],
    [
      "the hour's requests are nearly used",
      () => {
        state.allowance.core.used = 590;
      },
      /could not be looked at[\s\S]*400 are kept for deployments/,
    ],
    [
      "content that is not that of its id",
      () =>
        void state.swapped.set(
          repository.git("rev-parse", `${pull.head.sha}:zones/example.com.yaml`),
          "{}\n",
        ),
      /could not be looked at[\s\S]*the content is not that of its id/,
    ],
    [
      "the report is not taken",
      () => void state.before.push({ on: /^GET .*\/compare\//, act: fault(/^PATCH /, 422, 1) }),
      /could not be looked at[\s\S]*GitHub answered 422/,
    ],
    [
      "nothing can be written any more",
      () => void state.before.push({ on: /^GET .*\/compare\//, act: fault(/^PATCH /, 422) }),
      /⏳ .* is being looked at/,
    ],
  ])("%s", async (_, breakIt, says) => {
    await comment(pull.head.sha);
    expect(bodies()).toEqual([expect.stringMatching(/✅[\s\S]*192\.0\.2\.20/)]);
    push(zone("192.0.2.21"));
    breakIt();
    const { exitCode, report } = await comment(pull.head.sha);
    expect(exitCode).toBe(2);
    expect(report.outcome).toBe("blocked");
    expect(bodies()).toEqual([expect.stringMatching(says)]);
    expect(bodies()[0]).not.toContain("✅");
  });

  test("where nothing can be written at all, the run fails", async () => {
    await comment(pull.head.sha);
    push(zone("192.0.2.21"));
    fault(/^PATCH /, 403)();
    expect((await comment(pull.head.sha)).exitCode).toBe(2);
  });
});

describe("somebody pushes", () => {
  const pushAt = (on: RegExp, tree: Tree) => state.before.push({ on, act: () => push(tree) });

  test("while the report is made: the comment says that the newer commit is not known yet", async () => {
    await comment(pull.head.sha);
    push(zone("192.0.2.21"));
    pushAt(/^GET .*\/compare\//, zone("192.0.2.22"));
    expect((await comment(pull.head.sha)).outputs.posted).toBe("outdated");
    expect(bodies()).toEqual([expect.stringContaining("⏳ Not known yet")]);
    await comment(pull.head.sha);
    expect(bodies()).toEqual([expect.stringContaining("`192.0.2.22`")]);
  });

  test("just when it is written: likewise", async () => {
    await comment(pull.head.sha);
    pushAt(/^PATCH /, zone("192.0.2.22"));
    push(zone("192.0.2.21"));
    await comment(pull.head.sha);
    expect(bodies()).toEqual([expect.stringContaining("⏳ Not known yet")]);
  });

  test("before the run ends: what was said of the commit before goes", async () => {
    await comment(pull.head.sha);
    const older = pull.head.sha;
    push(zone("192.0.2.21"));
    await comment(older);
    expect(bodies()).toEqual([expect.stringContaining("⏳ Not known yet")]);
  });

  test("and the newer run has reported: that stays", async () => {
    const older = pull.head.sha;
    push(zone("192.0.2.21"));
    await comment(pull.head.sha, 9_500);
    const before = bodies();
    await comment(older, 9_400);
    expect(bodies()).toEqual(before);
  });

  test("the pull request goes to another branch while the report is made: likewise", async () => {
    repository.commit("stable", zone("192.0.2.20"));
    await comment(pull.head.sha);
    state.before.push({
      on: /^GET .*\/compare\//,
      act: () => Object.assign(pull, { base: { branch: "stable" } }),
    });
    await comment(pull.head.sha);
    expect(bodies()).toEqual([expect.stringContaining("⏳ Not known yet")]);
  });

  test("twice, there and back: evidence of one commit does not stand beside the files of the other", async () => {
    push({ ".github/workflows/plan.yml": "name: plan\n" });
    const evil = pull.head.sha;
    const innocent = repository.commit("innocent", zone("192.0.2.20"), "main");
    const path = {
      nameserver: { name: "x", address: "127.0.0.1", port: 53 },
      ...{
        transport: "udp",
        client: { kind: "dig", version: "9.20" },
        asked: 99,
        passed: 99,
        serials: [],
        misses: [],
      },
      ...{ notes: [], milliseconds: { median: 1, slowest: 1 }, answeredBy: [], truncated: 0, instead: 0 },
    };
    const evidence = JSON.stringify({ version: 1, head: evil, milliseconds: 5, paths: [path] });
    const content = zip([{ name: "evidence.json", content: evidence }]);
    state.artifacts.push({ id: 1, run: 7, name: "zonepipe-evidence", zip: content });
    const headBecomes = (sha: string) => () => void Object.assign(pull.head, { sha });
    state.before.push({ on: /^GET .*\/compare\//, act: headBecomes(innocent) });
    state.before.push({ on: /^GET .*\/artifacts\/\d+\/zip$/, act: headBecomes(evil) });
    await comment(evil, 7);
    expect(bodies()).toEqual([expect.stringContaining(".github/workflows/plan.yml")]);
    expect(bodies()[0]).not.toContain("99 of 99 answers as expected");
    expect(bodies()[0]).toContain("this proves nothing");
  });
});

test("a pull request costs few of the hour's requests", async () => {
  await comment(pull.head.sha);
  expect(state.allowance.core.used).toBeLessThan(25);
  expect(state.allowance.graphql.used).toBeLessThan(10);
});
