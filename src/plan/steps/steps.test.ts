import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printName } from "../../../dns/name.ts";
import { typeName } from "../../../dns/types.ts";
import { COM, zoneOf } from "../../../test/planned.ts";
import { SMALL_PAIR, type SmallPair, smallZoneText } from "../../../test/small-zones.ts";
import type { ZonePair } from "../../mixtures/mixture.ts";
import { brokenBetween, brokenByItself } from "../../mixtures/mixtures.ts";
import { type Steps, stepsBetween } from "./steps.ts";

const HEAD = "@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 900\n@ 3600 NS ns.example.net.\n";

function stepsFrom(before: string, after: string): Steps {
  return stepsBetween([
    { origin: COM, before: zoneOf(HEAD + before).records, after: zoneOf(HEAD + after).records },
  ]);
}

/** One line each: `after 900: MX example.com. +1 -1`. */
function said(steps: Steps): string[] {
  return steps.steps.map(({ after, changes }) => {
    const what = changes.map(
      ({ change: { owner, type, added, removed } }) =>
        `${printName(owner).replace(".example.com.", "")} ${typeName(type)} +${added.length} -${removed.length}`,
    );
    return `after ${after}: ${what.join(", ")}`;
  });
}

const A = "192.0.2.1";

describe("the order of", () => {
  test.each<[string, string, string, string[]]>([
    ["what depends on nothing is one step", "", `a A ${A}\nb TXT x\n`, ["after 0: a A +1 -0, b TXT +1 -0"]],
    [
      "an MX from one host to another is three",
      `@ 3600 MX 10 old\nold A ${A}\n`,
      `@ 3600 MX 10 new\nnew A ${A}\nother TXT x\n`,
      [
        "after 0: new A +1 -0, other TXT +1 -0",
        "after 900: example.com. MX +1 -1",
        "after 3600: old A +0 -1",
      ],
    ],
    [
      "an alias in place of an address",
      `www A ${A}\n`,
      `www CNAME a\na A ${A}\n`,
      ["after 0: a A +1 -0", "after 900: www A +0 -1, www CNAME +1 -0"],
    ],
    [
      "an included policy",
      '@ 600 TXT "v=spf1 include:a.example.com -all"\na TXT "v=spf1 -all"\n',
      '@ 600 TXT "v=spf1 include:b.example.com -all"\nb TXT "v=spf1 -all"\n',
      ["after 0: b TXT +1 -0", "after 900: example.com. TXT +1 -1", "after 600: a TXT +0 -1"],
    ],
    [
      "one family after the other",
      `www A ${A}\n`,
      "www AAAA 2001:db8::1\n",
      ["after 0: www AAAA +1 -0", "after 900: www A +0 -1"],
    ],
    [
      "TLSA that stand side by side for a while",
      `_25._tcp.m TLSA 3 1 1 ${"a".repeat(64)}\n`,
      `_25._tcp.m TLSA 3 1 1 ${"b".repeat(64)}\n`,
      ["after 0: _25._tcp.m TLSA +1 -0", "after 300: _25._tcp.m TLSA +0 -1"],
    ],
    [
      "nothing where an alias leads to TLSA, for it cannot lead to both",
      `_25._tcp.m CNAME a\na TLSA 3 1 1 ${"a".repeat(64)}\nb TLSA 3 1 1 ${"b".repeat(64)}\n`,
      `_25._tcp.m CNAME b\na TLSA 3 1 1 ${"a".repeat(64)}\nb TLSA 3 1 1 ${"b".repeat(64)}\n`,
      ["after 0: _25._tcp.m CNAME +1 -1", "unsafe: certificate"],
    ],
    [
      "nameservers of a delegation",
      `s 600 NS ns.s\nns.s A ${A}\n`,
      `s 600 NS n2.s\nn2.s A ${A}\n`,
      ["after 0: s NS +1 -1, n2.s A +1 -0", "after 600: ns.s A +0 -1"],
    ],
  ])("%s", (_, before, after, expected) => {
    const steps = stepsFrom(before, after);
    expect([...said(steps), ...steps.unsafe.map(({ kind }) => `unsafe: ${kind}`)]).toEqual(expected);
  });
});

test("step by step, no cache holds what does not fit", () => {
  let several = 0;
  let unsafe = 0;
  let all = 0;
  fc.assert(
    fc.property(SMALL_PAIR, (pair) => {
      const steps = stepsBetween([pairOf(pair)]);
      all += 1;
      if (steps.unsafe.length > 0) {
        unsafe += 1;
        return;
      }
      if (steps.steps.length > 1) several += 1;
      const stages = applied(pair, steps);
      for (const [index, before] of stages.slice(0, -1).entries()) {
        expect(brokenBetween([{ origin: COM, before, after: stages[index + 1]! }])).toEqual([]);
      }
      const between = (before: Records, after: Records) => [{ origin: COM, before, after }];
      const states = stages.slice(1, -1).map((stage) => ({
        sinceBefore: between(stages[0]!, stage),
        untilAfter: between(stage, stages.at(-1)!),
      }));
      expect(brokenByItself([pairOf(pair)], states)).toEqual([]);
      expect(contentOf(stages.at(-1)!)).toEqual(contentOf(pairOf(pair).after!));
    }),
    { numRuns: 200 },
  );
  expect(several).toBeGreaterThan(10);
  expect(unsafe).toBeLessThan(all / 4); // half of a zone at once: some of it chases its own tail
});

function pairOf({ before, after }: SmallPair): ZonePair {
  return {
    origin: COM,
    before: zoneOf(smallZoneText(before)).records,
    after: zoneOf(smallZoneText(after)).records,
  };
}

type Records = NonNullable<ZonePair["after"]>;

/** The zone after each of the steps, made of nothing but their changes. */
function applied(pair: SmallPair, { steps }: Steps): Records[] {
  const stages: Records[] = [pairOf(pair).before!];
  for (const { changes } of steps) {
    let records = stages.at(-1)!;
    for (const { change } of changes) {
      const { owner, type, added, removed, ttl } = change;
      const isOf = (record: Records[number]) => record.owner === owner && record.type === type;
      const gone = new Set(removed.map(({ rdata }) => rdata));
      records = [
        ...records
          .filter((record) => !(isOf(record) && gone.has(record.rdata)))
          .map((record) => (isOf(record) && ttl !== undefined ? { ...record, ttl: ttl.to } : record)),
        ...added,
      ];
    }
    stages.push(records);
  }
  return stages;
}

function contentOf(records: Records): string[] {
  return records.map(({ owner, type, ttl, rdata }) => `${owner} ${type} ${ttl} ${rdata}`).sort();
}
