import { rmSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeGithub, startFakeGithub } from "../../fakes/github/server.ts";
import { EXPIRED_JOB, emptyState, type State } from "../../fakes/github/state.ts";
import { type GitRepository, gitRepository } from "../pull-request/git-repository.ts";
import { type Ended, runAction } from "../pull-request/run-action.ts";

const ZONE = `'': {type: NS, values: [ns1.example.net., ns2.example.net.]}
# for the fair
fair: {type: A, value: 192.0.2.7, zonepipe: {owner: events, expires: 2020-01-31}}
www: {type: A, value: 192.0.2.1} # always
`;

let state: State;
let fake: FakeGithub;
let repository: GitRepository;

beforeEach(async () => {
  state = emptyState();
  state.permissions = EXPIRED_JOB;
  repository = gitRepository({ "zones/example.com.yaml": ZONE, "zones/_config.yaml": "expired: remove\n" });
  state.gitFolder = repository.folder;
  fake = await startFakeGithub(state);
});
afterEach(async () => {
  await fake.stop();
  rmSync(repository.folder, { recursive: true, force: true });
  expect(state.violations).toEqual([]);
});

test("a nightly run keeps one pull request that takes out what has expired, and closes it when that is done", async () => {
  const first = await run();
  expect(first.log).toContain("The pull request was opened");
  expect([first.exitCode, first.outputs["pull-request-url"]]).toEqual([
    0,
    `https://github.com/example-org/dns/pull/${state.pulls[0]!.number}`,
  ]);
  expect(repository.git("show", "zonepipe/expired:zones/example.com.yaml")).toBe(
    ZONE.replace(/^fair.*\n/m, "").trimEnd(),
  );
  const { title, body } = state.pulls[0]!.words!;
  expect(title).toBe("Remove 1 record whose last day is over");
  expect(body).toContain(
    "| `fair.example.com.` | A | `192.0.2.7` | events | 2020-01-31 | `zones/example.com.yaml:3` |",
  );
  expect((await run()).log).toContain("The pull request is as it should be");
  repository.commit("main", { "zones/example.com.yaml": ZONE.replace("2020", "2999") });
  expect((await run()).log).toContain("The pull request was closed");
  expect(state.pulls.map((pull) => pull.state)).toEqual(["closed"]);
});

test("a run for another branch is refused, and one whose zones cannot be read touches nothing", async () => {
  const other = await run("refs/heads/other");
  expect(other.log).toContain('the run is for "refs/heads/other"; expected "refs/heads/main"');
  repository.commit("main", { "zones/example.com.yaml": `${ZONE}x: {type: A, value: none}\n` });
  const broken = await run();
  expect([other.exitCode, broken.exitCode, state.pulls]).toEqual([2, 1, []]);
});

function run(ref = "refs/heads/main"): Promise<Ended> {
  return runAction({
    inputs: { mode: "expired", zones: "zones", "github-token": "t" },
    event: "schedule",
    payload: {},
    workspace: repository.checkout(repository.git("rev-parse", "main")),
    apiUrl: fake.url,
    runId: 7,
    env: { GITHUB_REF: ref },
  });
}
