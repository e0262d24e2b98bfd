import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PolicyKey, SigningPolicy } from "../../dns/signing/policy.ts";
import type { Octets } from "../../dns/wire.ts";
import { nameOf } from "../../test/zone-text.ts";
import { dsFor, judgeHeld } from "./chain-of-trust.ts";
import { judgeKeyChange, MARGIN, STALE } from "./key-change.ts";
import { type KeyLooks, noteLook } from "./key-looks.ts";

const ZONE = nameOf("example.com.");
const TTL = 3_600;
const DS_TTL = 7_200;

/** `13.1` is the key 1 of algorithm 13. */
function key(name: string, does: Partial<PolicyKey> = {}, flags: 256 | 257 = 257): PolicyKey {
  const [algorithm = "", number = ""] = name.split(".");
  return {
    flags,
    algorithm: Number(algorithm),
    publicKey: number.repeat(64),
    ...{ signs: "all", isPublished: true, isWanted: false },
    ...does,
  };
}

const PUBLISHED = { signs: "none" } as const;
const HIDDEN = { isPublished: false } as const;
const WANTED = { isWanted: true } as const;

function policy(counter: number, keys: readonly PolicyKey[], isLeaving = false): SigningPolicy {
  const rest = { base: WEEK, windows: 260, denial: "nsec", ttl: TTL, csync: false } as const;
  return { counter, keys, isLeaving, ...rest };
}

/** Looks for so many seconds, which is in caches what was there before. */
function looks(
  counter: number,
  ds: readonly PolicyKey[],
  keySeconds: number,
  dsSeconds = keySeconds,
): KeyLooks {
  const set = ds.map((each) => dsFor(ZONE, each));
  const at = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);
  return {
    keys: { counter, since: at(keySeconds), last: NOW, by: "drift" },
    ds: { set, ttl: DS_TTL, since: at(dsSeconds), last: NOW, by: "drift" },
  };
}

/** Nobody has looked since, for longer than what was seen says anything. */
function stale({ keys, ds }: KeyLooks): KeyLooks {
  const last = new Date(NOW.getTime() - (STALE + 1) * 1_000);
  return { keys: { ...keys!, last }, ds: { ...ds!, last } };
}

const NOW = new Date("2026-11-30T12:00:00Z");
const WEEK = 2969; // the week of NOW
const LONG = DS_TTL + MARGIN;

function rulesOf(
  before: SigningPolicy | undefined,
  after: SigningPolicy | undefined,
  seen: KeyLooks,
): string[] {
  const found = judgeKeyChange({ zone: ZONE, before, after, looks: seen, ttl: TTL, now: NOW });
  return [...new Set(found.map(({ rule }) => rule))];
}

test.each([
  ["this week", WEEK, 260, []],
  ["next week, for clocks differ", WEEK + 1, 260, []],
  ["a week to come", WEEK + 2, 260, ["chain-breaks"]],
  ["so long ago that the last week was the one before", WEEK - 10, 10, ["chain-breaks"]],
  ["so long ago that this is the last week", WEEK - 10, 11, []],
])("signing begins with %s", (_, base, windows, rules) => {
  expect(rulesOf(undefined, { ...policy(1, [key("13.1")]), base, windows }, looks(0, [], LONG))).toEqual(
    rules,
  );
});

describe("a change of keys", () => {
  const [one, two] = [key("13.1"), key("13.2")];
  const alone = policy(1, [key("13.1", WANTED)]);

  test.each<[what: string, SigningPolicy | undefined, SigningPolicy | undefined, KeyLooks, rules: string[]]>([
    ["signing begins", undefined, policy(1, [one]), looks(0, [], LONG), []],
    [
      "signing begins, and the DS is that of another key",
      undefined,
      policy(1, [one]),
      looks(0, [two], LONG),
      ["chain-breaks"],
    ],
    ["signing begins, and nobody looked", undefined, policy(1, [one]), {}, []],
    [
      "signing begins, and a DS is wanted at once",
      undefined,
      policy(1, [key("13.1", WANTED)]),
      looks(0, [], LONG),
      ["too-early"],
    ],
    ["signing ends", alone, undefined, looks(1, [], LONG), []],
    ["signing ends while a DS is there", alone, undefined, looks(1, [one], LONG), ["chain-breaks"]],
    [
      "signing ends while caches may have the DS",
      alone,
      undefined,
      looks(1, [], LONG, LONG - 1),
      ["too-early"],
    ],
    ["signing ends, and nobody looked", alone, undefined, {}, ["not-looked-at"]],
    ["a key is published", alone, policy(2, [...alone.keys, key("13.2", PUBLISHED)]), looks(1, [one], 1), []],
    [
      "the counter stays",
      alone,
      policy(1, [...alone.keys, key("13.2", PUBLISHED)]),
      looks(1, [one], 1),
      ["policy-counter"],
    ],
    ["another key takes its place at once", alone, policy(2, [two]), looks(1, [one], LONG), ["chain-breaks"]],
    [
      "a key's DS is wanted before caches have the key",
      policy(2, [one, two]),
      policy(3, [one, key("13.2", WANTED)]),
      looks(2, [one], 1),
      ["too-early"],
    ],
    [
      "a key's DS is wanted",
      policy(2, [one, two]),
      policy(3, [one, key("13.2", WANTED)]),
      looks(2, [one], LONG),
      [],
    ],
    [
      "the old key goes while its DS is there",
      policy(3, [one, two]),
      policy(4, [two]),
      looks(3, [one], LONG),
      ["chain-breaks"],
    ],
    [
      "the old key goes while caches may have its DS",
      policy(3, [one, two]),
      policy(4, [key("13.1", PUBLISHED), two]),
      looks(3, [two], LONG, 1),
      ["too-early"],
    ],
    [
      "the old key signs no more",
      policy(3, [one, two]),
      policy(4, [key("13.1", PUBLISHED), two]),
      looks(3, [two], LONG),
      [],
    ],
    [
      "the old key goes while caches have its signatures",
      policy(4, [key("13.1", PUBLISHED), two]),
      policy(5, [two]),
      looks(4, [two], 1, LONG),
      ["too-early"],
    ],
    [
      "the old key goes",
      policy(4, [key("13.1", PUBLISHED), two]),
      policy(5, [two]),
      looks(4, [two], LONG),
      [],
    ],
    [
      "the old key goes, and one nameserver was silent",
      policy(4, [key("13.1", PUBLISHED), two]),
      policy(5, [two]),
      { ...looks(4, [two], LONG), keys: undefined! },
      ["not-looked-at"],
    ],
    [
      "an algorithm is published unsigned",
      alone,
      policy(2, [one, key("8.1", PUBLISHED)]),
      looks(1, [one], LONG),
      ["chain-breaks"],
    ],
    [
      "an algorithm is published and signs at once",
      alone,
      policy(2, [one, key("8.1")]),
      looks(1, [one], LONG),
      ["chain-breaks"],
    ],
    [
      "an algorithm signs",
      alone,
      policy(2, [key("13.1", WANTED), key("8.1", HIDDEN)]),
      looks(1, [one], 1),
      [],
    ],
    [
      "its key comes while caches have data without",
      policy(2, [one, key("8.1", HIDDEN)]),
      policy(3, [one, key("8.1")]),
      looks(2, [one], 1),
      ["too-early"],
    ],
    [
      "its key comes",
      policy(2, [one, key("8.1", HIDDEN)]),
      policy(3, [one, key("8.1")]),
      looks(2, [one], LONG),
      [],
    ],
    [
      "the old algorithm's key goes first",
      policy(4, [one, key("8.1")]),
      policy(5, [key("13.1", HIDDEN), key("8.1")]),
      looks(4, [key("8.1")], LONG),
      [],
    ],
    [
      "the old algorithm goes at once",
      policy(4, [one, key("8.1")]),
      policy(5, [key("8.1")]),
      looks(4, [key("8.1")], LONG),
      ["chain-breaks"],
    ],
    [
      "an algorithm is published unsigned while caches may have a DS",
      policy(2, [one]),
      policy(3, [one, key("8.1", PUBLISHED)]),
      looks(2, [], LONG, LONG - 1),
      ["too-early"],
    ],
    [
      "signing ends, and the last look was long ago",
      alone,
      undefined,
      stale(looks(1, [], 9 * LONG)),
      ["not-looked-at"],
    ],
    ["CDS asks to remove the DS", alone, policy(2, [one], true), looks(1, [one], LONG), []],
  ])("%s", (_, before, after, seen, rules) => {
    expect(rulesOf(before, after, seen)).toEqual(rules);
  });
});

/** An hour is the grain of time; TTLs are 2 and 3 hours. */
const HOUR = 3_600;
const HOURS = { data: 2, ds: 3 };

test("whatever is let through, no validator that holds what it may hold is left without a chain of trust", () => {
  let released = 0;
  const story = fc.array(fc.record({ edit: fc.nat(), key: fc.nat(3), wait: fc.nat(8), ds: fc.nat(3) }), {
    minLength: 4,
    maxLength: 24,
  });
  fc.assert(
    fc.property(story, (events) => {
      const names = ["13.1", "13.2", "8.1", "8.2"];
      let present = policy(1, [key("13.1")]) as SigningPolicy | undefined;
      let ds: readonly Octets[] = [];
      let seen: KeyLooks = {};
      let hour = 0;
      const past: { readonly hour: number; readonly policy: typeof present; readonly ds: typeof ds }[] = [];
      const pass = (hours: number) => {
        for (let passed = 0; passed <= hours; passed++) {
          const at = new Date(NOW.getTime() + hour * HOUR * 1_000);
          seen = noteLook(seen, {
            at,
            by: "drift",
            counter: present?.counter ?? 0,
            ds: { set: ds, ttl: HOURS.ds * HOUR },
          });
          past.push({ hour, policy: present, ds });
          if (passed < hours) hour += 1;
          const held = (hours: number) => past.filter((state) => hour - state.hour <= hours);
          for (const oldDs of held(HOURS.ds))
            for (const keys of held(HOURS.data))
              for (const data of held(HOURS.data)) {
                const verdict = judgeHeld(ZONE, { ds: oldDs.ds, keys: keys.policy, data: data.policy });
                if (typeof verdict !== "string") throw new Error(`${verdict.bogus} in hour ${hour}`);
              }
        }
      };
      pass(0);
      for (const event of events) {
        const after = edited(present, event.edit, names[event.key]!, (present?.counter ?? 1) + 1);
        const now = new Date(NOW.getTime() + hour * HOUR * 1_000);
        const refusals = judgeKeyChange({
          zone: ZONE,
          before: present,
          after,
          looks: seen,
          ttl: HOURS.data * HOUR,
          now,
        });
        if (refusals.length === 0) {
          present = after;
          released += 1;
        }
        pass(event.wait);
        // The owner of the domain, or CDS, changes the DS as it was told: to keys whose DS is wanted, or to none.
        const wanted = present?.keys.filter(({ isWanted }) => isWanted) ?? [];
        if (event.ds === 0 && present?.isLeaving === true) ds = [];
        if (event.ds > 0 && wanted.length > 0) ds = wanted.map((each) => dsFor(ZONE, each));
        pass(event.wait);
      }
    }),
    { numRuns: 300 },
  );
  expect(released).toBeGreaterThan(300);
});

/** One of all edits that somebody can make. */
function edited(
  present: SigningPolicy | undefined,
  edit: number,
  name: string,
  counter: number,
): SigningPolicy | undefined {
  const keys = present?.keys ?? [];
  const without = keys.filter(
    (each) => each.publicKey !== key(name).publicKey || each.algorithm !== key(name).algorithm,
  );
  const old = keys.find((each) => !without.includes(each));
  const edits: (() => SigningPolicy | undefined)[] = [
    () => policy(counter, [...without, key(name, PUBLISHED)]),
    () => policy(counter, [...without, key(name)]),
    () => policy(counter, [...without, key(name, WANTED)]),
    () => policy(counter, [...without, key(name, HIDDEN)]),
    () => (without.length === 0 ? present : policy(counter, without)),
    () => policy(counter, [...without, ...(old ? [{ ...old, isWanted: !old.isWanted }] : [])]),
    () =>
      policy(
        counter,
        keys.map((each) => ({ ...each, isWanted: false })),
        true,
      ),
    () => undefined,
  ];
  const made = edits[edit % edits.length]!();
  return made !== undefined && made.keys.length === 0 ? present : made;
}
