import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Account, Pull } from "../../fakes/github/state.ts";
import { type Scenario, scenario, withWww } from "./scenario.ts";

const LABEL = "zonepipe:allow-removal:example.org";
const ALICE: Account = { login: "alice", type: "User" };
const BEFORE = "2026-11-22T11:00:00Z";
const AFTER = "2026-11-22T13:00:00Z"; // pushes are at 12:00

let it: Scenario;
let pull: Pull;
beforeEach(async () => {
  it = await scenario();
  it.state.collaborators.set("alice", "write").set("mallory", "read").set("carol", "admin");
  pull = it.open({ "zones/example.org.yaml": null });
});
afterEach(() => it.stop());

function label(by: Account | null, at: string, name = LABEL): void {
  if (!pull.labels.includes(name)) pull.labels.push(name);
  pull.events.push({ event: "labeled", actor: by, at, label: name });
}

function unlabel(at: string): void {
  pull.labels = pull.labels.filter((name) => name !== LABEL);
  pull.events.push({ event: "unlabeled", actor: ALICE, at, label: LABEL });
}

/** What the comment says, and the plan of the pull request's own run. */
async function verdict(): Promise<{ readonly comment: string; readonly plan: number | null }> {
  const { planned, commented } = await it.planAndComment(pull);
  expect(commented.exitCode).toBe(0);
  return { comment: it.ours(pull)[0]!, plan: planned.exitCode };
}

test("without a label, a zone that goes is refused, with the label to add", async () => {
  const { comment, plan } = await verdict();
  expect(comment).toContain(`add the label \`${LABEL}\``);
  expect(plan).toBe(1);
});

test("set by somebody with write access after the push, it counts, and the comment says who and when", async () => {
  label(ALICE, AFTER);
  const { comment, plan } = await verdict();
  expect(comment).toMatch(
    /Allowed by `alice` with `zonepipe:allow-removal:example\.org` at 2026-11-22T13:00:00Z/,
  );
  expect(plan).toBe(0);
});

test("an administrator may, too", async () => {
  label({ login: "carol", type: "User" }, AFTER);
  expect((await verdict()).plan).toBe(0);
});

describe("a label that does not count", () => {
  test.each<[string, () => void, RegExp]>([
    ["set before the newest push", () => label(ALICE, BEFORE), /take it away and set it again/],
    [
      "set in the second of the push",
      () => label(ALICE, "2026-11-22T12:00:00Z"),
      /take it away and set it again/,
    ],
    [
      "set by somebody without write access",
      () => label({ login: "mallory", type: "User" }, AFTER),
      /has no write access/,
    ],
    [
      "set by somebody who is not known any more",
      () => label({ login: "gone", type: "User" }, AFTER),
      /has no write access/,
    ],
    ["set by a deleted account", () => label(null, AFTER), /does not say who set it/],
    [
      "set by an app, which anybody may have started",
      () => label({ login: "labeler[bot]", type: "Bot" }, AFTER),
      /is no person/,
    ],
    ["set only in the event's payload", () => {}, /add the label/],
    ["for another zone", () => label(ALICE, AFTER, "zonepipe:allow-removal:example.net"), /add the label/],
    [
      "for another kind of danger",
      () => label(ALICE, AFTER, "zonepipe:allow-deletes:example.org"),
      /add the label/,
    ],
    [
      "taken away and set again by somebody without write access",
      () => {
        label(ALICE, "2026-11-22T12:30:00Z");
        unlabel("2026-11-22T12:40:00Z");
        label({ login: "mallory", type: "User" }, AFTER);
      },
      /has no write access/,
    ],
    [
      "before a forced push",
      () => {
        label(ALICE, AFTER);
        pull.events.push({ event: "head_ref_force_pushed", actor: ALICE, at: "2026-11-22T13:30:00Z" });
      },
      /take it away and set it again/,
    ],
    [
      "before the pull request went to another branch",
      () => {
        label(ALICE, AFTER);
        pull.events.push({ event: "base_ref_changed", actor: ALICE, at: "2026-11-22T13:30:00Z" });
      },
      /take it away and set it again/,
    ],
  ])("%s", async (_, act, says) => {
    act();
    const commented = await it.comment(it.pretend(pull));
    expect(commented.exitCode).toBe(0);
    expect(it.ours(pull)[0]).toMatch(says);
    expect(it.ours(pull)[0]).toContain("Refused until somebody allows it");
  });
});

test("label, then push: the consent does not cover what was pushed later", async () => {
  label(ALICE, "2026-11-22T12:00:10Z");
  await it.comment(it.pretend(pull));
  expect(it.ours(pull)[0]).toContain("Allowed by `alice`");
  it.push(pull, withWww("192.0.2.66"));
  it.state.pushes[0] = { ...it.state.pushes[0]!, at: "2026-11-22T12:01:00Z" };
  await it.comment(it.pretend(pull));
  expect(it.ours(pull)).toEqual([expect.stringContaining("Refused until somebody allows it")]);
});

test("a label that is taken away counts no longer", async () => {
  label(ALICE, AFTER);
  await it.comment(it.pretend(pull));
  unlabel("2026-11-22T14:00:00Z");
  await it.comment(it.pretend(pull));
  expect(it.ours(pull)).toEqual([expect.stringContaining("Refused until somebody allows it")]);
});

test("a commit dated into the past does not make a label newer than the push", async () => {
  label(ALICE, BEFORE);
  it.repository.git("checkout", "-q", pull.head.branch);
  it.repository.git("commit", "-q", "--amend", "--no-edit", "--date", "2020-01-01T00:00:00Z");
  pull.head.sha = it.repository.git("rev-parse", "HEAD");
  it.state.pushes.unshift({ ...it.state.pushes[0]!, after: pull.head.sha });
  await it.comment(it.pretend(pull));
  expect(it.ours(pull)[0]).toContain("take it away and set it again");
});

test("the label is among more events than fit on a page", async () => {
  for (let index = 0; index < 250; index++) {
    pull.events.push({ event: "closed", actor: ALICE, at: BEFORE });
  }
  label(ALICE, AFTER);
  await it.comment(it.pretend(pull));
  expect(it.ours(pull)[0]).toContain("Allowed by `alice`");
});

describe("a private fork, whose pushes GitHub does not show", () => {
  const open = (pushedAt: string) => {
    it.repository.commit("other", {});
    pull = it.open(
      { "zones/example.org.yaml": null },
      { fork: { isPrivate: true, pushedAt }, branch: "private" },
    );
  };

  test("the newest push to any of its branches stands in", async () => {
    open("2026-11-22T12:00:00Z");
    label(ALICE, AFTER);
    await it.comment(it.pretend(pull));
    expect(it.ours(pull)[0]).toContain("Allowed by `alice`");
  });

  test("also where that is later than the label", async () => {
    open("2026-11-22T15:00:00Z");
    label(ALICE, AFTER);
    await it.comment(it.pretend(pull));
    expect(it.ours(pull)[0]).toContain("Refused until somebody allows it");
  });
});

test("GitHub's record of pushes lags behind the branch: the newest push of all stands in", async () => {
  label(ALICE, AFTER);
  it.state.pushes[0] = { ...it.state.pushes[0]!, after: "c".repeat(40), at: BEFORE };
  pull.head.repository!.pushedAt = "2026-11-22T15:00:00Z";
  await it.comment(it.pretend(pull));
  expect(it.ours(pull)[0]).toContain("Refused until somebody allows it");
});
