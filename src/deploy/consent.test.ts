import { describe, expect, test } from "vitest";
import type { Name } from "../../dns/name.ts";
import { zoneOf } from "../../test/zone-text.ts";
import { type Danger, labelFor } from "../plan/dangers.ts";
import { makePlan, type Plan } from "../plan/plan.ts";
import { changeRows } from "../report/wording.ts";
import { DEFAULT_CONFIG, type ZoneConfig } from "../source/config.ts";
import type { SourceZone } from "../source/source-zone.ts";
import { type Accepted, decideConsent } from "./consent.ts";
import type { MergedPull } from "./merged.ts";

const HEAD = "@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 300\n@ 3600 NS ns1\nns1 3600 A 192.0.2.53\n";
const AT = { file: "z", line: 1, column: 1 };
const names = Array.from({ length: 12 }, (_, index) => `n${index} 300 A 192.0.2.${index + 1}\n`);
const LIVE = HEAD + names.join("");

function source(text: string, origin = "example.com."): SourceZone {
  const { records, origin: name } = zoneOf(origin, text);
  return {
    origin: name,
    file: "z",
    config: DEFAULT_CONFIG,
    records: records.map((record) => ({ ...record, at: AT, nameAt: AT })),
  };
}

/** The plan from one text to another; null for a zone that goes. */
function plan(before: string, after: string | null): Plan {
  const { records, origin } = source(before);
  const shown = [{ by: "build", kind: "silent", reason: "nobody was asked" } as const];
  const removed = after === null ? [{ origin, records: records.length }] : [];
  const zones = after === null ? [] : [source(after)];
  return makePlan(zones, () => ({ records, shown }), removed, new Date(0));
}

function pull(number: number, its: Plan, ...labels: readonly string[]): MergedPull {
  return {
    number,
    plan: its,
    allowances: new Map(labels.map((label) => [label, { by: `user${number}`, at: "t" }])),
  };
}

const less = (text: string, ...gone: readonly number[]) =>
  gone.reduce((rest, index) => rest.replace(names[index]!, ""), text);
const www = (address: string, ttl = 300) => `www ${ttl} A ${address}\n`;
const ORIGIN = source(LIVE).origin;
const label = (kind: Parameters<typeof labelFor>[0], zone: Name = ORIGIN) => labelFor(kind, zone);

/** The drift as lines of a table. */
function drift(
  live: string,
  tree: string | null,
  pulls: readonly MergedPull[],
  pushes: readonly Plan[] = [],
): string[] {
  const found = decideConsent(plan(live, tree), { pulls, pushes, notes: [] }, undefined).drift;
  const rows = (found?.zones ?? []).flatMap(({ origin, changes }) =>
    changes.flatMap((change) => changeRows(change, origin)),
  );
  return [
    ...rows.map(({ sign, name, type, ttl, value }) => `${sign} ${name} ${ttl} ${type} ${value}`),
    ...(found?.removed ?? []).map(() => "the zone"),
  ];
}

describe("every change is in a plan", () => {
  const A = LIVE + www("192.0.2.100");
  const B = LIVE + www("192.0.2.101");
  test.each<[string, string, string | null, Plan[], Plan[]]>([
    ["nothing changes", LIVE, LIVE, [], []],
    ["a pull request planned it", LIVE, A, [plan(LIVE, A)], []],
    ["it was pushed", LIVE, A, [], [plan(LIVE, A)]],
    ["two pull requests, one after the other", LIVE, B, [plan(LIVE, A), plan(A, B)], []],
    [
      "two that were opened side by side, merged in either order",
      LIVE,
      `${less(LIVE, 3)}${www("192.0.2.100")}`,
      [plan(LIVE, less(LIVE, 3)), plan(LIVE, A)],
      [],
    ],
    [
      "one adds a value, the other changes the TTL of its RRset",
      LIVE + www("192.0.2.1"),
      LIVE + www("192.0.2.1", 60) + www("192.0.2.2", 60),
      [
        plan(LIVE + www("192.0.2.1"), LIVE + www("192.0.2.1", 60)),
        plan(LIVE + www("192.0.2.1"), LIVE + www("192.0.2.1") + www("192.0.2.2")),
      ],
      [],
    ],
    ["one is taken back before it was ever deployed", LIVE, LIVE, [plan(LIVE, A), plan(A, LIVE)], []],
    ["a zone goes", LIVE, null, [plan(LIVE, null)], []],
    [
      "only the case of a name in the data differs",
      LIVE,
      `${LIVE}m MX 10 Mail.example.com.\n`,
      [plan(LIVE, `${LIVE}m MX 10 mail.EXAMPLE.com.\n`)],
      [],
    ],
    [
      "the SOA changes, whose serial is another one in the world",
      LIVE.replace(" 0 7200", " 9 7200"),
      LIVE.replace("1209600 300", "1209600 600"),
      [plan(LIVE, LIVE.replace("1209600 300", "1209600 600"))],
      [],
    ],
    ["only the serial differs", LIVE, LIVE.replace(" 0 7200", " 9 7200"), [], []],
  ])("%s", (_, live, tree, planned, pushed) => {
    const pulls = planned.map((its, index) => pull(index + 1, its));
    expect(drift(live, tree, pulls, pushed)).toEqual([]);
    expect(drift(live, tree, pulls.toReversed(), pushed)).toEqual([]);
  });
});

describe("drift", () => {
  const A = LIVE + www("192.0.2.100");
  test.each<[string, string, string | null, Plan[], string[]]>([
    ["nobody planned it", LIVE, A, [], ["+ www 300 A 192.0.2.100"]],
    [
      "somebody changed what is published",
      `${LIVE}secret 60 TXT "by hand"\n`,
      A,
      [plan(LIVE, A)],
      ['- secret 60 TXT "by hand"'],
    ],
    [
      "another value than planned",
      LIVE,
      LIVE + www("192.0.2.66"),
      [plan(LIVE, A)],
      ["+ www 300 A 192.0.2.66"],
    ],
    [
      "the merge brought more than the pull request",
      LIVE,
      `${A}evil A 192.0.2.66\n`,
      [plan(LIVE, A)],
      ["+ evil 300 A 192.0.2.66"],
    ],
    [
      "with another TTL than planned",
      LIVE,
      LIVE + www("192.0.2.100", 60),
      [plan(LIVE, A)],
      ["+ www 60 A 192.0.2.100"],
    ],
    ["a TTL alone", A, LIVE + www("192.0.2.100", 60), [], ["~ www 300 → 60 A (TTL)"]],
    ["a zone goes that nobody took away", LIVE, null, [plan(LIVE, A)], ["the zone"]],
    [
      "the same in another zone does not count",
      LIVE,
      A,
      [
        makePlan(
          [source(A, "example.org.")],
          () => ({ records: source(LIVE, "example.org.").records, shown: [] }),
          [],
          new Date(0),
        ),
      ],
      ["+ www 300 A 192.0.2.100"],
    ],
  ])("%s", (_, live, tree, planned, expected) => {
    expect(
      drift(
        live,
        tree,
        planned.map((its, index) => pull(index + 1, its)),
      ),
    ).toEqual(expected);
  });

  test("what is published is not known: then all of the zone is", () => {
    const unknown: Plan = {
      zones: plan(LIVE, LIVE).zones.map(({ changes: _, ...rest }) => rest),
      removed: [],
    };
    const found = decideConsent(unknown, { pulls: [], pushes: [], notes: [] }, undefined).drift;
    expect(found?.zones[0]?.changes).toHaveLength(names.length + 3);
  });

  test("has a digest that accepts these changes and no others", () => {
    const consent = (tree: string, accepted?: Accepted) =>
      decideConsent(plan(LIVE, tree), { pulls: [], pushes: [], notes: [] }, accepted).drift;
    const { digest } = consent(A)!;
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(consent(A, { digest, by: "alice", at: "now" })).toBeUndefined();
    expect(consent(LIVE + www("192.0.2.66"), { digest, by: "alice", at: "now" })).toBeDefined();
  });
});

describe("dangers", () => {
  const five = less(LIVE, 0, 1, 2, 3, 4);
  const some = less(LIVE, 0, 1, 2);
  const others = less(LIVE, 3, 4);
  const bothLabels = [label("deletes")];
  const allowedBy = (
    tree: string | null,
    pulls: readonly MergedPull[],
    pushes: readonly Plan[] = [],
    accepted?: Accepted,
  ) =>
    decideConsent(plan(LIVE, tree), { pulls, pushes, notes: [] }, accepted).dangers.map(
      ({ kind, allowed }) => `${kind} ${allowed?.by ?? "refused"}`,
    );

  test.each<[string, string | null, MergedPull[], string[]]>([
    ["many deletes without a label", five, [pull(1, plan(LIVE, five))], ["deletes refused"]],
    ["with the label", five, [pull(1, plan(LIVE, five), ...bothLabels)], ["deletes user1"]],
    [
      "of the sum alone, when none has the label",
      five,
      [pull(1, plan(LIVE, some)), pull(2, plan(LIVE, others))],
      ["deletes refused"],
    ],
    [
      "of the sum alone, when one of them has it",
      five,
      [pull(1, plan(LIVE, some), ...bothLabels), pull(2, plan(LIVE, others))],
      ["deletes user1"],
    ],
    [
      "of the sum, when only one has it that changes nothing here",
      five,
      [pull(1, plan(LIVE, some)), pull(2, plan(LIVE, others)), pull(3, plan(LIVE, LIVE), ...bothLabels)],
      ["deletes refused"],
    ],
    [
      "of two by themselves, when only one has the label",
      null,
      [pull(1, plan(LIVE, null), label("removal")), pull(2, plan(LIVE, null))],
      ["removal refused"],
    ],
    ["a label of another kind", null, [pull(1, plan(LIVE, null), label("deletes"))], ["removal refused"]],
  ])("%s", (_, tree, pulls, expected) => expect(allowedBy(tree, pulls)).toEqual(expected));

  describe("a serial that jumps", () => {
    const COUNTS: ZoneConfig = { ...DEFAULT_CONFIG, serial: "increment" };
    const TO_ABOVE: ZoneConfig = { ...COUNTS, serialAbove: 4000 };
    const www1 = LIVE + www("192.0.2.100");
    const known = [{ by: "machine m1", kind: "serial", serial: 57 } as const];
    /** What goes out: from the live zone, with its machine at 57 and with what a secondary says. */
    const whole = (after: string, config: ZoneConfig, said?: number): Plan => {
      const { records } = source(LIVE);
      const by = "ns9.example.net. (192.0.2.9)";
      const other = { by, nameserver: "ns9.example.net.", kind: "serial", serial: said ?? 57 } as const;
      const published = { records, shown: [...known, other], floor: 57, config: COUNTS };
      return makePlan([{ ...source(after), config }], () => published, [], NOW);
    };
    /** What a pull request planned, in which nobody was asked. */
    const alone = (after: string, config: ZoneConfig): Plan => {
      const shown = [{ by: "ns", kind: "silent", reason: "nobody was asked" } as const];
      const published = { records: source(LIVE).records, shown, config: COUNTS };
      return makePlan([{ ...source(after), config }], () => published, [], NOW);
    };
    const NOW = new Date("2026-11-22T12:00:00Z");
    const allowed = (its: Plan, pulls: readonly MergedPull[], pushes: readonly Plan[] = []) => {
      const { drift: found } = decideConsent(its, { pulls, pushes, notes: [] }, undefined);
      const accepted = found && { digest: found.digest, by: "alice", at: "now" };
      const { drift: left, dangers } = decideConsent(its, { pulls, pushes, notes: [] }, accepted);
      expect(left).toBeUndefined();
      return dangers.map(({ kind, allowed: by }) => `${kind} ${by?.by ?? "refused"}`);
    };
    const LABEL = label("serial");

    test.each<[string, Plan, MergedPull[], string[]]>([
      ["nobody lies", whole(www1, COUNTS), [pull(1, alone(www1, COUNTS))], []],
      [
        "a secondary lies, and nobody allows it",
        whole(www1, COUNTS, 4000),
        [pull(1, alone(www1, COUNTS))],
        ["serial refused"],
      ],
      [
        "with the label on a pull request that changes the zone",
        whole(www1, COUNTS, 4000),
        [pull(1, alone(www1, COUNTS), LABEL)],
        ["serial user1"],
      ],
      [
        "on one that does not",
        whole(www1, COUNTS, 4000),
        [pull(1, alone(www1, COUNTS)), pull(2, alone(LIVE, COUNTS), LABEL)],
        ["serial refused"],
      ],
      ["nothing was merged at all", whole(LIVE, COUNTS, 4000), [], ["serial refused"]],
      [
        "a pull request says it in `_config.yaml` alone, without the label",
        whole(LIVE, TO_ABOVE, 4000),
        [pull(1, alone(LIVE, TO_ABOVE))],
        ["serial refused"],
      ],
      ["and with it", whole(LIVE, TO_ABOVE, 4000), [pull(1, alone(LIVE, TO_ABOVE), LABEL)], ["serial user1"]],
      [
        "the label stands on another one than that which makes it jump",
        whole(www1, TO_ABOVE),
        [pull(1, alone(LIVE, TO_ABOVE)), pull(2, alone(www1, COUNTS), LABEL)],
        ["serial refused"],
      ],
      [
        "another style",
        whole(www1, DEFAULT_CONFIG),
        [pull(1, alone(www1, DEFAULT_CONFIG))],
        ["serial refused"],
      ],
      [
        "another style, and the zone does not change",
        makePlan(
          [source(LIVE)],
          () => ({ records: source(LIVE).records, shown: [], floor: 57, config: COUNTS }),
          [],
          NOW,
        ),
        [pull(1, alone(LIVE, DEFAULT_CONFIG), LABEL)],
        ["serial user1"],
      ],
    ])("%s", (_, its, pulls, expected) => expect(allowed(its, pulls)).toEqual(expected));

    test("a push cannot have the label, and a digest over values says nothing of serials", () => {
      expect(allowed(whole(www1, TO_ABOVE), [], [alone(www1, TO_ABOVE)])).toEqual(["serial refused"]);
      expect(allowed(whole(www1, COUNTS, 4000), [])).toEqual(["serial refused"]);
    });
  });

  test("what was pushed and is dangerous is drift, and allowed by the digest alone", () => {
    const pushes = [plan(LIVE, five)];
    expect(drift(LIVE, five, [], pushes)).toHaveLength(5);
    expect(allowedBy(five, [], pushes)).toEqual(["deletes refused"]);
    const { digest } = decideConsent(plan(LIVE, five), { pulls: [], pushes, notes: [] }, undefined).drift!;
    expect(allowedBy(five, [], pushes, { digest, by: "alice", at: "now" })).toEqual(["deletes alice"]);
    expect(allowedBy(five, [], pushes, { digest: "0".repeat(64), by: "alice", at: "now" })).toEqual([
      "deletes refused",
    ]);
  });

  test("a digest does not stand in for the label of a pull request", () => {
    const tree = `${five}more A 192.0.2.9\n`;
    const merged = { pulls: [pull(1, plan(LIVE, five))], pushes: [], notes: [] };
    const { digest } = decideConsent(plan(LIVE, tree), merged, undefined).drift!;
    const consent = decideConsent(plan(LIVE, tree), merged, { digest, by: "alice", at: "now" });
    expect(consent.drift).toBeUndefined();
    expect(consent.dangers.map(({ allowed }) => allowed)).toEqual([undefined]);
  });
});

describe("what a change does to invariants", () => {
  const A = LIVE + www("192.0.2.100");
  const danger: Danger = {
    zone: ORIGIN,
    kind: "invariant",
    message: "Invariant own goes (x)",
    label: "zonepipe:allow-invariant:own",
  };
  const allowedBy = (pulls: readonly MergedPull[], accepted?: Accepted) =>
    decideConsent(plan(LIVE, A), { pulls, pushes: [], notes: [] }, accepted, [danger]).dangers.map(
      ({ label: its, allowed }) => `${its} ${allowed?.by ?? "refused"}`,
    );
  const brings = (number: number, ...labels: readonly string[]) => ({
    ...pull(number, plan(LIVE, A), ...labels),
    invariants: [danger],
  });

  test.each<[string, MergedPull[], string]>([
    ["has no label", [brings(1)], "refused"],
    ["has it on the pull request that does it", [brings(1, danger.label)], "user1"],
    ["has it on another one", [brings(1), pull(2, plan(LIVE, A), danger.label)], "refused"],
    ["comes of several together, one of which has it", [pull(1, plan(LIVE, A), danger.label)], "user1"],
  ])("%s", (_, pulls, who) => expect(allowedBy(pulls)).toEqual([`${danger.label} ${who}`]));

  test("no digest over values stands in for it", () => {
    const { digest } = decideConsent(plan(LIVE, A), { pulls: [], pushes: [], notes: [] }, undefined).drift!;
    expect(allowedBy([], { digest, by: "alice", at: "now" })).toEqual([`${danger.label} refused`]);
  });
});
