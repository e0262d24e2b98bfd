import { describe, expect, test } from "vitest";
import { type PolicyKey, printPolicy, SIGNING_POLICY } from "../../dns/signing/policy.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { nameOf } from "../../test/zone-text.ts";
import { dsFor } from "../dnssec/chain-of-trust.ts";
import type { KeyLooks } from "../dnssec/key-looks.ts";
import { judgeKeys, keyDanger, keyFindings } from "./key-change.ts";

const ZONE = nameOf("example.com.");
const NOW = new Date("2026-11-30T12:00:00Z");
const HOUR = 3_600;
const OTHERS = "198.51.100.53";
const PLACE = { file: "zones/_config.yaml", line: 1, column: 1 };

function key(name: string): PolicyKey {
  return {
    flags: 257,
    algorithm: 13,
    publicKey: name.repeat(64),
    signs: "all",
    isPublished: true,
    isWanted: false,
  };
}

/** The record of a zone that is signed so; no keys: not at all. */
function signed(counter: number, keys: readonly PolicyKey[]): ZoneRecord[] {
  const rest = {
    base: 2969,
    windows: 260,
    denial: "nsec",
    ttl: HOUR,
    isLeaving: false,
    csync: false,
  } as const;
  const text = { owner: ZONE, type: 16, ttl: HOUR, rdata: "\x01a" };
  if (keys.length === 0) return [text];
  return [
    text,
    { owner: ZONE, type: SIGNING_POLICY, ttl: HOUR, rdata: printPolicy({ counter, keys, ...rest }) },
  ];
}

/** The DS of these keys, and the state of the keys, for so many hours. */
function looks(counter: number, ds: readonly PolicyKey[], hours: number): KeyLooks {
  const times = { since: new Date(NOW.getTime() - hours * HOUR * 1_000), last: NOW, by: "drift" };
  return {
    keys: { counter, ...times },
    ds: { set: ds.map((each) => dsFor(ZONE, each)), ttl: HOUR, ...times },
  };
}

const [a, b] = [key("a"), key("b")];
const wanted = { ...a, isWanted: true };

/** A zone with a nameserver of ours, and one of others. */
const AT = {
  origin: ZONE,
  config: {
    nameservers: [
      { name: nameOf("ns1.example.net."), addresses: ["192.0.2.53"], app: "dns-prod", at: PLACE },
      { name: nameOf("ns2.example.org."), addresses: [OTHERS], at: PLACE },
    ],
  },
};

/** A look that sees a nameserver without signatures, for so many hours; one that is behind asks within 5 hours. */
function unsigned(seen: KeyLooks, isBehind: boolean, hours: number, address = OTHERS): KeyLooks {
  const times = { since: new Date(NOW.getTime() - hours * HOUR * 1_000), last: NOW, by: "drift" };
  return {
    ...seen,
    unsigned: [{ name: "ns2.example.org.", address, isBehind, patience: 5 * HOUR, ...times }],
  };
}

const GONE =
  /^ns2\.example\.org\. \(198\.51\.100\.53\) answers the zone without signatures, and .* no answer\. Have it serve/;
const LATE = /may be late until 2026-11-30T16:00:00\.000Z \(refresh and retry of its SOA\)\. Wait/;

describe("a change of keys in a plan", () => {
  test.each<
    [string, ZoneRecord[], ZoneRecord[], Parameters<typeof judgeKeys>[3], rules: string[], danger?: RegExp]
  >([
    ["nothing changes", signed(1, [a]), signed(1, [a]), {}, []],
    ["the zone is new here", [], signed(1, [a]), { keyLooks: looks(0, [b], 9) }, []],
    ["a key comes", signed(1, [a]), signed(2, [a, b]), {}, []],
    ["a key goes, and nobody looked", signed(2, [a, b]), signed(3, [b]), {}, ["keys-not-looked-at"]],
    [
      "a key goes that the DS names, and only now is known",
      signed(2, [a, b]),
      signed(3, [b]),
      { keysNow: looks(2, [a], 0) },
      ["keys-chain-breaks"],
    ],
    [
      "a key goes that no DS names, and only now is known",
      signed(2, [a, b]),
      signed(3, [b]),
      { keysNow: looks(2, [b], 0) },
      ["keys-not-looked-at"],
    ],
    [
      "a key goes too early",
      signed(2, [a, b]),
      signed(3, [b]),
      { keyLooks: looks(2, [b], 1) },
      [],
      /all nameservers show the keys of before .* Do this from 2026-11-30T13:00:00.000Z on\. /,
    ],
    [
      "a key goes, and it should have been looked at",
      signed(2, [a, b]),
      signed(3, [b]),
      { keyLooks: {} },
      [],
      /^Which DS the parent has is not known/,
    ],
    ["a key goes", signed(2, [a, b]), signed(3, [b]), { keyLooks: looks(2, [b], 9) }, []],
    [
      "signing ends while a DS is there: no label allows it",
      signed(2, [a]),
      signed(0, []),
      { keyLooks: looks(2, [a], 9) },
      ["keys-chain-breaks"],
    ],
    [
      "nothing of the keys changes, and a nameserver of others does not sign",
      signed(1, [a]),
      signed(1, [a]),
      { keyLooks: unsigned(looks(1, [a], 9), false, 0) },
      [],
      GONE,
    ],
    [
      "the same, seen by one look alone",
      signed(1, [a]),
      signed(1, [a]),
      { keysNow: unsigned(looks(1, [a], 0), false, 0) },
      [],
      GONE,
    ],
    [
      "a DS is asked for, and a nameserver of others does not sign",
      signed(1, [a]),
      signed(2, [wanted]),
      { keyLooks: unsigned(looks(1, [], 99), false, 0) },
      [],
      GONE,
    ],
    [
      "a DS is asked for, and it may be late",
      signed(1, [a]),
      signed(2, [wanted]),
      { keyLooks: unsigned(looks(1, [], 99), true, 1) },
      [],
      LATE,
    ],
    [
      "a DS is asked for, and it may be late, by one look alone",
      signed(1, [a]),
      signed(2, [wanted]),
      { keysNow: unsigned(looks(1, [], 0), true, 1) },
      ["keys-not-looked-at"],
    ],
    [
      "a DS is asked for, and it is late for longer than refresh and retry",
      signed(1, [a]),
      signed(2, [wanted]),
      { keyLooks: unsigned(looks(1, [], 99), true, 6) },
      [],
      GONE,
    ],
    [
      "it may be late, and nothing of the keys changes",
      signed(1, [a]),
      signed(1, [a]),
      { keyLooks: unsigned(looks(1, [a], 9), true, 1) },
      [],
    ],
    [
      "a nameserver does not sign, and no DS says that anybody would",
      signed(1, [a]),
      signed(1, [a]),
      { keyLooks: unsigned(looks(1, [], 9), false, 9) },
      [],
    ],
    [
      "a nameserver does not sign that is none of the zone any more",
      signed(1, [a]),
      signed(1, [a]),
      { keyLooks: unsigned(looks(1, [a], 9), false, 9, "198.51.100.99") },
      [],
    ],
    [
      "that was days ago",
      signed(1, [a]),
      signed(1, [a]),
      {
        keyLooks: {
          ...looks(1, [a], 9),
          unsigned: unsigned({}, false, 9).unsigned!.map((one) => ({
            ...one,
            last: new Date("2026-11-26T12:00:00Z"),
          })),
        },
      },
      [],
    ],
  ])("%s", (_, before, after, seen, rules, danger) => {
    const judged = judgeKeys(AT, before, after, seen, NOW);
    const found = judged === undefined ? [] : keyFindings(judged, true);
    expect([...new Set(found.map(({ rule }) => rule.id))]).toEqual(rules);
    const told = judged && keyDanger(judged);
    if (danger === undefined) expect(told).toBeUndefined();
    else expect(told).toMatch(danger);
  });
});

test("what stands at others anyway holds back nobody's change of another zone", () => {
  const judged = judgeKeys(
    AT,
    signed(1, [a]),
    signed(1, [a]),
    { keyLooks: unsigned(looks(1, [a], 9), false, 0) },
    NOW,
  );
  expect(keyFindings(judged!, false)).toEqual([
    expect.objectContaining({ rule: expect.objectContaining({ severity: "warning" }) }),
  ]);
});
