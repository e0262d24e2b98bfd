import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type GitRepository, gitRepository } from "../../test/end-to-end/pull-request/git-repository.ts";
import { type FakeGithub, startFakeGithub } from "../../test/fakes/github/server.ts";
import { DEPLOY_JOB, emptyState, type Pull, type State } from "../../test/fakes/github/state.ts";
import type { Merged } from "../deploy/merged.ts";
import { githubClient } from "../github/client.ts";
import type { Plan } from "../plan/plan.ts";
import { changeRows } from "../report/wording.ts";
import { findClone } from "../world/clone.ts";
import { realWorld } from "../world/real.ts";
import { mergedChanges } from "./merged-changes.ts";

const NOW = "2026-11-22T12:00:00Z";
const LATER = "2026-11-22T13:00:00Z";
const ZONE = "'': {type: NS, values: [ns1.example.net., ns2.example.net.]}\n";
const zone = (...names: readonly string[]) => ({
  "zones/example.com.yaml": ZONE + names.map((name) => `${name}: {type: A, value: 192.0.2.1}\n`).join(""),
});
const OTHER = { "zones/example.org.yaml": ZONE };

let state: State;
let fake: FakeGithub;
let repository: GitRepository;
let deployed: string;
const clones: string[] = [];

beforeEach(async () => {
  state = emptyState();
  state.permissions = DEPLOY_JOB;
  repository = gitRepository(zone("www"));
  state.gitFolder = repository.folder;
  deployed = main();
  fake = await startFakeGithub(state);
});
afterEach(async () => {
  await fake.stop();
  for (const folder of [repository.folder, ...clones.splice(0)])
    rmSync(folder, { recursive: true, force: true });
  expect(state.violations).toEqual([]);
});

const main = () => repository.git("rev-parse", "main");

/** A merged pull request; its branch is gone, and a clone has of it what main has. */
function merge(head: string, how: "merge" | "squash" | "rebase"): Pull {
  const before = main();
  const branch = `pull-${head.slice(0, 8)}`;
  const base = repository.git("merge-base", before, head);
  repository.git("checkout", "-q", "main");
  if (how === "merge") repository.git("merge", "-q", "--no-ff", "-m", "Merge", head);
  else if (how === "squash") {
    repository.git("merge", "-q", "--squash", head);
    repository.git("commit", "-q", "-m", "Squashed");
  } else {
    // Another committer date, so that the rebased commits are others, as GitHub makes them.
    repository.git("-c", "user.name=GitHub", "cherry-pick", "--allow-empty", `${base}..${head}`);
  }
  const brought = repository.git("rev-list", "--first-parent", `${before}..main`).split("\n");
  const pull: Pull = {
    number: state.pulls.length + 1,
    state: "closed",
    head: {
      repository: { id: state.repositoryId, owner: state.owner, repo: state.repo, pushedAt: LATER },
      branch,
      sha: head,
    },
    base: { branch: "main" },
    labels: [],
    events: [],
    mergedAt: "2026-11-22T12:30:00Z",
    brought,
  };
  state.pulls.push(pull);
  state.pushes.push({ repository: "example-org/dns", ref: `refs/heads/${branch}`, after: head, at: NOW });
  return pull;
}

/** A branch with one commit for each tree, from what was deployed. Gives its head; the branch is gone then. */
function branch(...trees: readonly { readonly [path: string]: string | null }[]): string {
  let head = deployed;
  for (const tree of trees) head = repository.commit("work", tree, deployed);
  repository.git("checkout", "-q", "main");
  repository.git("branch", "-q", "-D", "work");
  return head;
}

function read(from: string | null = deployed): Promise<Merged> {
  const clone = repository.checkout(main());
  clones.push(clone);
  return mergedChanges(
    {
      github: githubClient({
        token: "t",
        apiUrl: fake.url,
        wait: () => Promise.resolve(),
        onPause: () => {},
      }),
      repository: { owner: "example-org", repo: "dns" },
      branch: "main",
      clone: findClone(clone),
      zones: "zones",
      world: realWorld(true),
    },
    from ?? undefined,
    main(),
  );
}

const rows = ({ zones, removed }: Plan) => [
  ...zones.flatMap(({ zone: { origin }, changes }) =>
    (changes ?? []).flatMap((change) => changeRows(change, origin).map(({ sign, name }) => `${sign}${name}`)),
  ),
  ...removed.map(() => "-zone"),
];

describe.each(["merge", "squash", "rebase"] as const)("a pull request that was merged by %s", (how) => {
  test("is planned again from where it left its base to its head", async () => {
    const head = branch(zone("www", "a"), zone("www", "a", "b"));
    repository.commit("main", OTHER);
    merge(head, how);
    const { pulls, pushes, notes } = await read();
    expect(notes).toEqual([]);
    expect(pulls.map(({ number, plan }) => [number, rows(plan)])).toEqual([[1, ["+a", "+b"]]]);
    expect(pushes.map(rows)).toEqual([
      [expect.stringContaining("example.org."), expect.any(String), expect.any(String)],
    ]);
  });
});

test("what a merge brought besides is in no plan", async () => {
  merge(branch(zone("www", "a")), "squash");
  repository.commit("main", zone("www", "a", "evil"));
  repository.git("reset", "-q", "--soft", "HEAD~2");
  repository.git("commit", "-q", "-m", "Squashed, with more");
  state.pulls[0]!.brought = [main()];
  const { pulls, pushes } = await read();
  expect(pulls.map(({ plan }) => rows(plan))).toEqual([["+a"]]);
  expect(pushes).toEqual([]);
});

test("two pull requests, in the order of their merges", async () => {
  const first = branch(zone("www"), OTHER);
  const second = branch(zone("www", "b"));
  merge(second, "merge");
  merge(first, "rebase");
  const { pulls } = await read();
  expect(pulls.map(({ number }) => number)).toEqual([1, 2]);
  expect(rows(pulls[0]!.plan)).toEqual(["+b"]);
});

test("a pull request that changes no zone is there, for it gets its comment", async () => {
  merge(branch({ "README.md": "hello\n" }), "squash");
  expect((await read()).pulls.map(({ number, plan }) => [number, rows(plan)])).toEqual([[1, []]]);
});

test("one into another branch does not count", async () => {
  merge(branch(zone("www", "a")), "merge").base.branch = "next";
  const { pulls, pushes } = await read();
  expect(pulls).toEqual([]);
  expect(pushes.map(rows)).toEqual([["+a"]]);
});

test("zones with errors at its head are no plan, and not a zone that goes", async () => {
  merge(branch({ "zones/example.com.yaml": "www: {type: A, value: nonsense}\n" }), "squash");
  const { pulls, notes } = await read();
  expect(pulls.map(({ plan }) => rows(plan))).toEqual([[]]);
  expect(notes).toEqual([
    expect.stringContaining("Pull request #1 could not be planned again: the zones have errors"),
  ]);
});

test("before the first deployment, only the last merge counts", async () => {
  merge(branch(zone("www", "a")), "squash");
  merge(branch(OTHER), "squash");
  expect((await read(null)).pulls.map(({ number }) => number)).toEqual([2]);
});

test("GitHub cannot say now whose commit it is: then it is nobody's", async () => {
  merge(branch(zone("www", "a")), "squash");
  state.faults.push({ on: /\/commits\/.*\/pulls$/, times: 1, status: 409 });
  const { pulls, pushes } = await read();
  expect([pulls.length, pushes.map(rows)]).toEqual([0, [["+a"]]]);
});

test("a history that was rewritten explains nothing", async () => {
  const old = deployed;
  repository.git("commit", "-q", "--amend", "-m", "Another beginning");
  const { pulls, pushes, notes } = await read(old);
  expect([pulls, pushes]).toEqual([[], []]);
  expect(notes).toEqual([expect.stringContaining("is no ancestor")]);
});

describe("labels of a merged pull request", () => {
  const LABEL = "zonepipe:allow-removal:example.com";
  const label = (pull: Pull, at: string) => {
    pull.labels.push(LABEL);
    pull.events.push({ event: "labeled", actor: { login: "alice", type: "User" }, at, label: LABEL });
  };
  beforeEach(() => state.collaborators.set("alice", "write"));
  const allowed = async () =>
    (await read()).pulls.map(({ allowances }) => [...allowances.values()].map(({ by }) => by));

  test.each<[string, (pull: Pull) => void, string[]]>([
    ["set after the push and before the merge", (pull) => label(pull, "2026-11-22T12:10:00Z"), ["alice"]],
    ["set before the push", (pull) => label(pull, "2026-11-22T11:00:00Z"), []],
    ["set after the merge", (pull) => label(pull, LATER), ["alice"]],
    [
      "set before the merge, the fork being gone, so that nobody knows when it was pushed",
      (pull) => {
        pull.head.repository = undefined;
        label(pull, "2026-11-22T12:10:00Z");
      },
      [],
    ],
    [
      "set after the merge, the fork being gone",
      (pull) => {
        pull.head.repository = undefined;
        label(pull, LATER);
      },
      ["alice"],
    ],
    [
      "set before the merge, the branch being pushed to again since",
      (pull) => {
        label(pull, "2026-11-22T12:10:00Z");
        state.pushes.unshift({ ...state.pushes[0]!, after: "c".repeat(40), at: LATER });
        pull.events.push({ event: "head_ref_restored", actor: null, at: LATER });
      },
      ["alice"],
    ],
  ])("%s", async (_, act, by) => {
    act(merge(branch({ "zones/example.com.yaml": null, ...OTHER }), "squash"));
    expect(await allowed()).toEqual([by]);
  });
});

test("what a pull request does to invariants comes with it; a push that does something counts as nobody's plan", async () => {
  const invariants = { "zones/_invariants.yaml": "own: {addresses: [192.0.2.0/24], why: x}\n" };
  deployed = repository.commit("main", invariants);
  merge(branch({ "zones/_invariants.yaml": null }), "merge");
  repository.commit("main", { "zones/_invariants.yaml": "own: {wildcards: [], why: x}\n" });
  const back = main();
  repository.commit("main", { "zones/_invariants.yaml": null, ...zone("www", "a") });
  const { pulls, pushes, notes } = await read();
  expect(pulls.map((pull) => pull.invariants?.map(({ message }) => message))).toEqual([
    ["Invariant own goes (x)"],
  ]);
  expect(pushes.map(rows)).toEqual([[]]); // the one that made it anew
  expect(notes).toEqual([
    `Commit ${main()} came without a pull request, and would need zonepipe:allow-invariant:own: nobody planned it.`,
  ]);
  expect(back).not.toBe(main());
});
