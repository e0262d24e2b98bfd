import { describe, expect, test } from "vitest";
import { decideSerial, nextSerial, type SerialDecision, type SerialQuestion } from "./decide.ts";
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
/** What a nameserver says that is asked over the network. */
const told = (nameserver: string, value: number, content?: string): Shown => ({
  ...serial(nameserver, value, content),
  nameserver,
});
const noGreatest = (...said: [string, number][]): SerialDecision => ({
  kind: "no-greatest",
  said: said.map(([by, value]) => ({ by, serial: value })),
});
const silent = (by: string): Shown => ({ by, kind: "silent", reason: "no reply in 2 s" });
const absent = (by: string): Shown => ({ by, kind: "absent" });

describe("the serial of a zone whose content is now B", () => {
  const cases: {
    name: string;
    shown: Shown[];
    floor?: number;
    reserved?: number;
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
      name: "unchanged, with serials kept for going back: kept",
      shown: [serial("ns1", 2026112207, "B")],
      floor: 2026112207,
      reserved: 2026112209,
      decision: { kind: "kept", serial: 2026112207 },
    },
    {
      name: "changed, with serials kept for going back: above them",
      shown: [serial("ns1", 2026112207, "A")],
      floor: 2026112207,
      reserved: 2026112209,
      decision: { kind: "raised", serial: 2026112210, from: 2026112207, because: "content changed" },
    },
    {
      name: "went back, with what was kept for that: kept",
      shown: [serial("ns1", 2026112208, "B")],
      floor: 2026112207,
      reserved: 2026112208,
      decision: { kind: "kept", serial: 2026112208 },
    },
    {
      name: "changed long after what was kept for going back: the style's",
      shown: [serial("ns1", 2026010100, "A")],
      reserved: 2026010101,
      decision: { kind: "raised", serial: FRESH, from: 2026010100, because: "content changed" },
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
      decision: noGreatest(["ns1", 5], ["ns2", 5 + 2 ** 31]),
    },
    {
      name: "three serials that go round in a circle: no greatest",
      shown: [serial("ns1", 1), serial("ns2", 1500000000), serial("ns3", 3000000000)],
      decision: noGreatest(["ns1", 1], ["ns2", 1500000000], ["ns3", 3000000000]),
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
    const question = { digestWith: digestWith("B"), fresh: fresh ?? FRESH, style: "date" } as const;
    expect(decideSerial({ ...question, ...known })).toEqual(decision);
  });

  test("the order of the nameservers does not matter", () => {
    for (const { shown, fresh, decision: _, ...known } of cases) {
      const question = {
        digestWith: digestWith("B"),
        fresh: fresh ?? FRESH,
        style: "date",
        ...known,
      } as const;
      const forth = decideSerial({ ...question, shown });
      const back = decideSerial({ ...question, shown: shown.toReversed() });
      expect(back.kind).toBe(forth.kind);
      expect("serial" in back && back.serial).toBe("serial" in forth && forth.serial);
    }
  });
});

describe("a serial jumps", () => {
  const INCREMENT = { style: "increment", fresh: 1 } as const;
  const DATE = { style: "date", fresh: FRESH } as const;
  const UNIXTIME = { style: "unixtime", fresh: 1795391999 } as const;
  type Given = Partial<Omit<SerialQuestion, "digestWith">>;

  /** What is decided: the serial, from which certain one, and who makes it jump. */
  const decided = (given: Given): string => {
    const decision = decideSerial({ digestWith: digestWith("B"), shown: [], ...DATE, ...given });
    const what = "serial" in decision ? `${decision.kind} ${decision.serial}` : decision.kind;
    if (!("jump" in decision) || decision.jump === undefined) return what;
    const causes = decision.jump.causes.map((cause) => {
      if (cause.kind === "place") return `${cause.by} says ${cause.serial}`;
      return cause.kind === "above"
        ? `serial_above is ${cause.serial}`
        : `${cause.style} makes ${cause.serial}`;
    });
    return `${what}, a jump from ${decision.jump.from ?? "?"}: ${causes.join(", ")}`;
  };

  test.each<[string, Given, string]>([
    [
      "a secondary says an absurd one: above it, and never a smaller one",
      { shown: [serial("m1", 2026112000, "A"), told("ns2", 4000000000)], floor: 2026112000 },
      "raised 4000000001, a jump from 2026112000: ns2 says 4000000000",
    ],
    [
      "though it has our content, which everybody can know",
      { shown: [serial("m1", 2026112000, "A"), told("ns2", 4000000000, "B")], floor: 2026112000 },
      "kept 4000000000, a jump from 2026112000: ns2 says 4000000000",
    ],
    [
      "nothing changes, and a secondary says an absurd one",
      { shown: [serial("m1", 57, "B"), told("ns2", 1000)], floor: 57, ...INCREMENT },
      "raised 1001, a jump from 57: ns2 says 1000",
    ],
    [
      "the nameserver is an address of ours, where no machine of ours says so",
      { shown: [serial("m1", 57, "B"), told("ns1", 4000)], ...INCREMENT },
      "raised 4001, a jump from 57: ns1 says 4000",
    ],
    [
      "all nameservers together say what was never written down",
      { shown: [told("ns1", 4000), told("ns2", 4000)], floor: 57, ...INCREMENT },
      "raised 4001, a jump from 57: ns1 says 4000, ns2 says 4000",
    ],
    [
      "a secondary is ahead by a day's changes: no jump",
      { shown: [serial("m1", 57, "A"), told("ns2", 157)], floor: 57, ...INCREMENT },
      "raised 158",
    ],
    [
      "by one more",
      { shown: [serial("m1", 57, "A"), told("ns2", 158)], floor: 57, ...INCREMENT },
      "raised 159, a jump from 57: ns2 says 158",
    ],
    [
      "a secondary is ahead by no more than today's serial would be: no jump",
      { shown: [serial("m1", 2026010100, "A"), told("ns2", 2026112207)], floor: 2026010100 },
      "raised 2026112208",
    ],
    [
      "a secondary is a month ahead",
      { shown: [serial("m1", 2026112200, "A"), told("ns2", 2026122200)], floor: 2026112200 },
      "raised 2026122201, a jump from 2026112200: ns2 says 2026122200",
    ],
    [
      "a machine says what was never written down",
      { shown: [serial("m1", 58, "A"), serial("m2", 900, "B")], floor: 58, ...INCREMENT },
      "kept 900, a jump from 58: m2 says 900",
    ],
    [
      "two machines disagree, and nothing is written down",
      { shown: [serial("m1", 58, "A"), serial("m2", 900, "A")], ...INCREMENT },
      "raised 901, a jump from 58: m2 says 900",
    ],
    [
      "a machine that is a little ahead is believed, and the secondary that follows it",
      { shown: [serial("m1", 150, "A"), told("ns2", 250)], floor: 57, ...INCREMENT },
      "raised 251",
    ],
    [
      "a secondary is behind: no jump",
      { shown: [serial("m1", 58, "A"), told("ns2", 3, "A")], floor: 58, ...INCREMENT },
      "raised 59",
    ],
    [
      "2^31 - 2 ahead is as far as one can go",
      { shown: [serial("m1", 7, "A"), told("ns2", 7 + 2 ** 31 - 2)], floor: 7, ...INCREMENT },
      `raised ${7 + 2 ** 31 - 1}, a jump from 7: ns2 says ${7 + 2 ** 31 - 2}`,
    ],
    [
      "2^31 - 1 ahead leaves no serial that is greater than both",
      { shown: [serial("m1", 7, "A"), told("ns2", 7 + 2 ** 31 - 1)], floor: 7, ...INCREMENT },
      "no-greatest",
    ],
    [
      "2^31 ahead is no order at all",
      { shown: [serial("m1", 7, "A"), told("ns2", 7 + 2 ** 31)], floor: 7, ...INCREMENT },
      "no-greatest",
    ],
    [
      "2^31 + 1 ahead is behind, and would never take the next one",
      { shown: [serial("m1", 7, "A"), told("ns2", 7 + 2 ** 31 + 1)], floor: 7, ...INCREMENT },
      "no-greatest",
    ],
    [
      "at the end of the number space, past 0",
      { shown: [serial("m1", 0xfffffff0, "A"), told("ns2", 200)], floor: 0xfffffff0, ...INCREMENT },
      `raised 201, a jump from ${0xfffffff0}: ns2 says 200`,
    ],
    [
      "the change says so itself",
      { shown: [serial("m1", 57, "A")], floor: 57, above: 5000, before: { fresh: 1 }, ...INCREMENT },
      "raised 5001, a jump from 57: serial_above is 5000",
    ],
    [
      "what was merged before says so, as when a plan asks nameservers alone: no jump",
      {
        shown: [told("ns1", 57, "A"), told("ns2", 5000)],
        above: 5000,
        before: { fresh: 1, above: 5000 },
        ...INCREMENT,
      },
      "raised 5001",
    ],
    [
      "what was merged before says less than the secondary",
      {
        shown: [told("ns1", 57, "A"), told("ns2", 9000)],
        above: 5000,
        before: { fresh: 1, above: 5000 },
        ...INCREMENT,
      },
      "raised 9001, a jump from 5000: ns2 says 9000",
    ],
    [
      "the greatest of a zone's past was told and written down: no jump",
      { shown: [told("ns1", 57, "A"), told("ns2", 5000)], floor: 5000, ...INCREMENT },
      "raised 5001",
    ],
    [
      "numbers have gone round since `serial_above` was honoured: it does not come back",
      {
        shown: [serial("m1", 4200000000, "A")],
        floor: 4200000000,
        above: 2024010101,
        before: { fresh: 1, above: 2024010101 },
        ...INCREMENT,
      },
      "raised 4200000001",
    ],
    [
      "the style changes from counting to the date",
      { shown: [serial("m1", 57, "A")], floor: 57 },
      `raised ${FRESH}, a jump from 57: date makes ${FRESH}`,
    ],
    ["and nothing else changes: not yet", { shown: [serial("m1", 57, "B")], floor: 57 }, "kept 57"],
    [
      "from seconds to the date",
      { shown: [serial("m1", 1795300000, "A")], floor: 1795300000 },
      `raised ${FRESH}, a jump from 1795300000: date makes ${FRESH}`,
    ],
    [
      "from the date to seconds: goes on by one",
      { shown: [serial("m1", 2026112200, "A")], floor: 2026112200, ...UNIXTIME },
      "raised 2026112201",
    ],
    [
      "a zone of the date style that nobody touched for twenty years: no jump",
      { shown: [serial("m1", 2006112200, "A")], floor: 2006112200 },
      `raised ${FRESH}`,
    ],
    [
      "the style's serial is greater by RFC 1982 alone: counting goes on, and never to 1",
      { shown: [serial("m1", 3000000000, "A")], floor: 3000000000, ...INCREMENT },
      "raised 3000000001",
    ],
    [
      "the same for the date",
      { shown: [serial("m1", 4200000000, "A")], floor: 4200000000 },
      "raised 4200000001",
    ],
  ])("%s", (_, given, expected) => {
    expect(decided(given)).toBe(expected);
    expect(decided({ ...given, shown: given.shown!.toReversed() }).replace(/:.*/, "")).toBe(
      expected.replace(/:.*/, ""),
    );
  });

  test.each<[string, Given, string]>([
    [
      "its nameservers agree: above theirs",
      { shown: [told("ns1", 2354000000), told("ns2", 2354000000), told("ns3", 2353999000)] },
      "raised 2354000001",
    ],
    [
      "one address of a nameserver lags: as far as two nameservers got",
      { shown: [told("ns1", 900), told("ns2", 900), told("ns2", 5)], ...INCREMENT },
      "raised 901",
    ],
    [
      "two addresses of the only nameserver disagree",
      { shown: [told("ns1", 900), told("ns1", 4000)], ...INCREMENT },
      "raised 4001, a jump from 900: ns1 says 4000",
    ],
    [
      "one of three says more than the others",
      { shown: [told("ns1", 900), told("ns2", 905), told("ns3", 4000000)], ...INCREMENT },
      "raised 4000001, a jump from 905: ns3 says 4000000",
    ],
    [
      "one nameserver with two addresses cannot agree with itself against another",
      { shown: [told("ns1", 4000000), told("ns1", 4000000), told("ns2", 900)], ...INCREMENT },
      "raised 4000001, a jump from 900: ns1 says 4000000, ns1 says 4000000",
    ],
    ["there is only one: what it says", { shown: [told("ns1", 4000000)], ...INCREMENT }, "raised 4000001"],
    [
      "nobody has it, and it had another home: above the serial there",
      { shown: [absent("ns1")], above: 4000000, ...INCREMENT },
      "raised 4000001",
    ],
  ])("a zone's first deployment: %s", (_, given, expected) => {
    expect(decided(given)).toBe(expected);
  });

  test.each<[string, Given, string]>([
    ["nothing of it changes", { before: { fresh: FRESH } }, "unknown"],
    ["it is new", { above: 4000000000 }, "unknown"],
    [
      "the style changes from counting to the date",
      { before: { fresh: 1 } },
      `unknown, a jump from ?: date makes ${FRESH}`,
    ],
    ["from the date to seconds", { before: { fresh: FRESH }, ...UNIXTIME }, "unknown"],
    ["from the date to counting", { before: { fresh: FRESH }, ...INCREMENT }, "unknown"],
    [
      "`serial_above` comes",
      { before: { fresh: FRESH }, above: 4000000000 },
      "unknown, a jump from ?: serial_above is 4000000000",
    ],
    ["it comes, below what the date makes", { before: { fresh: FRESH }, above: 2024010101 }, "unknown"],
    [
      "it comes to a zone that counts",
      { before: { fresh: 1 }, above: 2024010101, ...INCREMENT },
      "unknown, a jump from ?: serial_above is 2024010101",
    ],
    ["it stays", { before: { fresh: 1, above: 5000 }, above: 5000, ...INCREMENT }, "unknown"],
    ["it goes down", { before: { fresh: 1, above: 5000 }, above: 4000, ...INCREMENT }, "unknown"],
    ["it goes", { before: { fresh: 1, above: 5000 }, ...INCREMENT }, "unknown"],
  ])("a nameserver is silent, and the settings: %s", (_, given, expected) => {
    expect(decided({ shown: [silent("ns1")], ...given })).toBe(expected);
  });

  test("whoever answers for one nameserver moves a zone by a hundred with each deployment, and no further", () => {
    let known = 57;
    for (let deployment = 0; deployment < 50; deployment++) {
      const lie = (known + 100) >>> 0;
      const shown = [serial("m1", known, "A"), told("ns2", lie)];
      const decision = decideSerial({ digestWith: digestWith("B"), shown, floor: known, ...INCREMENT });
      expect(decision).toMatchObject({ kind: "raised", serial: lie + 1 });
      expect("jump" in decision).toBe(false);
      known = lie + 1;
    }
    expect(known).toBe(57 + 50 * 101);
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
