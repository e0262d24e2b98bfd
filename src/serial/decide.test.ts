import { describe, expect, test } from "vitest";
import { decideSerial, nextSerial, type SerialDecision } from "./decide.ts";
import type { Shown } from "./shown.ts";
import { styleSerial } from "./style.ts";

const FRESH = 2026112200; // the date style's serial on 22 November 2026

/** The candidate's digest says its content and the serial it was made with. */
const digestWith = (content: string) => (serial: number, algorithm: number) =>
  `${content}/${serial}/${algorithm}`;

const serial = (by: string, value: number, content?: string): Shown => ({
  by,
  kind: "serial",
  serial: value,
  ...(content === undefined ? {} : { digest: { algorithm: 1, digest: `${content}/${value}/1` } }),
});
const silent = (by: string): Shown => ({ by, kind: "silent", reason: "no reply in 2 s" });
const absent = (by: string): Shown => ({ by, kind: "absent" });

describe("the serial of a zone whose content is now B", () => {
  const cases: {
    name: string;
    shown: Shown[];
    floor?: number;
    above?: number;
    fresh?: number;
    decision: SerialDecision;
  }[] = [
    { name: "no place to ask: first", shown: [], decision: { kind: "first", serial: FRESH } },
    {
      name: "every nameserver answers and none has it: first",
      shown: [absent("ns1"), absent("ns2")],
      decision: { kind: "first", serial: FRESH },
    },
    {
      name: "a silent nameserver beside one without the zone: unknown, never first",
      shown: [absent("ns1"), silent("ns2")],
      decision: { kind: "unknown", silent: [{ by: "ns2", reason: "no reply in 2 s" }] },
    },
    {
      name: "silence beside an answer: unknown, for the silent one may hold a greater serial",
      shown: [serial("ns1", 2026112100, "B"), silent("ns2")],
      decision: { kind: "unknown", silent: [{ by: "ns2", reason: "no reply in 2 s" }] },
    },
    {
      name: "silence with the floor told: above the floor",
      shown: [silent("ns1"), silent("ns2")],
      floor: 2026112207,
      decision: { kind: "raised", serial: 2026112208, from: 2026112207, because: "spent serial" },
    },
    {
      name: "silence with the floor told and the content shown there: kept",
      shown: [serial("ns1", 2026112207, "B"), silent("ns2")],
      floor: 2026112207,
      decision: { kind: "kept", serial: 2026112207 },
    },
    {
      name: "unchanged: kept",
      shown: [serial("ns1", 2026010100, "B"), serial("ns2", 2026010100, "B")],
      decision: { kind: "kept", serial: 2026010100 },
    },
    {
      name: "changed: the style's serial when it is greater",
      shown: [serial("ns1", 2026010100, "A"), serial("ns2", 2026010100, "A")],
      decision: { kind: "raised", serial: FRESH, from: 2026010100, because: "content changed" },
    },
    {
      name: "changed twice on one day: one more",
      shown: [serial("ns1", 2026112200, "A")],
      decision: { kind: "raised", serial: 2026112201, from: 2026112200, because: "content changed" },
    },
    {
      name: "changed for the hundredth time on one day: goes on past 99",
      shown: [serial("ns1", 2026112299, "A")],
      decision: { kind: "raised", serial: 2026112300, from: 2026112299, because: "content changed" },
    },
    {
      name: "a clock behind the published serial never takes it back",
      shown: [serial("ns1", 2027010100, "A")],
      decision: { kind: "raised", serial: 2027010101, from: 2027010100, because: "content changed" },
    },
    {
      name: "changed at the end of the number space: wraps around and skips 0",
      shown: [serial("ns1", 0xffffffff, "A")],
      fresh: 0xfffffff0,
      decision: { kind: "raised", serial: 1, from: 0xffffffff, because: "content changed" },
    },
    {
      name: "the style's serial lies half the number space ahead: one more",
      shown: [serial("ns1", 1, "A")],
      fresh: 1 + 2 ** 31,
      decision: { kind: "raised", serial: 2, from: 1, because: "content changed" },
    },
    {
      name: "nameservers disagree, the greatest has the content: kept, and goes to the one that lacks it",
      shown: [serial("ns1", 2026112200, "A"), serial("ns2", 2026112201, "B")],
      decision: { kind: "kept", serial: 2026112201 },
    },
    {
      name: "nameservers disagree, only the older one has the content: above the greatest",
      shown: [serial("ns1", 2026112200, "B"), serial("ns2", 2026112201, "A")],
      decision: { kind: "raised", serial: 2026112202, from: 2026112201, because: "content changed" },
    },
    {
      name: "one serial with two contents: raised, even if one of them is ours",
      shown: [serial("ns1", 2026112200, "A"), serial("ns2", 2026112200, "B")],
      decision: {
        kind: "raised",
        serial: 2026112201,
        from: 2026112200,
        because: "two contents for one serial",
      },
    },
    {
      name: "a new nameserver that does not have the zone yet: kept",
      shown: [serial("ns1", 2026112200, "B"), absent("ns2")],
      decision: { kind: "kept", serial: 2026112200 },
    },
    {
      name: "half the number space apart: no greatest",
      shown: [serial("ns1", 5, "B"), serial("ns2", 5 + 2 ** 31, "B")],
      decision: { kind: "no-greatest", serials: [5, 5 + 2 ** 31] },
    },
    {
      name: "three serials that go round in a circle: no greatest",
      shown: [serial("ns1", 1), serial("ns2", 1500000000), serial("ns3", 3000000000)],
      decision: { kind: "no-greatest", serials: [1, 1500000000, 3000000000] },
    },
    {
      name: "a serial that was given up is spent: above it, even for the old content",
      shown: [serial("ns1", 2026112200, "B"), serial("ns2", 2026112200, "B")],
      floor: 2026112201,
      decision: { kind: "raised", serial: 2026112202, from: 2026112201, because: "spent serial" },
    },
    {
      name: "a floor below what is shown changes nothing",
      shown: [serial("ns1", 2026112205, "B")],
      floor: 2026112201,
      decision: { kind: "kept", serial: 2026112205 },
    },
    {
      name: "a floor and no zone anywhere: above the floor",
      shown: [absent("ns1")],
      floor: 2026112201,
      decision: { kind: "raised", serial: 2026112202, from: 2026112201, because: "spent serial" },
    },
    {
      name: "a zone that had another home: above the serial that it had there",
      shown: [absent("ns1"), absent("ns2")],
      above: 2026112207,
      decision: { kind: "raised", serial: 2026112208, from: 2026112207, because: "spent serial" },
    },
    {
      name: "what it had elsewhere says nothing about a silent nameserver",
      shown: [serial("ns1", 2026112100, "B"), silent("ns2")],
      above: 2026010100,
      decision: { kind: "unknown", silent: [{ by: "ns2", reason: "no reply in 2 s" }] },
    },
    {
      name: "a greater one is published: what it had elsewhere does not matter any more",
      shown: [serial("ns1", 2026112200, "B")],
      above: 2026010100,
      decision: { kind: "kept", serial: 2026112200 },
    },
    {
      name: "nobody shows a digest: raised, for nothing proves that the content is the same",
      shown: [serial("ns1", 2026112200), serial("ns2", 2026112200)],
      decision: {
        kind: "raised",
        serial: 2026112201,
        from: 2026112200,
        because: "no digest to compare",
      },
    },
    {
      name: "a server without ZONEMD causes no raise while another shows the digest",
      shown: [serial("ns1", 2026112200), serial("ns2", 2026112200, "B")],
      decision: { kind: "kept", serial: 2026112200 },
    },
  ];
  test.each(cases)("$name", ({ decision, fresh, ...known }) => {
    expect(decideSerial({ digestWith: digestWith("B"), fresh: fresh ?? FRESH, ...known })).toEqual(decision);
  });

  test("the order of the nameservers does not matter", () => {
    for (const { shown, fresh, decision: _, ...known } of cases) {
      const question = { digestWith: digestWith("B"), fresh: fresh ?? FRESH, ...known };
      const forth = decideSerial({ ...question, shown });
      const back = decideSerial({ ...question, shown: shown.toReversed() });
      expect(back.kind).toBe(forth.kind);
      expect("serial" in back && back.serial).toBe("serial" in forth && forth.serial);
    }
  });
});

describe("serial styles", () => {
  const now = new Date("2026-11-22T23:59:59Z");
  test.each([
    ["date", 2026112200],
    ["unixtime", 1795391999],
    ["increment", 1],
  ] as const)("%s", (style, expected) => {
    expect(styleSerial(style, now)).toBe(expected);
  });

  test("a chain of a thousand changes only goes up, on any day", () => {
    let current = 4294967000;
    for (let change = 0; change < 1000; change++) {
      const next = nextSerial(current, 4294966000);
      expect((next - current) >>> 0).toBeGreaterThan(0);
      expect((next - current) >>> 0).toBeLessThan(2 ** 31);
      expect(next).not.toBe(0);
      current = next;
    }
  });
});
