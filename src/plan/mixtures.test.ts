import { describe, expect, test } from "vitest";
import { BASE, planned } from "../../test/planned.ts";
import { findingsOf } from "../report/findings.ts";
import { dangersOf } from "./dangers.ts";
import { reviewPlan } from "./review.ts";

const MOVED = BASE.replace("MX 10 mail\n", "MX 10 mx\n").replace("mail A 192.0.2.25", "mx A 192.0.2.26");

describe("a change that breaks mail while caches turn over", () => {
  test("needs one label for its zone", () => {
    expect(dangersOf(planned(MOVED), () => undefined)).toMatchObject([
      {
        kind: "mixture",
        label: "zonepipe:allow-mixture:example.com",
        message:
          "While caches turn over, mail can fail for up to 1 hour; `zonepipe plan --steps` looks for an order in which nothing does",
      },
    ]);
  });

  test("is a finding at its line for each thing that fails, until the label is there", () => {
    const plan = planned(MOVED);
    const findings = (allowed: boolean) =>
      findingsOf({
        command: "plan",
        outcome: "wrong",
        counts: { zones: 1, records: 1 },
        problems: [],
        notes: [],
        milliseconds: 1,
        plan,
        review: reviewPlan(plan, () => (allowed ? { by: "alice", at: "now" } : undefined)),
      }).map(({ rule, at, message }) => [rule, at?.line, message.slice(0, 60)]);
    expect(findings(false)).toEqual([
      ["mixed-caches", 4, "example.com.: For 1 hour mail that follows the old MX finds "],
      ["mixed-caches", 4, "example.com.: For 15 minutes mail that follows the new MX fi"],
    ]);
    expect(findings(true)).toEqual([]);
  });

  test("takes the place of what is said of the caches it is about, and of no other", () => {
    const { effects } = reviewPlan(planned(MOVED), () => undefined);
    const cached = effects.filter(({ kind }) => kind === "cached").map(({ message }) => message);
    expect(cached).toEqual(["Resolvers may keep the old answer for 5 minutes"]); // of the address that goes
  });
});

test("TLSA without one in common are told once", () => {
  const tlsa = (digit: string) => `${BASE}_25._tcp.mail TLSA 3 1 1 ${digit.repeat(64)}\n`;
  const { effects, mixtures } = reviewPlan(planned(tlsa("b"), tlsa("a")), () => undefined);
  expect([effects, mixtures.map(({ message }) => message)]).toEqual([
    [],
    [
      "For 5 minutes some clients know the old binding alone, others the new one alone, and no certificate is sure to fit both (DANE): let both stand until then",
    ],
  ]);
});

test("where nothing changes, nothing is looked at", () => {
  expect(reviewPlan(planned(BASE), () => undefined).mixtures).toEqual([]);
});
