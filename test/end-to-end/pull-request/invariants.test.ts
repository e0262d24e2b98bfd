import { afterEach, beforeEach, expect, test } from "vitest";
import type { Pull } from "../../fakes/github/state.ts";
import { type Scenario, scenario, withWww, ZONES } from "./scenario.ts";

const LABEL = "zonepipe:allow-invariant:own";
const INVARIANTS = "own: {addresses: [192.0.2.0/24], why: the firewall lets nothing else out}\n";
const GONE = { "zones/_invariants.yaml": null };

let it: Scenario;
beforeEach(async () => {
  it = await scenario({ ...ZONES, "zones/_invariants.yaml": INVARIANTS });
  it.state.collaborators.set("alice", "write");
});
afterEach(() => it.stop());

/** What the comment says, and the exit code of the pull request's own run. */
async function verdict(pull: Pull): Promise<{ readonly comment: string; readonly plan: number | null }> {
  const { planned, commented } = await it.planAndComment(pull);
  expect(commented.exitCode).toBe(0);
  const comment = (it.ours(pull)[0] ?? "").replaceAll("\u200b", ""); // it keeps GitHub from making links of names
  return { comment, plan: planned.exitCode };
}

test("a pull request that keeps them has no word of them", async () => {
  const { comment, plan } = await verdict(it.open(withWww("192.0.2.20")));
  expect(comment).not.toContain("nvariant");
  expect(plan).toBe(0);
});

test("one that is broken is an error at the record, with its reason and the question that shows it", async () => {
  const { comment, plan } = await verdict(it.open(withWww("203.0.113.9")));
  expect(comment).toMatch(/zones\/example\.com\.yaml:4:/);
  expect(comment).toContain("dig www.example.com. A");
  expect(comment).toContain("the firewall lets nothing else out");
  expect(plan).toBe(1);
});

test("one that goes in the pull request that breaks it is refused, until its label is set", async () => {
  const pull = it.open({ ...withWww("203.0.113.9"), ...GONE });
  const { comment, plan } = await verdict(pull);
  expect(comment).toContain(`add the label \`${LABEL}\``);
  expect(comment).toContain(
    "Invariant own goes, and as it was it does not hold: www.example.com. leads to 203.0.113.9",
  );
  expect(plan).toBe(1);

  pull.labels.push(LABEL);
  const alice = { login: "alice", type: "User" } as const;
  pull.events.push({ event: "labeled", actor: alice, at: "2026-11-22T13:00:00Z", label: LABEL });
  const allowed = await verdict(pull);
  expect(allowed.comment).toContain(`Allowed by \`alice\` with \`${LABEL}\``);
  expect(allowed.plan).toBe(0);
});

test("one that goes and changes no zone is told, too", async () => {
  const pull = it.open(GONE);
  const { planned, commented } = await it.planAndComment(pull);
  expect(planned.exitCode).toBe(1);
  expect(commented.outputs).toMatchObject({ posted: "created" });
});
