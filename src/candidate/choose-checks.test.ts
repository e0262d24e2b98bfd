import { describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { nameOf, typeOf, zoneOf } from "../../test/zone-text.ts";
import type { Check } from "../verify/checks.ts";
import { type ChangedRrset, chooseChecks, type Most } from "./choose-checks.ts";

const HEAD = "@ SOA ns1 h 1 2 3 4 60\n@ NS ns1\nns1 A 192.0.2.1\n";
const ALL: Most = { changed: 2_000, unchanged: 500 };
const ONLY_CHANGES: Most = { ...ALL, unchanged: 0 };

const com = (records: string) => zoneOf("example.com.", HEAD + records);

function change(kind: ChangedRrset["kind"], name: string, type: string): ChangedRrset {
  return { kind, owner: nameOf(name), type: typeOf(type) };
}

/** Name, type and outcome, with the random part of made-up names left out. */
function titles(checks: readonly Check[]): string[] {
  return checks.map(({ question, expectation }) => {
    const name = printName(question.name).replaceAll(/zonepipe-[0-9a-f]{12}/g, "zonepipe-?");
    return `${name} ${typeName(question.type)} ${expectation.outcome}`;
  });
}

describe("what a changed RRset is asked for by, the serial first", () => {
  test.each<[string, string, ChangedRrset[], string[]]>([
    [
      "an address that comes",
      "www A 192.0.2.2\n",
      [change("added", "www.example.com.", "A")],
      ["www.example.com. A answer"],
    ],
    [
      "a type that goes from a name that stays",
      "www A 192.0.2.2\n",
      [change("removed", "www.example.com.", "AAAA")],
      ["www.example.com. AAAA nodata"],
    ],
    ["a name that goes", "", [change("removed", "www.example.com.", "A")], ["www.example.com. A nxdomain"]],
    [
      "a wildcard: by its own name and by one that it stands in for",
      "* A 192.0.2.2\n",
      [change("changed", "*.example.com.", "A")],
      ["*.example.com. A answer", "zonepipe-?.example.com. A answer"],
    ],
    [
      "a wildcard that goes: neither answers",
      "",
      [change("removed", "*.example.com.", "A")],
      ["*.example.com. A nxdomain", "zonepipe-?.example.com. A nxdomain"],
    ],
    [
      "a delegation, and its glue",
      "sub NS ns.sub\nns.sub A 192.0.2.4\n",
      [change("added", "sub.example.com.", "NS"), change("added", "ns.sub.example.com.", "A")],
      ["sub.example.com. NS referral", "ns.sub.example.com. A referral"],
    ],
    [
      "signatures: by what they sign",
      "www A 192.0.2.2\nwww RRSIG A 13 3 300 20300101000000 20200101000000 1 @ AAAA\n",
      [change("changed", "www.example.com.", "RRSIG")],
      ["www.example.com. A answer"],
    ],
  ])("%s", (_, records, changes, expected) => {
    const choice = chooseChecks([{ zone: com(records), changes }], "seed", ONLY_CHANGES);
    expect(titles(choice.first)).toEqual(["example.com. SOA answer", ...expected]);
    expect(choice.second).toEqual([]);
    expect(choice.changed).toEqual({ total: changes.length, first: changes.length, second: 0 });
  });
});

test("what cannot be asked for counts as not asked", () => {
  const changes = [change("removed", "www.example.com.", "NSEC3"), change("removed", "x.example.com.", "A")];
  const choice = chooseChecks([{ zone: com(""), changes }], "seed", ONLY_CHANGES);
  expect(choice.changed).toEqual({ total: 2, first: 1, second: 0 });
});

test("a signed RRset is asked for with its signatures", () => {
  const records = "www A 192.0.2.2\nwww RRSIG A 13 3 300 20300101000000 20200101000000 1 @ AAAA\n";
  const changes = [change("changed", "www.example.com.", "A")];
  const { first } = chooseChecks([{ zone: com(records), changes }], "seed", ONLY_CHANGES);
  expect(first.at(-1)!.question.dnssec).toBe(true);
});

test("of a zone whose changes are not known, every RRset counts as changed", () => {
  const zone = com("www A 192.0.2.2\nwww TXT x\n");
  const { first, changed } = chooseChecks([{ zone, changes: undefined }], "seed", ONLY_CHANGES);
  expect(changed.total).toBe(4);
  expect(titles(first).slice(1)).toEqual([
    "example.com. NS answer",
    "ns1.example.com. A answer",
    "www.example.com. A answer",
    "www.example.com. TXT answer",
  ]);
});

test("what does not change is asked for as well, what does not exist included, and nothing twice", () => {
  const changes = [change("changed", "www.example.com.", "A")];
  const choice = chooseChecks([{ zone: com("www A 192.0.2.2\n"), changes }], "seed", ALL);
  expect(titles(choice.first)).toEqual([
    "example.com. SOA answer",
    "www.example.com. A answer",
    "example.com. NS answer",
    "ns1.example.com. A answer",
    "example.com. AAAA nodata",
    "zonepipe-?.example.com. A nxdomain",
  ]);
  expect(choice.unchanged).toEqual({ total: 4, first: 4 });
});

describe("more than the first client is to ask", () => {
  const hosts = Array.from({ length: 30 }, (_, index) => `h${index}`);
  const zone = com(hosts.map((host) => `${host} A 192.0.2.9\n`).join(""));
  const added = hosts.map((host) => change("added", `${host}.example.com.`, "A"));
  const removed = ["gone-1", "gone-2", "gone-3", "gone-4"].map((host) =>
    change("removed", `${host}.example.com.`, "A"),
  );
  const choose = (seed: string, changed: number, unchanged = 0) =>
    chooseChecks([{ zone, changes: [...added, ...removed] }], seed, { changed, unchanged });

  test("the second one asks for all, and the first for a sample that begins with what is removed", () => {
    const { first, second, changed } = choose("seed", 10);
    expect(changed).toEqual({ total: 34, first: 10, second: 34 });
    expect(titles(second)).toHaveLength(35);
    expect(titles(first).slice(0, 5)).toEqual([
      "example.com. SOA answer",
      ...[1, 2, 3, 4].map((n) => `gone-${n}.example.com. A nxdomain`),
    ]);
    expect(titles(first).slice(5)).toHaveLength(6);
  });

  test("of more that is removed than that, only such is in the sample", () => {
    const { first, changed } = choose("seed", 3);
    expect(changed.first).toBe(3);
    expect(titles(first).slice(1)).toEqual(Array(3).fill(expect.stringMatching(/^gone-\d\..* nxdomain$/)));
  });

  test("exactly as many are all for the first", () => {
    expect(choose("seed", 34)).toMatchObject({ second: [], changed: { total: 34, first: 34, second: 0 } });
  });

  test("the same seed draws the same sample, another seed another one", () => {
    expect(titles(choose("a", 10).first)).toEqual(titles(choose("a", 10).first));
    expect(titles(choose("a", 10).first)).not.toEqual(titles(choose("b", 10).first));
  });

  test("the rest is sampled, too", () => {
    const { first, unchanged } = chooseChecks([{ zone, changes: [] }], "seed", { changed: 9, unchanged: 5 });
    expect(unchanged).toEqual({ total: 34, first: 5 });
    expect(titles(first)).toHaveLength(6);
  });
});

test("of zones without a question in the sample nobody asks for the serial", () => {
  const net = zoneOf("example.net.", `${HEAD}www A 192.0.2.2\n`);
  const changes = [change("changed", "www.example.net.", "A")];
  const zones = [
    { zone: com(""), changes: [] },
    { zone: net, changes },
  ];
  expect(titles(chooseChecks(zones, "seed", ONLY_CHANGES).first)).toEqual([
    "example.net. SOA answer",
    "www.example.net. A answer",
  ]);
});
