import { describe, expect, test } from "vitest";
import type { Name } from "../../dns/name.ts";
import { span } from "../../dns/span.ts";
import { BASE, COM, planned, zoneOf } from "../../test/planned.ts";
import type { EffectKind } from "./effects/effect.ts";
import { effectsOf } from "./effects.ts";
import { makePlan, type Plan } from "./plan.ts";

const NET = "\x07example\x03net\0" as Name;
const SUB = `\x03sub${COM}` as Name;
const NET_HEAD = "@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 900\n@ 3600 NS ns1.example.org.\n";

const without = (pattern: RegExp) => BASE.replace(pattern, "");
const said = (plan: Plan, ...kinds: EffectKind[]) =>
  effectsOf(plan).flatMap(({ kind, message }) => (kinds.includes(kind) ? [message] : []));

describe("until when resolvers may keep the old answer", () => {
  test.each([
    ["nothing, when nothing changes", BASE, BASE, []],
    [
      "a new name: the negative TTL",
      BASE,
      `${BASE}new A 192.0.2.7\n`,
      ["Resolvers that asked before may say for 15 minutes that it does not exist"],
    ],
    [
      "a new type at a name: the negative TTL too",
      BASE,
      `${BASE}ns1 AAAA 2001:db8::1\n`,
      ["Resolvers that asked before may say for 15 minutes that it does not exist"],
    ],
    [
      "where the SOA lives shorter than its MINIMUM says: its own TTL",
      BASE.replace("@ 3600 SOA", "@ 120 SOA"),
      `${BASE.replace("@ 3600 SOA", "@ 120 SOA")}new A 192.0.2.7\n`,
      ["Resolvers that asked before may say for 2 minutes that it does not exist"],
    ],
    [
      "another value: the old TTL, not the new one",
      BASE,
      BASE.replace("old A 192.0.2.9", "old 60 A 192.0.2.8"),
      ["Resolvers may keep the old answer for 5 minutes"],
    ],
    [
      "one more value: the TTL of those that were there",
      BASE,
      `${BASE}old A 192.0.2.10\n`,
      ["Resolvers may keep the old answer for 5 minutes"],
    ],
    [
      "a lower TTL alone: when the value may change after it",
      BASE,
      BASE.replace("old A", "old 60 A"),
      ["Resolvers may keep it with the old TTL for 5 minutes: change its value after that"],
    ],
    [
      "a higher TTL alone: what it means for the next change",
      BASE,
      BASE.replace("old A", "old 7200 A"),
      ["From now on resolvers may keep it for 2 hours, also when it changes"],
    ],
    [
      "an address that becomes an alias, or a delegation: the TTL of the address, and nothing of the new type",
      BASE,
      BASE.replace("old A 192.0.2.9", "old 60 CNAME www"),
      ["Resolvers may keep the old answer for 5 minutes"],
    ],
    [
      "a new name that a wildcard answered for: the TTL of the wildcard",
      `${BASE}* 120 A 192.0.2.80\n* 240 MX 10 mail\n`,
      `${BASE}* 120 A 192.0.2.80\n* 240 MX 10 mail\nnew A 192.0.2.7\n`,
      ["Resolvers may keep the old answer for 2 minutes"],
    ],
    [
      "a new alias or delegation there: the longest TTL of the wildcard, whose types all go",
      `${BASE}* 120 A 192.0.2.80\n* 240 MX 10 mail\n`,
      `${BASE}* 120 A 192.0.2.80\n* 240 MX 10 mail\nnew CNAME www\nlab NS ns.example.net.\n`,
      ["Resolvers may keep the old answer for 4 minutes", "Resolvers may keep the old answer for 4 minutes"],
    ],
    [
      "a type that the wildcard does not have: the negative TTL",
      `${BASE}* A 192.0.2.80\n`,
      `${BASE}* A 192.0.2.80\nnew TXT x\n`,
      ["Resolvers that asked before may say for 15 minutes that it does not exist"],
    ],
    [
      "a new wildcard: the negative TTL, of the names below",
      BASE,
      `${BASE}*.old A 192.0.2.80\n`,
      ["Resolvers that asked before may say for 15 minutes that names below do not exist"],
    ],
    ["new glue: nothing, for the child is asked for it", BASE, `${BASE}ns.child A 192.0.2.80\n`, []],
    [
      "a value that goes: its TTL",
      BASE,
      without(/^mail A.*\n/m),
      ["Resolvers may keep the old answer for 5 minutes"],
    ],
    [
      "an alias that becomes an address: the TTL of the alias for both",
      BASE,
      BASE.replace("alias CNAME old", "alias 60 A 192.0.2.9"),
      ["Resolvers may keep the old answer for 5 minutes", "Resolvers may keep the old answer for 5 minutes"],
    ],
    [
      "a TTL of 0: nobody keeps it",
      BASE.replace("old A", "old 0 A"),
      BASE.replace("old A 192.0.2.9", "old 0 A 192.0.2.8"),
      [],
    ],
    [
      "another MINIMUM of the SOA: how long a missing name is remembered",
      BASE,
      BASE.replace(" 900\n", " 300\n"),
      ["Resolvers may remember a name that does not exist for 5 minutes, instead of 15 minutes"],
    ],
    ["anything else of the SOA: nothing", BASE, BASE.replace(" 7200 ", " 7300 "), []],
  ])("%s", (_, before, after, expected) => {
    expect(said(planned(after, before), "cached")).toEqual(expected);
  });

  test("of a new zone nobody has asked", () => {
    const plan = makePlan([zoneOf(BASE)], () => ({ shown: [], records: [] }), [], new Date(0));
    expect(effectsOf(plan)).toEqual([]);
  });
});

describe("a lower TTL that was needed first", () => {
  const day = ["Resolvers may keep the old answer for 1 day, for its TTL was not lowered first"];

  test.each([
    ["for another value behind a day", BASE.replace("192.0.2.1\n", "192.0.2.2\n"), day],
    ["for a value that goes with its RRset", without(/^www .*\n/m), day],
    ["not where the TTL is lowered now", BASE.replace("www 86400", "www 300"), []],
    ["not for one more value", `${BASE}www 86400 A 192.0.2.2\n`, []],
    ["not for an hour", BASE.replace("10 mail", "20 mail"), []],
  ])("%s", (_, after, expected) => {
    expect(said(planned(after), "ttl-not-lowered")).toEqual(expected);
  });
});

describe("names that stop existing", () => {
  const gone = ["old.example.com. stops existing"];

  test.each([
    ["the last record of a name goes", BASE, without(/^old .*\n/m), gone],
    ["a record of another type stays", `${BASE}old TXT x\n`, `${without(/^old .*\n/m)}old TXT x\n`, []],
    [
      "something below stays",
      `${BASE}a.old A 192.0.2.1\n`,
      `${without(/^old .*\n/m)}a.old A 192.0.2.1\n`,
      [],
    ],
    ["a wildcard answers for it", `${BASE}* A 192.0.2.1\n`, `${without(/^old .*\n/m)}* A 192.0.2.1\n`, []],
    [
      "a wildcard elsewhere does not",
      `${BASE}*.www A 192.0.2.1\n`,
      `${without(/^old .*\n/m)}*.www A 192.0.2.1\n`,
      gone,
    ],
    ["it is delegated", BASE, BASE.replace("old A 192.0.2.9", "old NS ns.example.net."), []],
    ["it is below a delegation", `${BASE}x.child A 192.0.2.1\n`, BASE, []],
  ])("%s", (_, before, after, expected) => {
    expect(said(planned(after, before), "name-gone")).toEqual(expected);
  });
});

describe("names elsewhere that dangle", () => {
  const net = zoneOf(`${NET_HEAD}www CNAME old.example.com.\n@ MX 10 mail.example.com.\n`, NET);
  const com = (text: string) => zoneOf(text);
  const between = (
    before: readonly ReturnType<typeof zoneOf>[],
    after: readonly ReturnType<typeof zoneOf>[],
  ) =>
    makePlan(
      after,
      (origin) => ({ shown: [], records: before.find((zone) => zone.origin === origin)?.records ?? [] }),
      before
        .filter(({ origin }) => after.every((zone) => zone.origin !== origin))
        .map(({ origin, records }) => ({ origin, records: records.length })),
      new Date(0),
    );

  test.each([
    [
      "in the zone and in another",
      [com(BASE), net],
      [com(without(/^old .*\n/m)), net],
      [
        "alias.example.com. CNAME still points to old.example.com., which goes",
        "www.example.net. CNAME still points to old.example.com., which goes",
      ],
    ],
    ["not when they go as well", [com(BASE)], [com(without(/^(old|alias) .*\n/gm))], []],
    ["not when something stays there", [com(BASE), net], [com(BASE.replace("old A", "old TXT")), net], []],
    [
      "into a zone that goes",
      [com(BASE), net],
      [net],
      [
        "www.example.net. CNAME still points to old.example.com., whose zone goes",
        "example.net. MX still points to mail.example.com., whose zone goes",
      ],
    ],
    [
      "not into a zone that stays below one that goes",
      [com(BASE), zoneOf(NET_HEAD, SUB), zoneOf(`${NET_HEAD}www CNAME a.sub.example.com.\n`, NET)],
      [zoneOf(NET_HEAD, SUB), zoneOf(`${NET_HEAD}www CNAME a.sub.example.com.\n`, NET)],
      [],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(said(between(before, after), "dangling")).toEqual(expected);
  });
});

describe("wildcards", () => {
  const WILD = `${BASE}* 120 A 192.0.2.80\n* 240 MX 10 mail\n`;

  test.each([
    [
      "a new name loses what the wildcard has and it has not",
      WILD,
      `${WILD}new TXT x\n`,
      ["*.example.com. answered for it until now, also for A, MX, which it loses"],
    ],
    ["a new name that has all of it loses nothing", WILD, `${WILD}new A 192.0.2.7\nnew MX 5 mail\n`, []],
    [
      "a new alias or delegation leads to what has its own",
      WILD,
      `${WILD}new CNAME www\nlab NS ns.example.net.\n`,
      [],
    ],
    [
      "a name that goes is the wildcard's",
      WILD,
      WILD.replace(/^old .*\n/m, ""),
      ["*.example.com. answers for it from now on, with A, MX"],
    ],
    [
      "a new wildcard",
      BASE,
      `${BASE}*.old A 192.0.2.80\n`,
      ["It answers for every name below old.example.com. that does not exist"],
    ],
    ["what is below a delegation has no part in it", `${WILD}x.child A 192.0.2.1\n`, WILD, []],
    ["another value changes no name", WILD, WILD.replace("192.0.2.80", "192.0.2.81"), []],
  ])("%s", (_, before, after, expected) => {
    expect(said(planned(after, before), "wildcard")).toEqual(expected);
  });

  test("one that goes takes the names with it that are not written", () => {
    expect(said(planned(BASE, WILD), "name-gone")).toEqual([
      "Of the names below example.com. only those exist that are written",
    ]);
  });

  test("a target that only a wildcard answered for dangles without it", () => {
    const before = `${BASE}* A 192.0.2.80\nshop CNAME anything\n`;
    expect(said(planned(before.replace(/^\* .*\n/m, ""), before), "dangling")).toEqual([
      "shop.example.com. CNAME still points to anything.example.com., which goes",
    ]);
    expect(said(planned(before.replace(/^old .*\n/m, ""), before), "dangling")).toEqual([]);
  });
});

describe("delegations", () => {
  const NS_CHILD = "child NS ns.example.net.";
  const KEY = "The child must be signed with a key that fits the new DS before this goes out";
  test.each<[string, string, string, string[]]>([
    [
      "a new one",
      BASE,
      `${BASE}new NS ns.example.net.\nnew NS ns.example.org.\n`,
      ["A delegation begins: ns.example.net. and ns.example.org. answer for it and for all names below"],
    ],
    [
      "one that goes, with its DS",
      BASE,
      BASE.replace(/^child .*\n/gm, ""),
      ["A delegation ends: this zone answers for it and for all names below"],
    ],
    [
      "one to other nameservers",
      BASE,
      BASE.replace(NS_CHILD, "child NS ns2.example.net."),
      [
        "The delegation comes to ns2.example.net. and leaves ns.example.net.: the child must have the same nameservers",
      ],
    ],
    [
      "one nameserver more",
      BASE,
      `${BASE}child NS ns2.example.net.\n`,
      ["The delegation comes to ns2.example.net.: the child must have the same nameservers"],
    ],
    [
      "the zone's own NS",
      BASE,
      BASE.replace("@ 3600 NS ns1", "@ 3600 NS ns2.example.net."),
      ["The registrar must have the same nameservers"],
    ],
    [
      "another DS",
      BASE,
      BASE.replace("60485", "60486"),
      [`${KEY}, and keep the old key for 5 minutes after`],
    ],
    ["one DS more", BASE, `${BASE}child DS 60486 13 2 ${"cd".repeat(32)}\n`, [KEY]],
    [
      "a DS that goes",
      BASE,
      BASE.replace(/^child DS.*\n/m, ""),
      ["Validators take the child for unsigned; it must stay signed for 5 minutes more"],
    ],
    [
      "glue",
      BASE,
      `${BASE}ns.child A 192.0.2.80\n`,
      ["It is glue: child.example.com. itself must say the same"],
    ],
    [
      "a new DNAME",
      BASE,
      `${BASE}tree DNAME tree.example.net.\n`,
      ["All names below lead to the same names below tree.example.net. (DNAME)"],
    ],
    [
      "a DNAME to elsewhere",
      `${BASE}tree DNAME tree.example.net.\n`,
      `${BASE}tree DNAME wood.example.net.\n`,
      [
        "All names below lead to those below wood.example.net., no longer to those below tree.example.net. (DNAME)",
      ],
    ],
    [
      "a DNAME that goes",
      `${BASE}tree DNAME tree.example.net.\n`,
      BASE,
      ["The names below no longer lead to those below tree.example.net. (DNAME)"],
    ],
    ["an address that is no glue", BASE, `${BASE}new A 192.0.2.80\n`, []],
  ])("%s", (_, before, after, expected) => {
    expect(said(planned(after, before), "delegation")).toEqual(expected);
  });
});

describe("policies", () => {
  test.each([
    ["a text that is no policy", `${BASE}www TXT "v=spf10 is no SPF"\n`],
    ["an alias that is no key", `${BASE}shop CNAME shop.example.net.\n`],
    ["an address", BASE.replace("192.0.2.9", "192.0.2.8")],
    [
      "another TTL of MX, TXT, CAA, NS and DS",
      BASE.replace(/^(@|child|_dmarc)(?: \d+)? (?=MX|TXT|CAA|NS|DS)/gm, "$1 77 "),
    ],
  ])("nothing of %s", (_, after) => {
    expect(effectsOf(planned(after)).length).toBeGreaterThan(0);
    expect(said(planned(after), "policy", "delegation")).toEqual([]);
  });
});

test("a zone of very many changes", () => {
  const [zone] = planned(BASE.replace("192.0.2.9", "192.0.2.8")).zones;
  const changes = Array.from({ length: 200_000 }, () => zone!.changes!.at(-1)!);
  expect(effectsOf({ zones: [{ ...zone!, changes }], removed: [] })).toHaveLength(200_000);
});

test.each([
  [1, "1 second"],
  [90, "90 seconds"],
  [300, "5 minutes"],
  [3600, "1 hour"],
  [5400, "90 minutes"],
  [86400, "1 day"],
  [172801, "2.1 days"],
])("%i seconds are %s", (seconds, words) => {
  expect(span(seconds)).toBe(words);
});

test("where addresses come from is said of an ALIAS", () => {
  const [one, other] = ["shop", "store"].map((host) => `${BASE}shop 300 TYPE65401 ${host}.example.net.\n`);
  const message = (host: string) => `A and AAAA are those of ${host}, which our nameservers look up`;
  expect(said(planned(one!), "delegation")).toEqual([message("shop.example.net.")]);
  expect(said(planned(other!, one!), "delegation")).toEqual([
    message("store.example.net. in place of shop.example.net."),
  ]);
  expect(said(planned(BASE, one!), "delegation")).toEqual([
    "A and AAAA are no longer those of shop.example.net.",
  ]);
});
