import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeGithub, startFakeGithub } from "../../test/fakes/github/server.ts";
import {
  type Account,
  emptyState,
  type IssueEvent,
  type Pull,
  type State,
} from "../../test/fakes/github/state.ts";
import { allowLabels } from "./allow-labels.ts";
import { githubClient } from "./client.ts";
import { getPullRequest } from "./pull-request.ts";

const WHERE = { owner: "example-org", repo: "dns" };
const LABEL = "zonepipe:allow-removal:example.org";
const HEAD = "a".repeat(40);
const OTHER = "b".repeat(40);
const GONE = "0".repeat(40);
const ALICE: Account = { login: "alice", type: "User" };

let state: State;
let fake: FakeGithub;
let pull: Pull;
beforeEach(async () => {
  state = emptyState();
  state.collaborators.set("alice", "write");
  pull = {
    number: 1,
    state: "open",
    head: {
      repository: { id: 2_002, owner: "stranger", repo: "dns", pushedAt: at("15:00") },
      branch: "x",
      sha: HEAD,
    },
    base: { branch: "main" },
    labels: [LABEL],
    events: [],
  };
  state.pulls.push(pull);
  fake = await startFakeGithub(state);
});
afterEach(async () => {
  await fake.stop();
  expect(state.violations).toEqual([]);
});

/** `12:30`, or `12:30:15`. */
function at(time: string): string {
  return `2026-11-22T${time.length === 5 ? `${time}:00` : time}Z`;
}

/** What happened, in GitHub's order: pushes to the branch, and events of the pull request. */
type Story = readonly (readonly [string, "push" | IssueEvent["event"], string?])[];

/** Whether the label counts after all that. */
async function counts(story: Story): Promise<boolean> {
  for (const [time, what, detail] of story) {
    if (what === "push")
      state.pushes.unshift({ repository: "stranger/dns", ref: "refs/heads/x", after: detail!, at: at(time) });
    else
      pull.events.push({
        event: what,
        actor: ALICE,
        at: at(time),
        ...(what.endsWith("labeled") && { label: LABEL }),
      });
    if (what === "merged") Object.assign(pull, { state: "closed", mergedAt: at(time) });
  }
  const wait = () => Promise.resolve();
  const github = githubClient({ token: "t", apiUrl: fake.url, wait, onPause: () => {} });
  const { counted } = await allowLabels(github, WHERE, await getPullRequest(github, WHERE, 1));
  return counted.length === 1;
}

const AGREED: Story = [
  ["12:00", "push", HEAD],
  ["12:10", "labeled"],
  ["12:20", "merged"],
];

describe("a label that was given before the merge stays, whatever happens to the branch then", () => {
  test.each<[string, Story]>([
    ["nothing", []],
    ["another commit is pushed", [["12:30", "push", OTHER]]],
    ["and in the second of the merge", [["12:20", "push", OTHER]]],
    [
      "the branch is deleted, in the second of the merge",
      [
        ["12:20", "push", GONE],
        ["12:20", "head_ref_deleted"],
      ],
    ],
    [
      "it is forced elsewhere and back",
      [
        ["12:20", "head_ref_force_pushed"],
        ["12:30", "push", OTHER],
        ["12:31", "head_ref_force_pushed"],
        ["12:40", "push", HEAD],
      ],
    ],
    [
      "it is deleted and restored",
      [
        ["12:30", "push", GONE],
        ["12:30", "head_ref_deleted"],
        ["12:40", "push", HEAD],
        ["12:40", "head_ref_restored"],
      ],
    ],
    ["it is pushed to 250 times", Array.from({ length: 250 }, () => ["12:30", "push", OTHER] as const)],
  ])("%s", async (_, after) => {
    expect(await counts([...AGREED, ...after])).toBe(true);
  });
});

test("a label that is set after the merge counts", async () => {
  expect(
    await counts([
      ["12:00", "push", HEAD],
      ["12:20", "merged"],
      ["12:30", "push", OTHER],
      ["12:40", "labeled"],
    ]),
  ).toBe(true);
});

describe("a label before the newest push before the merge does not count", () => {
  test.each<[string, Story]>([
    [
      "a later push",
      [
        ["11:00", "push", OTHER],
        ["11:10", "labeled"],
        ["12:00", "push", HEAD],
        ["12:20", "merged"],
      ],
    ],
    [
      "the same commit again, after another",
      [
        ["11:00", "push", HEAD],
        ["11:10", "labeled"],
        ["11:20", "push", OTHER],
        ["11:30", "push", HEAD],
        ["12:20", "merged"],
      ],
    ],
    [
      "in the second of the merge",
      [
        ["11:00", "push", OTHER],
        ["12:20", "labeled"],
        ["12:20", "push", HEAD],
        ["12:20", "merged"],
      ],
    ],
    [
      "a force, which the record of pushes does not have yet",
      [
        ["11:00", "push", HEAD],
        ["11:10", "labeled"],
        ["11:20", "head_ref_force_pushed"],
        ["12:20", "merged"],
      ],
    ],
    [
      "the record has another commit as the newest",
      [
        ["11:00", "push", HEAD],
        ["11:10", "labeled"],
        ["11:20", "push", OTHER],
        ["12:20", "merged"],
      ],
    ],
    [
      "the branch was deleted and restored before the merge",
      [
        ["11:00", "push", HEAD],
        ["11:10", "labeled"],
        ["11:20", "push", GONE],
        ["11:20", "head_ref_deleted"],
        ["11:30", "push", HEAD],
        ["11:30", "head_ref_restored"],
        ["12:20", "merged"],
      ],
    ],
    ["taken away after the merge", [...AGREED, ["12:40", "unlabeled"]]],
  ])("%s", async (_, story) => {
    expect(await counts(story)).toBe(false);
  });
});

describe("as long as it is open", () => {
  test.each<[string, Story, boolean]>([
    [
      "after the push",
      [
        ["12:00", "push", HEAD],
        ["12:10", "labeled"],
      ],
      true,
    ],
    [
      "closed, and opened again",
      [
        ["12:00", "push", HEAD],
        ["12:10", "labeled"],
        ["12:20", "closed"],
        ["12:30", "reopened"],
      ],
      true,
    ],
    [
      "closed, pushed to, and opened again",
      [
        ["11:00", "push", OTHER],
        ["11:10", "labeled"],
        ["11:20", "closed"],
        ["11:30", "push", HEAD],
        ["11:40", "reopened"],
      ],
      false,
    ],
    [
      "taken away and set again",
      [
        ["12:00", "push", HEAD],
        ["12:10", "labeled"],
        ["12:20", "unlabeled"],
        ["12:30", "labeled"],
      ],
      true,
    ],
    [
      "before the push",
      [
        ["12:10", "labeled"],
        ["12:20", "push", HEAD],
      ],
      false,
    ],
    [
      "the record lags behind the head",
      [
        ["12:00", "push", OTHER],
        ["12:10", "labeled"],
      ],
      false,
    ],
  ])("%s", async (_, story, expected) => {
    expect(await counts(story)).toBe(expected);
  });
});
