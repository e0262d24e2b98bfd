import { afterEach, beforeEach, expect, test } from "vitest";
import { DEPLOYED, ROLLED_BACK, reportOf } from "../../test/deployments.ts";
import { type GitRepository, gitRepository } from "../../test/end-to-end/pull-request/git-repository.ts";
import { addComment } from "../../test/fakes/github/comments.ts";
import { type FakeGithub, startFakeGithub } from "../../test/fakes/github/server.ts";
import { DEPLOY_JOB, emptyState, type State } from "../../test/fakes/github/state.ts";
import { githubClient } from "../github/client.ts";
import type { Report } from "../report/report.ts";
import { postDeployment } from "./post-deployment.ts";

let state: State;
let fake: FakeGithub;
let repository: GitRepository;

beforeEach(async () => {
  state = emptyState();
  state.permissions = DEPLOY_JOB;
  repository = gitRepository({ "zones/a.yaml": "a\n" });
  state.gitFolder = repository.folder;
  fake = await startFakeGithub(state);
  for (const number of [1, 2]) {
    state.pulls.push({
      number,
      state: "closed",
      head: { repository: undefined, branch: `b${number}`, sha: repository.git("rev-parse", "main") },
      base: { branch: "main" },
      labels: [],
      events: [],
      mergedAt: "2026-11-22T12:00:00Z",
    });
  }
});
afterEach(async () => {
  await fake.stop();
  expect(state.violations).toEqual([]);
});

function post(report: Report, id = 7, attempt = 1, pulls = [1, 2]): Promise<string[]> {
  const context = {
    github: githubClient({ token: "t", apiUrl: fake.url, wait: () => Promise.resolve(), onPause: () => {} }),
    repository: { owner: "example-org", repo: "dns" },
    serverUrl: "https://github.com",
    run: { id, attempt, url: `https://github.com/example-org/dns/actions/runs/${id}` },
  };
  return postDeployment(context, DEPLOYED.commit, pulls, report);
}

const bodies = () => state.comments.map(({ pull, body }) => `${pull}: ${/## (.*?) ·/.exec(body)?.[1]}`);

test("every merged pull request gets the result once, under a marker of its own", async () => {
  addComment(state, 1, state.viewer, '<!-- zonepipe:plan {"run":1,"attempt":1,"head":"x"} -->\nThe plan');
  expect(await post(reportOf(DEPLOYED))).toEqual([]);
  expect(bodies()).toEqual(["1: undefined", "1: ✅ Deployed", "2: ✅ Deployed"]);
  expect(state.comments[1]!.body).toMatch(/^<!-- zonepipe:deploy \{"run":7,"attempt":1,"head":"1a2b3c/);
});

test("a later run brings it up to date, and an older one does not overwrite it", async () => {
  await post(reportOf(ROLLED_BACK));
  await post(reportOf(DEPLOYED), 7, 2);
  expect(bodies()).toEqual(["1: ✅ Deployed", "2: ✅ Deployed"]);
  await post(reportOf(ROLLED_BACK), 7, 1);
  expect(bodies()).toEqual(["1: ✅ Deployed", "2: ✅ Deployed"]);
});

test("where one cannot be written, the other is, and a sentence tells", async () => {
  state.faults.push({
    on: /^POST .*\/issues\/1\/comments$/,
    times: 1,
    status: 403,
    message: "Resource not accessible",
  });
  expect(await post(reportOf(DEPLOYED))).toEqual([
    expect.stringContaining(
      "Cannot comment on pull request 1: GitHub answered 403 (Resource not accessible)",
    ),
  ]);
  expect(bodies()).toEqual(["2: ✅ Deployed"]);
});

test("a comment of somebody else with our marker is left alone", async () => {
  const mallory = { login: "mallory", type: "User" } as const;
  addComment(
    state,
    1,
    mallory,
    `<!-- zonepipe:deploy {"run":9,"attempt":1,"head":"${"a".repeat(40)}"} -->\n## Mine · x`,
  );
  await post(reportOf(DEPLOYED), 7, 1, [1]);
  expect(bodies()).toEqual(["1: Mine", "1: ✅ Deployed"]);
});
