import { describe, expect, test } from "vitest";
import { compareProblems } from "../../dns/problem.ts";
import { checkSample } from "../../test/check-sample.ts";

const NAMESERVERS = "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n";

/** What is told of example.com: `line:column severity rule`. */
async function told(
  zone: string,
  lint = "",
  more: { readonly [file: string]: string } = {},
): Promise<string[]> {
  const sample = { "_config.yaml": NAMESERVERS + lint, "example.com.yaml": zone, ...more };
  const { problems } = await checkSample({ sample });
  return problems
    .toSorted(compareProblems)
    .map(({ line, column, severity, rule }) => `${line}:${column} ${severity} ${rule}`);
}

const PRIVATE = "a: {type: A, value: 10.0.0.1}\n";

describe("levels in _config.yaml", () => {
  test.each<[string, string, string[]]>([
    ["as the rule weighs by itself", "", ["1:21 warning special-address"]],
    ["an error", "lint: {special-address: error}\n", ["1:21 error special-address"]],
    ["an information", "lint: {special-address: info}\n", ["1:21 info special-address"]],
    ["ignored", "lint: {special-address: ignore}\n", []],
    ["ignored for this zone", "zones: {example.com: {lint: {special-address: ignore}}}\n", []],
    [
      "ignored for all zones, and an error for this one",
      "lint: {special-address: ignore}\nzones: {example.com: {lint: {special-address: error}}}\n",
      ["1:21 error special-address"],
    ],
  ])("%s", async (_, lint, expected) => {
    expect(await told(PRIVATE, lint)).toEqual(expected);
  });

  test("every weight of a rule become the one that is set", async () => {
    const chain = Array.from(
      { length: 10 },
      (_, i) => `a${i}: {type: CNAME, value: a${i + 1}.example.com.}\n`,
    );
    const zone = `${chain.join("")}a10: {type: A, value: 192.0.2.1}\n`;
    const severities = async (lint?: string) =>
      new Set((await told(zone, lint)).map((line) => line.split(" ")[1]));
    expect(await severities()).toEqual(new Set(["error", "warning", "info"]));
    expect(await severities("lint: {cname-chain: info}\n")).toEqual(new Set(["info"]));
  });

  test("a rule that is off speaks at the level that it is given", async () => {
    const zone = "b: {type: A, value: 192.0.2.1}\na: {type: A, value: 192.0.2.2}\n";
    expect(await told(zone)).toEqual([]);
    expect(await told(zone, "lint: {unsorted-keys: error}\n")).toEqual(["2:1 error unsorted-keys"]);
    expect(await told(zone, "lint: {unsorted-keys: ignore}\n")).toEqual([]);
  });

  test.each(["mass-delete", "cname-and-other", "rrset-too-large"])("%s cannot be set", async (rule) => {
    expect(await told("{}\n", `lint: {${rule}: ignore}\n`)).toEqual(["2:8 error firm-rule"]);
  });
});

describe("rules that are turned off for one record", () => {
  const disable = (rule: string) => `zonepipe: {disable: [{rule: ${rule}, reason: on purpose}]}`;

  test.each<[string, string, string[]]>([
    ["the rule says nothing", `a: {type: A, value: 10.0.0.1, ${disable("special-address")}}\n`, []],
    [
      "another record is told all the same",
      `a: {type: A, value: 10.0.0.1, ${disable("special-address")}}\nb: {type: A, value: 10.0.0.2}\n`,
      ["2:21 warning special-address"],
    ],
    [
      "another rule is told all the same",
      `a: {type: A, ttl: 0, value: 10.0.0.1, ${disable("special-address")}}\n`,
      ["1:19 warning ttl-zero"],
    ],
    [
      "a rule that has nothing to say any more",
      `a: {type: A, value: 192.0.2.1, ${disable("special-address")}}\n`,
      ["1:53 warning unused-disable"],
    ],
    [
      "a rule that is off",
      `a: {type: A, value: 192.0.2.1, ${disable("a-without-ptr")}}\n`,
      ["1:53 warning unused-disable"],
    ],
    [
      "a rule that could not be checked to the end",
      `'': {type: TXT, value: v=spf1 include:_spf.example.net -all, ${disable("spf-lookups")}}\n`,
      [],
    ],
    ["a rule that another step has", `a: {type: A, value: 192.0.2.1, ${disable("live-drift")}}\n`, []],
    [
      "a rule about what is missing, beside something that cannot be read",
      `a: {type: CNAME, value: b.example.com., ${disable("cname-target-missing")}}\nb: {type: A, value: 192.0.2.256}\n`,
      ["2:21 error ipv4-invalid"],
    ],
  ])("%s", async (_, zone, expected) => {
    expect(await told(zone)).toEqual(expected);
  });
});

describe("what was refused is not missed", () => {
  test.each<[string, string, string[]]>([
    [
      "a policy for mail",
      "'': {type: MX, value: {preference: 10, exchange: mx.example.net.}, zonepipe: {disable: [{rule: mail-no-spf, reason: later}]}}\n_dmarc: {type: TXT, valeu: v=DMARC1; p=reject}\n",
      ["2:9 error missing-value", "2:21 error unknown-key"],
    ],
    [
      "an included policy",
      "'': {type: TXT, value: v=spf1 include:_spf.example.com -all}\n_spf: {type: TXT, valeu: v=spf1 ip4:192.0.2.1}\n",
      ["2:7 error missing-value", "2:19 error unknown-key"],
    ],
  ])("%s", async (_, zone, expected) => {
    expect(await told(zone)).toEqual(expected);
  });
});

describe("rules see all zones", () => {
  test("an alias of a name that another of our zones lacks", async () => {
    const other = { "example.org.yaml": "www: {type: A, value: 192.0.2.1}\n" };
    expect(await told("a: {type: CNAME, value: web.example.org.}\n", "", other)).toEqual([
      "1:25 warning cname-target-missing",
    ]);
  });

  test("a name below a delegation belongs to the zone that is ours there", async () => {
    const zone =
      "lab: {type: NS, values: [ns1.example.net., ns2.example.net.]}\na: {type: CNAME, value: www.lab.example.com.}\n";
    const other = { "lab.example.com.yaml": "www: {type: CNAME, value: www.example.net.}\n" };
    expect(await told(zone)).toEqual(["1:26 info delegation-lame"]);
    expect(await told(zone, "", other)).toEqual(["2:25 warning cname-chain"]);
  });

  test("a zone that could not be read lacks nothing", async () => {
    const other = { "example.org.yaml": "www: {type: A, value: 192.0.2.1\n" };
    expect(await told("a: {type: CNAME, value: web.example.org.}\n", "", other)).toEqual([
      expect.stringMatching(/error yaml-syntax/),
    ]);
  });
});
