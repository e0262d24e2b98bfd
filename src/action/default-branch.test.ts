import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeGithub, startFakeGithub } from "../../test/fakes/github/server.ts";
import { DEPLOY_JOB, emptyState, type State } from "../../test/fakes/github/state.ts";
import { githubClient } from "../github/client.ts";
import { requireDefaultBranch } from "./default-branch.ts";

let state: State;
let fake: FakeGithub;
beforeEach(async () => {
  state = { ...emptyState(), permissions: DEPLOY_JOB };
  fake = await startFakeGithub(state);
});
afterEach(async () => {
  await fake.stop();
  expect(state.violations).toEqual([]);
});

const requireOf = (ref: string, payload: unknown) =>
  requireDefaultBranch({
    github: githubClient({ token: "t", apiUrl: fake.url, wait: () => Promise.resolve(), onPause: () => {} }),
    repository: { owner: state.owner, repo: state.repo },
    ref,
    payload,
  });
const of = (branch: unknown) => ({ repository: { default_branch: branch } });

describe("the default branch that the event tells", () => {
  test.each([
    ["main", "refs/heads/main"],
    ["zones/live", "refs/heads/zones/live"],
  ])("%s goes out", async (branch, ref) => {
    state.defaultBranch = "another";
    await requireOf(ref, of(branch));
  });

  test.each([
    ["another branch", "refs/heads/fix", 'it runs for "refs/heads/fix"; expected "refs/heads/main"'],
    ["a branch that ends alike", "refs/heads/not/main", 'it runs for "refs/heads/not/main"'],
    ["a tag of that name", "refs/tags/main", 'it runs for "refs/tags/main"'],
    ["a pull request", "refs/pull/7/merge", 'it runs for "refs/pull/7/merge"'],
    ["no ref at all", "", "it does not say for which branch"],
  ])("%s is refused, with what to run", async (_, ref, says) => {
    const refusal = requireOf(ref, of("main"));
    await expect(refusal).rejects.toThrow(says);
    await expect(refusal).rejects.toThrow("gh workflow run WORKFLOW --ref main");
  });
});

describe("GitHub is asked where the event does not tell", () => {
  test.each([
    ["no payload", undefined],
    ["null", null],
    ["a schedule", { schedule: "0 3 * * *" }],
    ["a repository that is null", { repository: null }],
    ["a branch that is no text", of(7)],
    ["an empty one", of("")],
  ])("%s", async (_, payload) => {
    state.defaultBranch = "live";
    await requireOf("refs/heads/live", payload);
    await expect(requireOf("refs/heads/main", payload)).rejects.toThrow('expected "refs/heads/live"');
  });
});
