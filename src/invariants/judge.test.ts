import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { typeName } from "../../dns/types.ts";
import { problemsOf, seen, told, type Zones } from "../../test/invariants.ts";
import { seeZones } from "./zones-seen.ts";

/** The invariants of a test have one name and one reason. */
function one(kind: string): string {
  return `it:\n  ${kind.trim().replaceAll("\n", "\n  ")}\n  why: x\n`;
}

const HOLDS: string[] = [];
const broken = (...lines: string[]) => lines.map((line) => `Invariant it does not hold: ${line}`);
const open = (...lines: string[]) => lines.map((line) => `Invariant it is not decided: ${line}`);

const HOST = "web: {type: A, value: 192.0.2.80}\n";

describe("a name that must be answered", () => {
  const invariant = one("answered: {name: www.example.com, type: A}");
  test.each<[string, string, string[]]>([
    ["has it itself", "www: {type: A, value: 192.0.2.80}", HOLDS],
    ["gets it from a wildcard", "'*': {type: A, value: 192.0.2.80}", HOLDS],
    ["is an alias of one that has it", `${HOST}www: {type: CNAME, value: web.example.com.}`, HOLDS],
    ["is not there", HOST, broken("www.example.com. has no A (dig www.example.com. A)")],
    [
      "stands in the way of its wildcard",
      "'*': {type: A, value: 192.0.2.80}\na.www: {type: A, value: 192.0.2.80}",
      broken("www.example.com. has no A (dig www.example.com. A)"),
    ],
    [
      "is an alias of nothing",
      "www: {type: CNAME, value: web.example.com.}",
      broken("www.example.com. has no A at its alias's end, web.example.com. (dig www.example.com. A)"),
    ],
    [
      "is an alias in a circle",
      "www: {type: CNAME, value: b.example.com.}\nb: {type: CNAME, value: www.example.com.}",
      broken("www.example.com. has no A at its alias's end, www.example.com. (dig www.example.com. A)"),
    ],
    [
      "is an alias of somebody else's",
      "www: {type: CNAME, value: web.example.net.}",
      open(
        "www.example.com. leads to web.example.net., which lies outside of these zones (dig www.example.com. A)",
      ),
    ],
    [
      "lies in a zone that was given away",
      "www: {type: NS, values: [ns1.example.net., ns2.example.net.]}",
      open(
        "www.example.com. leads to www.example.com., which lies outside of these zones (dig www.example.com. A)",
      ),
    ],
  ])("%s", async (_, zone, expected) => expect(await told(invariant, zone)).toEqual(expected));

  test("gets it by a DNAME, or gets nothing by one", async () => {
    const below = one("answered: {name: web.old.example.com, type: A}");
    const zone = "old: {type: DNAME, value: new.example.com.}\n";
    expect(await told(below, `${zone}web.new: {type: A, value: 192.0.2.80}`)).toEqual([]);
    expect(await told(below, `${zone}new: {type: A, value: 192.0.2.80}`)).toEqual(
      broken(
        "web.old.example.com. has no A at its alias's end, web.new.example.com. (dig web.old.example.com. A)",
      ),
    );
  });

  test("is an alias into another zone of ours", async () => {
    const com = "www: {type: CNAME, value: web.example.org.}";
    const zones = (org: string): Zones => ({ "example.com.yaml": com, "example.org.yaml": org });
    expect(await told(invariant, zones(HOST))).toEqual([]);
    expect(await told(invariant, zones("{}"))).toEqual(
      broken("www.example.com. has no A at its alias's end, web.example.org. (dig www.example.com. A)"),
    );
  });
});

test.each<[string, string, string, string[]]>([
  [
    "values in another order and case are the same",
    "equals: {name: example.com, type: NS, values: [NS2.example.net., ns1.example.net.]}",
    "{}",
    HOLDS,
  ],
  [
    "a value that is not there",
    "equals: {name: www.example.com, type: A, values: [192.0.2.80, 192.0.2.81]}",
    "www: {type: A, value: 192.0.2.80}",
    broken("www.example.com. has no A 192.0.2.81 (dig www.example.com. A)"),
  ],
  [
    "a value too many, at an alias's end",
    "equals: {name: www.example.com, type: A, values: [192.0.2.80]}",
    "www: {type: CNAME, value: web.example.com.}\nweb: {type: A, values: [192.0.2.80, 192.0.2.81]}",
    broken("www.example.com. has A 192.0.2.81 as well (dig www.example.com. A)"),
  ],
  [
    "others beside what it contains",
    "contains: {name: a.example.com, type: A, values: [192.0.2.80]}",
    "'*': {type: A, values: [192.0.2.80, 192.0.2.81]}",
    HOLDS,
  ],
  [
    "others in the place of what it contains",
    "contains: {name: a.example.com, type: A, values: [192.0.2.80]}",
    "'*': {type: A, values: [192.0.2.82, 192.0.2.81]}",
    broken("a.example.com. has no A 192.0.2.80 (dig a.example.com. A)"),
  ],
  ["a name that is not there", "absent: {name: wpad.example.com}", HOST, HOLDS],
  [
    "a name with names below it",
    "absent: {name: wpad.example.com}",
    "a.wpad: {type: A, value: 192.0.2.80}",
    broken("wpad.example.com. exists (dig wpad.example.com. A)"),
  ],
  [
    "a name by a DNAME that leads to nothing",
    "absent: {name: wpad.old.example.com}",
    "old: {type: DNAME, value: new.example.com.}",
    broken("wpad.old.example.com. exists (dig wpad.old.example.com. A)"),
  ],
  ["another type than the one", "absent: {name: web.example.com, type: AAAA}", HOST, HOLDS],
  [
    "the type at an alias's end",
    "absent: {name: www.example.com, type: A}",
    `${HOST}www: {type: CNAME, value: web.example.com.}`,
    broken("www.example.com. has A records (dig www.example.com. A)"),
  ],
])("%s", async (_, kind, zone, expected) => expect(await told(one(kind), zone)).toEqual(expected));

describe("addresses only of these networks", () => {
  const invariant = one("addresses: [192.0.2.0/24, 2001:db8::/32]\nbelow: [apps.example.com]");
  const stray = "old: {type: A, value: 203.0.113.9}\n";
  const leads = "leads to 203.0.113.9, which is not in 192.0.2.0/24 or 2001:db8::/32";
  test.each<[string, string, string[]]>([
    ["hold, and others elsewhere", `${stray}apps: {type: AAAA, value: '2001:db8::1'}`, HOLDS],
    [
      "a record",
      "a.apps: {type: A, value: 203.0.113.9}",
      broken(`a.apps.example.com. ${leads} (dig a.apps.example.com. A)`),
    ],
    [
      "a wildcard",
      "'*.apps': {type: A, value: 203.0.113.9}",
      broken(`*.apps.example.com. ${leads} (dig *.apps.example.com. A)`),
    ],
    [
      "a wildcard that is an alias",
      `${stray}'*.apps': {type: CNAME, value: old.example.com.}`,
      broken(`*.apps.example.com. ${leads} (dig *.apps.example.com. A)`),
    ],
    [
      "a DNAME, by a name below its target",
      "apps: {type: DNAME, value: other.example.com.}\nx.other: {type: A, value: 203.0.113.9}",
      broken(`x.apps.example.com. ${leads} (dig x.apps.example.com. A)`),
    ],
    [
      "an alias out of all zones",
      "a.apps: {type: CNAME, value: web.example.net.}",
      open(
        "a.apps.example.com. leads to web.example.net., which lies outside of these zones (dig a.apps.example.com. A)",
      ),
    ],
    ["a zone that was given away", "a.apps: {type: NS, values: [ns1.example.net., ns2.example.net.]}", HOLDS],
    [
      "glue of one",
      "a.apps: {type: NS, values: [ns1.a.apps.example.com., ns2.example.net.]}\nns1.a.apps: {type: A, value: 203.0.113.9}",
      broken(`a.apps.example.com. ${leads} (dig a.apps.example.com. A)`),
    ],
  ])("%s", async (_, zone, expected) => expect(await told(invariant, zone)).toEqual(expected));

  test("a DNAME onto a wildcard, by a fresh name", async () => {
    const zone = "apps: {type: DNAME, value: other.example.com.}\n'*.other': {type: A, value: 203.0.113.9}";
    expect(await told(invariant, zone)).toEqual([
      expect.stringMatching(/: [a-z0-9-]+\.apps\.example\.com\. leads to 203\.0\.113\.9, which /),
    ]);
  });

  test("several records are one violation, with a count and three places", async () => {
    const zone = ["a", "b", "c", "d"].map((name) => `${name}.apps: {type: A, value: 203.0.113.9}\n`).join("");
    const [problem, ...rest] = await problemsOf(invariant, zone);
    expect(problem).toMatchObject({
      file: "zones/example.com.yaml",
      line: 1,
      rule: "invariant-broken",
      severity: "error",
    });
    expect(problem?.message).toContain(
      "(dig a.apps.example.com. A), and 3 more at zones/example.com.yaml:2 and zones/example.com.yaml:3",
    );
    expect(problem?.help).toBe(
      "x. Mend the record; a change of the invariant itself needs the label zonepipe:allow-invariant:it.",
    );
    expect(rest).toEqual([]);
  });

  test("one type alone may be bound", async () => {
    const v6 = one("addresses: ['2001:db8::/32']\ntypes: [AAAA]");
    expect(await told(v6, "www: {type: A, value: 203.0.113.9}")).toEqual([]);
    expect(await told(v6, "www: {type: AAAA, value: '2001:db9::1'}")).toHaveLength(1);
  });
});

const CUT = "lab: {type: NS, values: [ns1.example.net., ns2.example.org.]}";

test.each<[string, string, Zones, string[]]>([
  [
    "a null MX has no target",
    "targets: [example.com, example.net]",
    "'': {type: MX, value: {preference: 0, exchange: .}}",
    HOLDS,
  ],
  [
    "a service",
    "targets: [example.com, example.net]",
    "_imaps._tcp: {type: SRV, value: {priority: 0, weight: 1, port: 993, target: mail.example.org.}}",
    broken(
      "_imaps._tcp.example.com. has the SRV target mail.example.org., which is not below example.com. or example.net. (dig _imaps._tcp.example.com. SRV)",
    ),
  ],
  [
    "an HTTPS",
    "targets: [example.com, example.net]",
    "www: {type: HTTPS, value: {svcpriority: 1, targetname: cdn.example.org.}}",
    broken(
      "www.example.com. has the HTTPS target cdn.example.org., which is not below example.com. or example.net. (dig www.example.com. HTTPS)",
    ),
  ],
  [
    "a delegation",
    "targets: [example.net]\nbelow: [lab.example.com]",
    CUT,
    broken(
      "lab.example.com. has the NS target ns2.example.org., which is not below example.net. (dig lab.example.com. A)",
    ),
  ],
  [
    "a type that is not asked about",
    "targets: [example.net]\nbelow: [lab.example.com]\ntypes: [CNAME]",
    CUT,
    HOLDS,
  ],
  [
    "a wildcard",
    "targets: [example.com, example.net]",
    "'*': {type: CNAME, value: shop.example.org.}",
    broken(
      "*.example.com. has the CNAME target shop.example.org., which is not below example.com. or example.net. (dig *.example.com. A)",
    ),
  ],
  [
    "the second link of an alias, in another zone of ours",
    "targets: [example.com, example.org]\nbelow: [www.example.com]",
    {
      "example.com.yaml": "www: {type: CNAME, value: a.example.org.}",
      "example.org.yaml": "a: {type: CNAME, value: b.example.edu.}",
    },
    broken(
      "www.example.com. has the CNAME target b.example.edu., which is not below example.com. or example.org. (dig www.example.com. A)",
    ),
  ],
  ["wildcards where they may be", "wildcards: [example.com]", "'*': {type: A, value: 192.0.2.1}", HOLDS],
  [
    "wildcards elsewhere",
    "wildcards: [example.org]",
    {
      "example.com.yaml": "'*.a': {type: CNAME, value: web.example.net.}",
      "example.org.yaml": "'*': {type: A, value: 192.0.2.1}",
    },
    broken(
      "*.a.example.com. is a wildcard of example.com., and only example.org. may have one (dig *.a.example.com. A)",
    ),
  ],
  [
    "a wildcard that is there for the name below it alone",
    "wildcards: []",
    "a.*: {type: A, value: 192.0.2.1}",
    broken("*.example.com. is a wildcard of example.com., and none may have one (dig *.example.com. A)"),
  ],
  [
    "a wildcard that a DNAME maps",
    "wildcards: [example.org]",
    {
      "example.com.yaml": "a: {type: DNAME, value: example.org.}",
      "example.org.yaml": "'*': {type: A, value: 192.0.2.1}",
    },
    HOLDS,
  ],
  [
    "a TTL below its bound",
    "ttl: {min: 300, max: 86400}\ntypes: [A]",
    "'*': {type: A, ttl: 60, value: 192.0.2.1}",
    broken("*.example.com. has A with TTL 60; expected 300 to 86400 (dig *.example.com. A)"),
  ],
  [
    "a TTL of another type",
    "ttl: {min: 300}\ntypes: [AAAA]",
    "'*': {type: A, ttl: 60, value: 192.0.2.1}",
    HOLDS,
  ],
  [
    "a TTL of a delegation",
    "ttl: {max: 3600}\ntypes: [NS]\nbelow: [lab.example.com]",
    CUT.replace("NS,", "NS, ttl: 7200,"),
    broken("lab.example.com. has NS with TTL 7200; expected at most 3600 (dig lab.example.com. A)"),
  ],
  [
    "an owner at one record of the name",
    "owned: true",
    "a:\n  - {type: A, value: 192.0.2.1}\n  - {type: AAAA, value: '2001:db8::1', zonepipe: {owner: web}}",
    HOLDS,
  ],
  [
    "no owner at the record of a type",
    "owned: true\ntypes: [A]",
    "a:\n  - {type: A, value: 192.0.2.1}\n  - {type: AAAA, value: '2001:db8::1', zonepipe: {owner: web}}",
    broken("a.example.com. has no `owner` under `zonepipe` (dig a.example.com. A)"),
  ],
  [
    "a wildcard with its owner",
    "owned: true\nbelow: [a.example.com]",
    "'*.a': {type: A, value: 192.0.2.1, zonepipe: {owner: web}}",
    HOLDS,
  ],
  [
    "a wildcard without an owner",
    "owned: true\nbelow: [a.example.com]",
    "'*.a': {type: CNAME, value: web.example.net.}",
    broken("*.a.example.com. has no `owner` under `zonepipe` (dig *.a.example.com. A)"),
  ],
])("%s", async (_, kind, zones, expected) => expect(await told(one(kind), zones)).toEqual(expected));

const mx = (host: string) => `'': {type: MX, value: {preference: 10, exchange: ${host}}}\n`;

test.each<[string, string, Zones, string[]]>([
  ["a null MX", "mail: true", mx("."), HOLDS],
  ["no MX, and an address", "mail: true", "'': {type: A, value: 192.0.2.1}", HOLDS],
  [
    "no MX and no address",
    "mail: true",
    HOST,
    broken("example.com. has neither an MX nor an address (dig example.com. MX)"),
  ],
  [
    "an MX by a wildcard",
    "mail: true",
    `${mx("a.example.com.")}'*': {type: AAAA, value: '2001:db8::1'}`,
    HOLDS,
  ],
  [
    "one host of two that has no address",
    "mail: true",
    "'': {type: MX, values: [{preference: 1, exchange: a.example.com.}, {preference: 2, exchange: web.example.com.}]}\n" +
      HOST,
    HOLDS,
  ],
  [
    "a wildcard's MX",
    "mail: true\nbelow: [shops.example.com]",
    "shops: {type: A, value: 192.0.2.1}\n'*.shops': {type: MX, value: {preference: 10, exchange: gone.example.com.}}",
    broken(
      "*.shops.example.com. has one MX, gone.example.com., without an address (dig *.shops.example.com. MX)",
    ),
  ],
  [
    "an MX at an alias's end",
    "mail: true\nbelow: [news.example.com]",
    `${mx("gone.example.com.")}news: {type: CNAME, value: example.com.}`,
    broken("news.example.com. has one MX, gone.example.com., without an address (dig news.example.com. MX)"),
  ],
  [
    "hosts of others",
    "mail: true",
    mx("mx.example.net."),
    open("example.com. leads to mx.example.net., which lies outside of these zones (dig example.com. MX)"),
  ],
  [
    "a reverse zone",
    "mail: true",
    { "2.0.192.in-addr.arpa.yaml": "1: {type: PTR, value: www.example.net.}" },
    HOLDS,
  ],
  [
    "a reverse zone that was named",
    "mail: true\nzones: [2.0.192.in-addr.arpa]",
    { "2.0.192.in-addr.arpa.yaml": "1: {type: PTR, value: www.example.net.}" },
    broken("2.0.192.in-addr.arpa. has neither an MX nor an address (dig 2.0.192.in-addr.arpa. MX)"),
  ],
])("mail for a domain with %s", async (_, kind, zones, expected) =>
  expect(await told(one(kind), zones)).toEqual(expected),
);

const NAMES = ["a", "b", "a.b", "'*'", "'*.b'", "www", "''"];

const zoneText = fc
  .uniqueArray(
    fc.record({
      name: fc.constantFrom(...NAMES),
      value: fc.constantFrom(
        "{type: A, value: 192.0.2.1}",
        "{type: A, values: [192.0.2.1, 203.0.113.9]}",
        "{type: AAAA, value: '2001:db8::1'}",
        "{type: TXT, value: v=spf1 -all}",
        "{type: MX, value: {preference: 10, exchange: a.example.com.}}",
        "{type: CNAME, value: b.example.com.}",
        "{type: DNAME, value: a.b.example.com.}",
      ),
    }),
    { selector: ({ name }) => name, minLength: 1 },
  )
  .map((records) => records.map(({ name, value }) => `${name}: ${value}\n`).join(""));

test("an invariant that says what the zones say always holds, and one that says something else never does", async () => {
  await fc.assert(
    fc.asyncProperty(zoneText, async (text) => {
      const { questions, answerOf } = seeZones(await seen(text));
      const all = [...questions].filter(({ type }) => type !== 6 && type !== 65_280);
      const same: string[] = [];
      const other: string[] = [];
      for (const [index, { name, type }] of all.entries()) {
        const answer = answerOf({ name, type });
        const found = answer?.records.filter((record) => record.type === type) ?? [];
        if (found.length === 0 || answer?.isReferral === true || type === 5 || type === 39) continue;
        const head = `name: '${printName(name)}', type: ${typeName(type)}`;
        const hex = found.map(
          ({ rdata }) => `\\# ${rdata.length} ${Buffer.from(rdata, "latin1").toString("hex")}`,
        );
        const numbered = `name: '${printName(name)}', type: TYPE${type}, values: [${hex.map((each) => `'${each}'`).join(", ")}]`;
        same.push(
          `s${index}a: {why: x, answered: {${head}}}`,
          `s${index}e: {why: x, equals: {${numbered}}}`,
          `s${index}c: {why: x, contains: {${numbered}}}`,
        );
        other.push(`o${index}: {why: x, absent: {${head}}}`);
        expect(codecOf(type).code).toBe(type);
      }
      expect(await told(`${same.join("\n")}\n`, text)).toEqual([]);
      const absent = await told(`${other.join("\n")}\n`, text);
      expect(absent).toHaveLength(other.length);
    }),
    { numRuns: 40 },
  );
}, 60_000);
