import { describe, expect, test } from "vitest";
import { type Name, parseName, ROOT } from "../../../dns/name.ts";
import { FULL_REPORT } from "../../../test/full-report.ts";
import type { Miss, PathResult, Verification } from "../../verify/types.ts";
import { changedAnswers } from "./changed-answers.ts";

const plan = FULL_REPORT.plan!; // the full report has one; it changes 9 RRsets: 4 of them in a zone that is new
const verification = FULL_REPORT.verification!;
const RIGHT: PathResult = { ...verification.paths[1]!, passed: 12, asked: 12, misses: [], notes: [] };
const UDP: PathResult = { ...RIGHT, transport: "udp" };

function told(paths: readonly PathResult[], more: Partial<Verification> = {}): string | undefined {
  return changedAnswers(plan, { milliseconds: 1, paths, ...more });
}

const miss = (name: string, got: string): Miss => ({
  zone: parseName("example.com.", ROOT) as Name, // it is a name
  name: parseName(name, ROOT) as Name, // it is a name
  type: 1,
  kind: "wrong-value",
  expected: "",
  got,
  attempts: 3,
  milliseconds: 1,
});

test("is folded when every answer is right, with what was expected of each RRset", () => {
  const text = told([UDP, RIGHT])!;
  expect(text).toMatch(/^<details><summary>✅ 10 changed RRsets, by UDP and TCP<\/summary>/);
  expect(text).toContain("| `www.example.com.` | A | `192.0.2.2` | ✅ | ✅ |");
  expect(text).toContain("| `old.example.com.` | A | no longer there | ✅ | ✅ |");
});

describe("an answer that is wrong", () => {
  const text = told([{ ...UDP, passed: 11, misses: [miss("www.example.com.", "192.0.2.1")] }, RIGHT])!;

  test("opens the table and stands first, with what came instead", () => {
    expect(text.split("\n")[2]).toBe(
      "| `www.example.com.` | A | `192.0.2.2` | ❌ wrong-value<br>`192.0.2.1` | ✅ |",
    );
  });

  test("says nothing against the others, where every miss is written down", () => {
    expect(text).toContain("| `old.example.com.` | A | no longer there | ✅ | ✅ |");
  });
});

test("where more answers are missing than are named, none counts as right", () => {
  const text = told([{ ...UDP, passed: 3, misses: [miss("www.example.com.", "")] }, RIGHT])!;
  expect(text).toContain("| `old.example.com.` | A | no longer there | ? | ✅ |");
});

test("what was not asked over a transport is not right", () => {
  expect(told([RIGHT])).toContain("| `www.example.com.` | A | `192.0.2.2` | ? | ✅ |");
  expect(told([{ ...UDP, notAsked: "no route" }, RIGHT])).toContain("| ? | ✅ |");
});

test.each<[string, Verification["coverage"], boolean]>([
  ["all was asked for", share(["dig", 10]), true],
  ["only a sample was", share(["dig", 9]), false],
  ["dig asked for a sample, and another client for all", share(["dig", 2], ["built-in", 10]), false],
])("where %s, a table stands or not", (_, coverage, stands) => {
  // The paths are dig's: what it asked for a sample of has no table of all.
  expect(told([UDP, RIGHT], { coverage: coverage! }) !== undefined).toBe(stands);
});

function share(...asked: ["dig" | "built-in", number][]): NonNullable<Verification["coverage"]> {
  return {
    changed: { total: 10, asked: asked.map(([client, count]) => ({ client, count })) },
    unchanged: { total: 0, asked: [] },
  };
}

test("no more than fifty rows, the rest counted", () => {
  const [zone] = plan.zones;
  const [change] = zone!.changes!;
  const changes = Array.from({ length: 60 }, () => change!);
  const many = { ...plan, zones: [{ ...zone!, changes }] };
  const text = changedAnswers(many, { milliseconds: 1, paths: [UDP, RIGHT] })!;
  expect(text.match(/^\| `/gm)).toHaveLength(50);
  expect(text).toContain("… and 10 more, all ✅.");
});

test("a value neither leaves its cell nor fills the screen", () => {
  const got = `|${"`".repeat(300)}`;
  const text = told([{ ...UDP, passed: 11, misses: [miss("www.example.com.", got)] }, RIGHT])!;
  const row = text.split("\n")[2]!;
  expect(row.replaceAll("\\|", "").match(/\|/g)).toHaveLength(6);
  expect(row.length).toBeLessThan(400);
});

test("a wildcard is not right when the name that it stands in for is not", () => {
  const owner = parseName("*.example.com.", ROOT) as Name; // it is a name
  const [zone] = plan.zones;
  const changes = [{ owner, type: 1, kind: "removed" as const, added: [], removed: [] }];
  const one = { ...plan, zones: [{ ...zone!, changes }] };
  const paths = [{ ...UDP, passed: 11, misses: [miss("made-up.example.com.", "192.0.2.9")] }, RIGHT];
  expect(changedAnswers(one, { milliseconds: 1, paths })).toContain("❌ wrong-value");
});
