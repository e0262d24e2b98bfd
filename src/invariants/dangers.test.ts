import { describe, expect, test } from "vitest";
import type { Name } from "../../dns/name.ts";
import { parseName } from "../../dns/name.ts";
import { invariantsOf, seen, type Zones } from "../../test/invariants.ts";
import { invariantDangers } from "./dangers.ts";

interface State {
  readonly invariants?: string;
  readonly zones: Zones;
}

/** What a change does to invariants: messages. */
async function dangers(before: State, after: State, unknown: readonly Name[] = []): Promise<string[]> {
  const state = async ({ invariants, zones }: State) => ({
    zones: await seen(zones),
    invariants: invariants === undefined ? [] : await invariantsOf(invariants, zones),
  });
  const found = invariantDangers({ ...(await state(before)), unknown }, await state(after));
  for (const { label, kind } of found)
    expect([label, kind]).toEqual(["zonepipe:allow-invariant:own", "invariant"]);
  return found.map(({ message }) => message);
}

const OWN = "own: {addresses: [192.0.2.0/24], why: they are ours}\n";
const GOOD = "www: {type: A, value: 192.0.2.80}\n";
const BAD = "www: {type: A, value: 203.0.113.9}\n";
const STRAY = "www.example.com. leads to 203.0.113.9, which is not in 192.0.2.0/24 (dig www.example.com. A)";

describe("the invariants before and after a change both judge what comes after", () => {
  test.each<[string, State, State, string[]]>([
    ["nothing of it changes", { invariants: OWN, zones: GOOD }, { invariants: OWN, zones: GOOD }, []],
    ["one is new", { zones: BAD }, { invariants: OWN, zones: GOOD }, []],
    [
      "its reason changes, and how it is written",
      { invariants: OWN, zones: GOOD },
      { invariants: "own:\n  why: the firewall\n  addresses:\n    - 192.0.2.0/24\n", zones: GOOD },
      [],
    ],
    ["it goes", { invariants: OWN, zones: GOOD }, { zones: GOOD }, ["Invariant own goes (they are ours)"]],
    [
      "it goes, and is broken at once",
      { invariants: OWN, zones: GOOD },
      { zones: BAD },
      [
        `Invariant own goes, and as it was it does not hold: ${STRAY} at zones/example.com.yaml:1 (they are ours)`,
      ],
    ],
    [
      "it is made weaker, and what it was is broken",
      { invariants: OWN, zones: GOOD },
      { invariants: "own: {addresses: [192.0.2.0/24, 203.0.113.0/24], why: they are ours}\n", zones: BAD },
      [
        `Invariant own demands something else than before, and as it was it does not hold: ${STRAY} at zones/example.com.yaml:1 (they are ours)`,
      ],
    ],
    [
      "its scope is narrowed",
      { invariants: OWN, zones: GOOD },
      { invariants: OWN.replace("why", "types: [AAAA], why"), zones: GOOD },
      ["Invariant own demands something else than before (they are ours)"],
    ],
    // An error of its file and of `check`, which no label allows.
    ["it stays and is broken", { invariants: OWN, zones: GOOD }, { invariants: OWN, zones: BAD }, []],
  ])("%s", async (_, before, after, expected) => expect(await dangers(before, after)).toEqual(expected));

  test("an infinite bound is not the same as any other", async () => {
    const ttl = (bounds: string) => `own: {ttl: ${bounds}, why: x}\n`;
    const [before, after] = [ttl("{min: 60}"), ttl("{min: 60, max: 86400}")];
    expect(
      await dangers({ invariants: before, zones: GOOD }, { invariants: after, zones: GOOD }),
    ).toHaveLength(1);
  });
});

describe("what must not change", () => {
  const STAYS = "own: {unchanged: true, below: [apps.example.com], why: others rely on it}\n";
  const judged = (before: Zones, after: Zones, unknown?: readonly Name[]) =>
    dangers({ invariants: STAYS, zones: before }, { invariants: STAYS, zones: after }, unknown);

  test.each<[string, string, string, string | undefined]>([
    ["another name", GOOD, BAD, undefined],
    [
      "data",
      "a.apps: {type: A, value: 192.0.2.1}",
      "a.apps: {type: A, value: 192.0.2.2}",
      "a.apps.example.com. has A 192.0.2.2 in the place of A 192.0.2.1 (dig a.apps.example.com. A) at zones/example.com.yaml:1",
    ],
    [
      "a TTL",
      "a.apps: {type: A, ttl: 300, value: 192.0.2.1}",
      "a.apps: {type: A, ttl: 60, value: 192.0.2.1}",
      "a.apps.example.com. has the TTL 60 in the place of 300 (dig a.apps.example.com. A) at zones/example.com.yaml:1",
    ],
    [
      "a name that stands in the way of a wildcard",
      "'*.apps': {type: A, value: 192.0.2.1}",
      "'*.apps': {type: A, value: 192.0.2.1}\na.apps: {type: AAAA, value: '2001:db8::1'}",
      "a.apps.example.com. has A 192.0.2.1 no longer (dig a.apps.example.com. A) at zones/example.com.yaml:1",
    ],
    [
      "what an alias leads to",
      "a.apps: {type: CNAME, value: web.example.com.}\nweb: {type: A, value: 192.0.2.1}",
      "a.apps: {type: CNAME, value: web.example.com.}\nweb: {type: A, value: 192.0.2.2}",
      "a.apps.example.com. has A 192.0.2.2 in the place of A 192.0.2.1 (dig a.apps.example.com. A) at zones/example.com.yaml:2",
    ],
  ])("%s", async (_, before, after, example) => {
    expect(await judged(before, after)).toEqual(
      example === undefined ? [] : [expect.stringContaining(`Invariant own is broken: ${example}`)],
    );
  });

  test("by the state before, also where it goes with the change", async () => {
    const before = { invariants: STAYS, zones: "a.apps: {type: A, value: 192.0.2.1}" };
    expect(await dangers(before, { zones: "a.apps: {type: A, value: 192.0.2.2}" })).toEqual([
      "Invariant own goes; it is broken: a.apps.example.com. has A 192.0.2.2 in the place of A 192.0.2.1 (dig a.apps.example.com. A) at zones/example.com.yaml:1 (others rely on it)",
    ]);
  });

  test("a zone that is new, or that nobody could read before, is no change", async () => {
    const [com, org] = ["{}", "a.apps: {type: A, value: 192.0.2.1}"];
    const all = "own: {unchanged: true, types: [A], why: x}\n";
    const after = { invariants: all, zones: { "example.com.yaml": com, "example.org.yaml": org } };
    expect(await dangers({ invariants: all, zones: com }, after)).toEqual([]);
    const child = { invariants: all, zones: { "example.com.yaml": com, "sub.example.com.yaml": org } };
    expect(await dangers({ invariants: all, zones: com }, child)).toHaveLength(1); // its names were answered before
    expect(
      await dangers({ invariants: all, zones: com }, child, [parseName("sub.example.com.") as Name]),
    ).toEqual([]);
  });
});

describe("while caches turn over", () => {
  const mx = (host: string, ttl = 3600) =>
    `'': {type: MX, ttl: ${ttl}, value: {preference: 1, exchange: ${host}.example.com.}}\n`;
  const host = (name: string, ttl = 300) => `${name}: {type: A, ttl: ${ttl}, value: 192.0.2.1}\n`;
  const MAIL = "own: {mail: true, why: x}\n";
  const WWW = "own: {answered: {name: www.example.com, type: A}, why: x}\n";
  const NET = "own: {addresses: [192.0.2.0/24], below: [www.example.com], why: x}\n";
  const TARGETS = "own: {targets: [example.com, example.org], below: [www.example.com], why: x}\n";
  const alias = (target: string, ttl = 3600) => `www: {type: CNAME, ttl: ${ttl}, value: ${target}.}\n`;

  test.each<[string, string, Zones, Zones, string | undefined]>([
    [
      "an MX leaves its host behind",
      MAIL,
      mx("old") + host("old"),
      mx("fresh") + host("fresh"),
      "does not hold for up to 1 hour while caches turn over: example.com. may lead to old.example.com. without an address (dig example.com. MX)",
    ],
    [
      "the host stays until the MX is forgotten",
      MAIL,
      mx("old") + host("old") + host("fresh"),
      mx("fresh") + host("old") + host("fresh"),
      undefined,
    ],
    [
      "the MX names a host that was asked for before it was there",
      MAIL,
      mx("old") + host("old"),
      mx("fresh") + host("fresh") + host("old"),
      "does not hold for up to 1 hour while caches turn over: example.com. may lead to fresh.example.com. without an address",
    ],
    [
      "a host gets another address",
      MAIL,
      mx("old") + host("old"),
      mx("old") + host("old").replace("0.2.1", "0.2.2"),
      undefined,
    ],
    [
      "mail is given up with a null MX, and its host stays",
      MAIL,
      mx("old") + host("old"),
      `${mx("old").replace("old.example.com.", ".").replace("preference: 1", "preference: 0")}${host("old")}`,
      undefined,
    ],
    [
      "mail is taken from now on, where a null MX was",
      MAIL,
      `'': {type: MX, value: {preference: 0, exchange: .}}\n${host("fresh")}`,
      mx("fresh") + host("fresh"),
      undefined,
    ],
    [
      "the MX goes and the domain takes mail itself, whose address is new",
      MAIL,
      mx("old") + host("old"),
      `'': {type: A, value: 192.0.2.1}\n${host("old")}`,
      "does not hold for up to 1 hour while caches turn over: example.com. may lead to example.com. without an address",
    ],
    [
      "an alias leaves its target behind",
      WWW,
      alias("old.example.com") + host("old"),
      alias("fresh.example.com") + host("fresh"),
      "does not hold for up to 1 hour while caches turn over: www.example.com. has no A at its alias's end, old.example.com.",
    ],
    [
      "an alias with a short TTL leaves its target behind",
      WWW,
      alias("old.example.com", 60) + host("old") + host("fresh"),
      alias("fresh.example.com") + host("fresh"),
      "does not hold for up to 1 minute while caches turn over",
    ],
    [
      "both targets are there",
      WWW,
      alias("old.example.com") + host("old") + host("fresh"),
      alias("fresh.example.com") + host("old") + host("fresh"),
      undefined,
    ],
    [
      "an old alias leads to a new address",
      NET,
      alias("a.example.com") + host("a") + host("b"),
      alias("b.example.com") + host("a").replace("192.0.2.1", "203.0.113.9") + host("b"),
      "does not hold for up to 1 hour while caches turn over: www.example.com. leads to 203.0.113.9, which is not in 192.0.2.0/24",
    ],
    [
      "an old alias leads to a new one",
      TARGETS,
      {
        "example.com.yaml": alias("a.example.org"),
        "example.org.yaml": `${host("a")}b: {type: A, value: 192.0.2.1}\n`,
      },
      {
        "example.com.yaml": alias("b.example.org"),
        "example.org.yaml": "a: {type: CNAME, value: shop.example.net.}\nb: {type: A, value: 192.0.2.1}\n",
      },
      "does not hold for up to 1 hour while caches turn over: www.example.com. has the CNAME target shop.example.net.",
    ],
  ])("%s", async (_, invariants, before, after, told) => {
    const found = await dangers({ invariants, zones: before }, { invariants, zones: after });
    expect(found).toEqual(told === undefined ? [] : [expect.stringContaining(`Invariant own ${told}`)]);
  });

  test("an old invariant judges the mixtures, too", async () => {
    const before = { invariants: MAIL, zones: mx("old") + host("old") };
    expect(await dangers(before, { zones: mx("fresh") + host("fresh") })).toEqual([
      expect.stringMatching(/^Invariant own goes; it does not hold for up to 1 hour while caches turn over/),
    ]);
  });
});
