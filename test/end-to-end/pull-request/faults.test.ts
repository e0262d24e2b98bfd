import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Fault, Permission, Pull } from "../../fakes/github/state.ts";
import { COMMENT_JOB } from "../../fakes/github/state.ts";
import { runAction } from "./run-action.ts";
import { type Scenario, scenario, withWww } from "./scenario.ts";

let it: Scenario;
let pull: Pull;
beforeEach(async () => {
  it = await scenario();
  pull = it.open(withWww("192.0.2.20"));
});
afterEach(() => it.stop());

function fault(on: RegExp, times: number, status: number, more: Partial<Fault> = {}): void {
  it.state.faults.push({ on, times, status, ...more });
}

function without(permission: Permission): void {
  it.state.permissions = new Set([...COMMENT_JOB].filter((each) => each !== permission));
}

describe("GitHub's limits of rate", () => {
  test.each<[string, number, Partial<Fault>]>([
    [
      "403 with retry-after",
      403,
      { headers: { "retry-after": "1" }, message: "You have exceeded a secondary rate limit" },
    ],
    ["429 with retry-after", 429, { headers: { "retry-after": "1" } }],
    [
      "403 with nothing left until a moment from now",
      403,
      { headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "0" } },
    ],
  ])("%s: it waits as long as it is told and goes on, also with what it writes", async (_, status, more) => {
    fault(/^GET .*\/pulls$/, 1, status, more);
    fault(/^POST .*\/comments$/, 1, status, more);
    const ended = await it.comment(it.pretend(pull));
    expect(ended).toMatchObject({ exitCode: 0, outputs: { posted: "created" } });
    expect(ended.log.match(/GitHub's rate limit: the next try is in 1 s/g)).toHaveLength(2);
    expect(it.ours(pull)).toHaveLength(1);
  });

  test("a limit that lasts longer than a job should wait ends the run, and says when to come back", async () => {
    fault(/^GET .*\/pulls$/, 9, 403, {
      headers: { "retry-after": "3000" },
      message: "API rate limit exceeded",
    });
    const ended = await it.comment(it.pretend(pull));
    expect(ended.exitCode).toBe(2);
    expect(ended.commands.at(-1)).toMatch(
      /^::error title=zonepipe::Cannot find the pull request .* over in 3000 s/,
    );
    expect(ended.outputs).toEqual({});
  });
});

describe("GitHub fails now and then", () => {
  test("questions are asked again", async () => {
    fault(/^GET .*\/pulls$/, 1, 502);
    fault(/^GET .*\/git\/trees\//, 1, 500);
    fault(/^POST \/graphql$/, 1, 503);
    expect((await it.comment(it.pretend(pull))).outputs.posted).toBe("created");
  });

  test("a comment whose answer was lost is not written twice", async () => {
    fault(/^POST .*\/comments$/, 1, 502, { isCarriedOut: true });
    expect((await it.comment(it.pretend(pull))).exitCode).toBe(0);
    expect(it.ours(pull)).toHaveLength(1);
  });

  test("a comment that was refused with a 502 is written after another look", async () => {
    fault(/^POST .*\/comments$/, 1, 502);
    expect((await it.comment(it.pretend(pull))).outputs.posted).toBe("created");
    expect(it.ours(pull)).toHaveLength(1);
  });

  test("it never stops failing: exit code 2, and the summary has the report", async () => {
    fault(/^POST .*\/comments$/, 99, 502);
    const ended = await it.comment(it.pretend(pull));
    expect(ended).toMatchObject({ exitCode: 2, summary: expect.stringContaining("`192.0.2.20`") });
    expect(it.ours(pull)).toEqual([]);
  });

  test("our comment is deleted while it is updated: it is written anew", async () => {
    await it.comment(it.pretend(pull));
    it.push(pull, withWww("192.0.2.21"));
    it.state.before.push({ on: /^PATCH /, act: () => it.state.comments.splice(0) });
    expect((await it.comment(it.pretend(pull))).exitCode).toBe(0);
    expect(it.ours(pull)).toEqual([expect.stringContaining("`192.0.2.21`")]);
  });

  test("two branches without a common commit: everything is new", async () => {
    fault(/^GET .*\/compare\//, 9, 404, { message: "No common ancestor between a and b." });
    expect((await it.comment(it.pretend(pull))).exitCode).toBe(0);
    expect(it.ours(pull)[0]).toContain("+");
  });

  test("a comment that GitHub finds too long is an error that says so", async () => {
    fault(/^POST .*\/comments$/, 9, 422, { message: "Validation Failed" });
    const ended = await it.comment(it.pretend(pull));
    expect(ended).toMatchObject({ exitCode: 2, summary: expect.stringContaining("GitHub answered 422") });
  });

  test("a conflict is an error that says so", async () => {
    fault(/^POST .*\/comments$/, 9, 409, { message: "Conflict" });
    expect((await it.comment(it.pretend(pull))).summary).toContain("GitHub answered 409 (Conflict)");
  });
});

describe("a permission is missing", () => {
  test("to comment: the job names it, and the summary has the report", async () => {
    without("pull-requests: write");
    const ended = await it.comment(it.pretend(pull));
    expect(ended.exitCode).toBe(2);
    expect(ended.summary).toContain("`192.0.2.20`");
    expect(ended.summary).toContain("Resource not accessible by integration");
    expect(ended.commands.at(-1)).toContain('give the job the permission "pull-requests: write"');
    expect(ended.outputs).toMatchObject({ changed: "true", posted: "refused" });
  });

  test("to read artifacts: the comment says that the answers are not known", async () => {
    without("actions: read");
    expect((await it.comment(it.pretend(pull))).exitCode).toBe(0);
    expect(it.ours(pull)[0]).toContain("actions: read");
  });

  test("to read pull requests: nothing is posted, and the job names it", async () => {
    without("pull-requests: read");
    const ended = await it.comment(it.pretend(pull));
    expect(ended.exitCode).toBe(2);
    expect(ended.commands.at(-1)).toContain("pull-requests: read");
    expect(it.ours(pull)).toEqual([]);
  });

  test("to read files: the job names it, and so does the comment", async () => {
    without("contents: read");
    const ended = await it.comment(it.pretend(pull));
    expect(ended.exitCode).toBe(2);
    expect(ended.commands.at(-1)).toContain("contents: read");
    expect(it.ours(pull)).toEqual([expect.stringMatching(/❌.*could not be looked at[\s\S]*contents: read/)]);
  });

  test("a token that GitHub does not know", async () => {
    const ended = await it.comment(it.pretend(pull), { "github-token": "" });
    expect(ended).toMatchObject({ exitCode: 2, outputs: {} });
    expect(ended.commands.at(-1)).toContain("the token is not one that it knows");
  });

  test("the token is in no log, summary or file", async () => {
    fault(/^POST .*\/comments$/, 9, 422);
    const { log, summary, commands } = await it.comment(it.pretend(pull));
    expect(commands[0]).toBe("::add-mask::ghs_token_of_the_job");
    expect(log.replace(commands[0]!, "")).not.toContain("ghs_");
    expect(summary).not.toContain("ghs_");
  });
});

test("the network is gone: exit code 2, and nothing is half-written", async () => {
  const workspace = it.repository.checkout(pull.head.sha);
  const ended = await runAction({
    inputs: { mode: "comment", zones: "zones", "github-token": "ghs_token_of_the_job" },
    event: "workflow_run",
    payload: { workflow_run: workflowRun(pull) },
    workspace,
    apiUrl: "http://127.0.0.1:1", // nobody listens there
    runId: 7,
  });
  expect(ended).toMatchObject({ exitCode: 2, outputs: {}, summary: "" });
  expect(ended.commands.at(-1)).toMatch(/Cannot find the pull request of the run: GitHub cannot be reached/);
});

test("the plan needs no GitHub: without it no label counts, and that is all", async () => {
  it.state.faults.push({ on: /./, times: 99, status: 404 });
  const planned = await it.plan(pull);
  expect(planned.exitCode).toBe(0);
  expect(planned.summary).toContain("No label counts");
  expect(planned.summary).toContain("`192.0.2.20`");
});

function workflowRun({ head: { sha, branch, repository } }: Pull): object {
  return {
    id: 1,
    run_attempt: 1,
    event: "pull_request",
    html_url: "https://github.com/example-org/dns/actions/runs/1",
    head_sha: sha,
    head_branch: branch,
    head_repository: { id: repository!.id, owner: { login: repository!.owner } },
  };
}
