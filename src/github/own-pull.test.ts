import { afterEach, beforeEach, expect, test } from "vitest";
import { startDeploying } from "../../test/fakes/github/deploying.ts";
import type { FakeGithub } from "../../test/fakes/github/server.ts";
import { EXPIRED_JOB, type State } from "../../test/fakes/github/state.ts";
import { EXPIRED_BRANCH, type KeptPull, keepPull, type WantedPull } from "./own-pull.ts";

const WHERE = { owner: "example-org", repo: "dns" };
const FILE = "zones/a.yaml";

let state: State;
let fake: FakeGithub;
let commit: string;
let git: (...args: string[]) => string;
let keep: (files: { readonly [path: string]: string }, more?: Partial<WantedPull>) => Promise<KeptPull>;

beforeEach(async () => {
  const deploying = await startDeploying();
  ({ state, fake, commit } = deploying);
  git = deploying.repository.git;
  state.permissions = EXPIRED_JOB;
  keep = (files, more = {}) =>
    keepPull(
      deploying.github,
      WHERE,
      { run: 7, attempt: 1 },
      {
        ...{ title: "Remove 1 record", text: "Because.\n", message: "Remove 1 record\n" },
        base: { branch: "main", commit },
        files: new Map(Object.entries(files)),
        ...more,
      },
    );
});
afterEach(async () => {
  await fake.stop();
  expect(state.violations).toEqual([]);
});

test("one pull request is opened, with one commit on the base that changes the file and nothing else", async () => {
  expect(await keep({ [FILE]: "b\n" })).toMatchObject({ outcome: "opened" });
  expect(state.pulls).toMatchObject([
    { state: "open", head: { branch: EXPIRED_BRANCH }, base: { branch: "main" } },
  ]);
  expect(git("rev-parse", `${EXPIRED_BRANCH}^`)).toBe(commit);
  expect(git("diff", "--name-only", "main", EXPIRED_BRANCH)).toBe(FILE);
  expect(git("show", `${EXPIRED_BRANCH}:${FILE}`)).toBe("b");
});

test("the next night changes nothing, and another content the same pull request", async () => {
  await keep({ [FILE]: "b\n" });
  const tip = git("rev-parse", EXPIRED_BRANCH);
  expect(await keep({ [FILE]: "b\n" })).toMatchObject({ outcome: "unchanged" });
  expect(git("rev-parse", EXPIRED_BRANCH)).toBe(tip);
  expect(await keep({ [FILE]: "b\n" }, { text: "Because of that.\n" })).toMatchObject({ outcome: "updated" });
  expect(git("rev-parse", EXPIRED_BRANCH)).toBe(tip);
  expect(await keep({ [FILE]: "c\n" })).toMatchObject({ outcome: "updated" });
  expect(git("rev-parse", EXPIRED_BRANCH)).not.toBe(tip);
  expect(git("show", `${EXPIRED_BRANCH}:${FILE}`)).toBe("c");
  expect(await keep({ [FILE]: "c\n" })).toMatchObject({ outcome: "unchanged" });
  expect(state.pulls.length).toBe(1);
});

test("when nothing is left it is closed, and its branch goes; the next is a new one", async () => {
  expect(await keep({})).toEqual({ outcome: "none" });
  await keep({ [FILE]: "b\n" });
  expect(await keep({})).toMatchObject({ outcome: "closed" });
  expect(state.pulls[0]!.state).toBe("closed");
  expect(git("branch", "--list", EXPIRED_BRANCH)).toBe("");
  expect(await keep({ [FILE]: "b\n" })).toMatchObject({ outcome: "opened" });
});

test("a branch that is left of one that was merged is taken again", async () => {
  await keep({ [FILE]: "b\n" });
  state.pulls[0]!.state = "closed";
  expect(await keep({ [FILE]: "c\n" })).toMatchObject({ outcome: "opened" });
  expect(git("show", `${EXPIRED_BRANCH}:${FILE}`)).toBe("c");
});

test("what somebody else pushed to the branch stays", async () => {
  await keep({ [FILE]: "b\n" });
  git("branch", "--force", EXPIRED_BRANCH, "main");
  for (const files of [{ [FILE]: "c\n" }, {}]) expect(await keep(files)).toMatchObject({ outcome: "left" });
  expect(git("rev-parse", EXPIRED_BRANCH)).toBe(commit);
  expect(state.pulls[0]!.state).toBe("open");
});

test("somebody else's pull request from that branch is not touched", async () => {
  await keep({ [FILE]: "b\n" });
  state.pulls[0]!.words = { ...state.pulls[0]!.words!, author: { login: "mallory", type: "User" } };
  await expect(keep({ [FILE]: "c\n" })).rejects.toThrow("somebody else's, from the branch zonepipe/expired");
});

test("a token that may not push says which permission is missing", async () => {
  state.permissions = new Set([...EXPIRED_JOB].filter((each) => each !== "contents: write"));
  await expect(keep({ [FILE]: "b\n" })).rejects.toThrow('give the job the permission "contents: write"');
});

test("where no workflow may open pull requests GitHub's own words are shown", async () => {
  const message = "GitHub Actions is not permitted to create or approve pull requests.";
  state.faults.push({ on: /^POST .*\/pulls$/, times: 1, status: 403, message, isCarriedOut: false });
  await expect(keep({ [FILE]: "b\n" })).rejects.toThrow(message);
  // The branch is there by then, and the next run goes on from it.
  expect(await keep({ [FILE]: "b\n" })).toMatchObject({ outcome: "opened" });
});
