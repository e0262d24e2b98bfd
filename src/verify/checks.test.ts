import { expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { nameOf, typeOf, zoneOf } from "../../test/zone-text.ts";
import { type Check, isSerialCheck, makeChecks } from "./checks.ts";

const HEAD = "@ SOA ns1 h 1 2 3 4 60\n@ NS ns1\nns1 A 192.0.2.1\n";

test("a zone is asked for its serial first, then for everything in it and for what must not be there", () => {
  const zone = zoneOf(
    "example.com.",
    `${HEAD}
www    A 192.0.2.2
www    TXT "text"
a.ent  A 192.0.2.3
sub    NS ns.sub
ns.sub A 192.0.2.4
old    DNAME example.net.
x.old  A 192.0.2.5
`,
  );
  const deleted = [{ owner: nameOf("gone.example.com."), type: typeOf("MX") }];
  expect(titles(makeChecks([{ zone, deleted }], "seed"))).toEqual([
    "example.com. SOA answer",
    "example.com. NS answer",
    "ns1.example.com. A answer",
    "www.example.com. A answer",
    "www.example.com. TXT answer",
    "a.ent.example.com. A answer",
    "sub.example.com. NS referral",
    "ns.sub.example.com. A referral",
    "old.example.com. DNAME answer",
    "x.old.example.com. A alias",
    "sub.example.com. DS nodata",
    "ent.example.com. A nodata",
    "example.com. AAAA nodata",
    "zonepipe-?.example.com. A nxdomain",
    "gone.example.com. MX nxdomain",
  ]);
});

test("a wildcard is asked for by name, for a name that it stands in for, and for one that it does not", () => {
  const zone = zoneOf(
    "example.com.",
    `${HEAD}* A 192.0.2.2\n* TXT "text"\n*.sub NS ns1\n*.old DNAME example.net.\nx.gap A 192.0.2.3\n`,
  );
  expect(titles(makeChecks([{ zone }], "seed"))).toEqual([
    "example.com. SOA answer",
    "example.com. NS answer",
    "ns1.example.com. A answer",
    "*.example.com. A answer",
    "*.example.com. TXT answer",
    "*.sub.example.com. NS referral",
    "*.old.example.com. DNAME answer",
    "x.gap.example.com. A answer",
    "zonepipe-?.example.com. A answer",
    "zonepipe-?.example.com. TXT answer",
    "zonepipe-?.zonepipe-?.example.com. A answer",
    "*.sub.example.com. DS nodata",
    "sub.example.com. A nodata",
    "old.example.com. A nodata",
    "gap.example.com. A nodata",
    "zonepipe-?.gap.example.com. A nxdomain",
    "example.com. AAAA nodata",
    "zonepipe-?.ns1.example.com. A nxdomain",
  ]);
});

test("the same seed makes the same names, another seed makes others", () => {
  const zone = zoneOf("example.com.", HEAD);
  const names = (seed: string) => makeChecks([{ zone }], seed).map(({ question }) => question.name);
  expect(names("a")).toEqual(names("a"));
  expect(names("a").at(-1)).not.toBe(names("b").at(-1));
});

test("no question is asked twice, also not for two zones", () => {
  const zones = [
    zoneOf("example.com.", `${HEAD}sub NS ns1\nsub DS 1 8 2 ${"00".repeat(32)}\nwww.sub A 192.0.2.9\n`),
    zoneOf("sub.example.com.", `${HEAD}www A 192.0.2.3\n`),
  ].map((zone) => ({ zone, deleted: [{ owner: nameOf("www.sub.example.com."), type: typeOf("A") }] }));
  const checks = makeChecks(zones, "seed");
  const keys = checks.map(({ question }) => `${question.name} ${question.type}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(checks.filter(isSerialCheck).map(({ zone }) => printName(zone))).toEqual([
    "example.com.",
    "sub.example.com.",
  ]);
});

test("empty non-terminals without end are sampled", () => {
  const hosts = Array.from(
    { length: 500 },
    (_, n) => `${n.toString(16).padStart(3, "0").split("").join(".")}${".0".repeat(17)}`,
  );
  const zone = zoneOf(
    "8.b.d.0.1.0.0.2.ip6.arpa.",
    `${HEAD}${hosts.map((host) => `${host} PTR ns1`).join("\n")}`,
  );
  const outcomes = titles(makeChecks([{ zone }], "seed")).map((title) => title.split(" ").slice(1).join(" "));
  expect(outcomes.filter((outcome) => outcome === "PTR answer")).toHaveLength(500);
  expect(outcomes.filter((outcome) => outcome === "A nodata")).toHaveLength(100);
});

test("a zone without SOA cannot be asked for", () => {
  expect(makeChecks([{ zone: zoneOf("example.com.", "@ NS ns1") }], "seed")).toEqual([]);
});

test("made-up names fit into 255 octets, or there are none", () => {
  const long = `${"x".repeat(63)}.${"x".repeat(63)}.${"x".repeat(63)}.${"x".repeat(40)}`;
  const zone = zoneOf("example.com.", `${HEAD}*.${long} A 192.0.2.1\n`);
  const made = titles(makeChecks([{ zone }], "seed")).filter((title) => title.includes("zonepipe"));
  expect(made).toEqual(["zonepipe-?.example.com. A nxdomain"]);
});

/** Name, type and outcome, with the random part of made-up names left out. */
function titles(checks: readonly Check[]): string[] {
  return checks.map(({ question, expectation }) => {
    const name = printName(question.name).replaceAll(/zonepipe-[0-9a-f]{12}/g, "zonepipe-?");
    return `${name} ${typeName(question.type)} ${expectation.outcome}`;
  });
}
