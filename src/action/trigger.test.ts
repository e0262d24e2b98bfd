import { describe, expect, test } from "vitest";
import { examplePayload, type Payload, part } from "../../test/fakes/github/payloads.ts";
import { readTrigger } from "./trigger.ts";

describe("GitHub's own examples", () => {
  test("of a pull request", () => {
    const payload = examplePayload("pull_request", "opened");
    expect(readTrigger("pull_request", payload)).toEqual({
      kind: "pull-request",
      number: payload.number,
      baseSha: part(part(payload, "pull_request"), "base").sha,
      headSha: part(part(payload, "pull_request"), "head").sha,
      isFork: false,
    });
  });

  test.each<[string, unknown, boolean]>([
    ["another repository", { id: 7 }, true],
    ["a repository that is gone", null, true],
  ])("of a pull request from %s", (_, repo, isFork) => {
    const payload = examplePayload("pull_request", "opened");
    const pull = part(payload, "pull_request");
    const changed = { ...payload, pull_request: { ...pull, head: { ...part(pull, "head"), repo } } };
    expect(readTrigger("pull_request", changed)).toMatchObject({ isFork });
  });

  test("of the merge queue", () => {
    const payload = examplePayload("merge_group", "checks_requested");
    const { base_sha, head_sha } = part(payload, "merge_group");
    expect(readTrigger("merge_group", payload)).toEqual({
      kind: "merge-queue",
      number: 104,
      baseSha: base_sha,
      headSha: head_sha,
    });
  });

  test("of a run that ended", () => {
    const payload = examplePayload("workflow_run", "completed");
    const run = part(payload, "workflow_run");
    expect(readTrigger("workflow_run", payload)).toEqual({
      kind: "workflow-run",
      run: {
        id: run.id,
        attempt: run.run_attempt,
        event: run.event,
        url: run.html_url,
        headSha: run.head_sha,
        headBranch: run.head_branch,
        headRepository: { id: part(run, "head_repository").id, owner: "octo-org" },
      },
    });
  });

  test("of anything else", () => {
    expect(readTrigger("push", {})).toEqual({ kind: "other", event: "push" });
  });
});

describe("a payload that is not as GitHub sends it is refused", () => {
  const pull = examplePayload("pull_request", "opened");
  const run = examplePayload("workflow_run", "completed");
  const withPull = (change: Payload) => ({
    ...pull,
    pull_request: { ...part(pull, "pull_request"), ...change },
  });
  const withRun = (change: Payload) => ({
    ...run,
    workflow_run: { ...part(run, "workflow_run"), ...change },
  });
  test.each<[string, string, unknown, string]>([
    ["nothing", "pull_request", undefined, '"pull_request"'],
    ["a number that is text", "pull_request", withPull({ number: "1; rm -rf /" }), '"number"'],
    ["a number below one", "pull_request", withPull({ number: 0 }), '"number"'],
    ["a commit that is an option", "pull_request", withPull({ head: { sha: "--upload-pack=x" } }), '"sha"'],
    ["a commit that is a short one", "pull_request", withPull({ base: { sha: "0123abc" } }), '"sha"'],
    ["a run without a commit", "workflow_run", withRun({ head_sha: null }), '"head_sha"'],
    [
      "a run whose repository has no owner",
      "workflow_run",
      withRun({ head_repository: { id: 1 } }),
      '"owner"',
    ],
  ])("%s", (_, event, payload, says) => {
    expect(() => readTrigger(event, payload)).toThrow(says);
  });

  test("a repository that is gone is none", () => {
    expect(readTrigger("workflow_run", withRun({ head_repository: null }))).toMatchObject({
      run: { headRepository: undefined },
    });
  });
});
