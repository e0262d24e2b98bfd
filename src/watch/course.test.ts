import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameOf } from "../../test/zone-text.ts";
import type { WatchFinding, WatchGap } from "../report/watch.ts";
import { courseOf, type Remembered, remember, type Turn } from "./course.ts";
import { printMemory, readMemory } from "./memory.ts";

const ZONE = nameOf("example.com.");
const DAY_1 = new Date("2026-11-22T05:17:00Z");
const DAY_2 = new Date("2026-11-23T05:17:00Z");
const HOLD: WatchFinding = {
  part: "registration",
  zone: ZONE,
  about: "serverHold example.com.",
  weight: "alarm",
  message: "It is on hold",
  mend: "Ask.",
};
const ENDS: WatchFinding = { ...HOLD, about: "ends example.com.", weight: "warning", message: "It ends" };
const SILENT: WatchGap = { part: "registration", zones: [ZONE], kind: "failed", reason: "no answer" };

/** A run and what it remembers, through the text of an issue. */
function run(
  findings: readonly WatchFinding[],
  before: readonly Remembered[],
  { gaps = [], now = DAY_2, isTold = true }: { gaps?: WatchGap[]; now?: Date; isTold?: boolean } = {},
) {
  const course = courseOf(findings, gaps, before, now);
  const memory = remember(course, before, () => isTold);
  return { ...course, memory: readMemory(`Text\n\n${printMemory(memory)}\n`), kinds: kindsOf(course.turns) };
}

const kindsOf = (turns: readonly Turn[]) => turns.map(({ kind }) => kind);

describe("a finding", () => {
  const first = run([HOLD], [], { now: DAY_1 });

  test("begins, and is known since then", () => {
    expect(first.kinds).toEqual(["begins"]);
    expect(first.standing).toEqual([{ ...HOLD, since: DAY_1 }]);
  });

  test("that stays is told no more, and keeps its time", () => {
    const second = run([HOLD], first.memory);
    expect([second.kinds, second.standing[0]!.since]).toEqual([[], DAY_1]);
  });

  test.each([
    ["another message", { ...HOLD, message: "It is on hold still" }],
    ["another weight", { ...HOLD, weight: "warning" } as const],
  ])("that has %s changes, and keeps its time", (_, changed) => {
    const second = run([changed], first.memory);
    expect([second.kinds, second.standing[0]!.since]).toEqual([["changes"], DAY_1]);
  });

  test("that is gone ends, once", () => {
    const second = run([], first.memory);
    expect([second.kinds, second.memory]).toEqual([["ends"], []]);
  });

  test("that nobody could look at stands as it was", () => {
    const second = run([ENDS], first.memory, { gaps: [SILENT] });
    expect([second.kinds, second.unseen.length]).toEqual([["begins"], 1]);
    expect(run([HOLD, ENDS], second.memory).kinds).toEqual([]);
  });

  test("ends where another zone, another part or what is left out for good is silent", () => {
    const others: WatchGap[] = [
      { ...SILENT, zones: [nameOf("example.net.")] },
      { ...SILENT, part: "parents" },
      { ...SILENT, kind: "left-out" },
    ];
    expect(run([], first.memory, { gaps: others }).kinds).toEqual(["ends"]);
  });

  test("that was not told begins again, and one that ends untold ends without a word", () => {
    const untold = run([HOLD], [], { isTold: false });
    expect(run([HOLD], untold.memory).kinds).toEqual(["begins"]);
    expect(run([], untold.memory).kinds).toEqual([]);
  });
});

describe("what is remembered", () => {
  const remembered = fc.record({
    id: fc.string({ unit: "binary" }),
    zone: fc.string({ unit: "binary" }),
    part: fc.constantFrom("answers", "parents", "registration", "signatures"),
    since: fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1_000)),
    told: fc.string(),
  });

  test("comes back out of a text, and ends no comment before its end", () => {
    fc.assert(
      fc.property(fc.array(remembered), (all) => {
        const text = printMemory(all);
        expect(text.slice(4, -3)).not.toMatch(/[<>\n]|--/);
        expect(readMemory(`before\n${text}`)).toEqual(all);
      }),
    );
  });

  test.each([
    "",
    "<!-- zonepipe:since x -->",
    "<!-- zonepipe:since {} -->",
    "<!-- zonepipe:since [1,[2]] -->",
  ])("is nothing in %j", (text) => expect(readMemory(text)).toEqual([]));
});
