import { describe, expect, test } from "vitest";
import { fakeFiles } from "../../test/fakes/files.ts";
import { type Day, dayOf } from "../source/day.ts";
import { load } from "../zones/load.ts";
import { applyRules, readZones, validate } from "../zones/validate.ts";
import { EMPTY_BASE, readBase } from "./pull-request.ts";
import { stoodBefore } from "./stood-before.ts";

const SERVERS = "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n";

type Zones = { readonly [file: string]: string };

const filesOf = (zones: Zones) =>
  fakeFiles(
    Object.fromEntries(
      Object.entries({ "_config.yaml": SERVERS, ...zones }).map(([path, text]) => [`zones/${path}`, text]),
    ),
  );

/** What is wrong after the change: `new` or `old`, where, and the rule. */
async function told(before: Zones, after: Zones): Promise<string[]> {
  const base = await readBase("zones", filesOf(before));
  const { problems } = validate(await load("zones", filesOf(after)));
  const { stoodBefore: old } = stoodBefore(base, problems);
  return problems.map(
    (problem) =>
      `${old!.has(problem) ? "old" : "new"} ${problem.file.slice("zones/".length)}:${problem.line} ${problem.rule}`,
  );
}

const COM = "example.com.yaml";
const ORG = "example.org.yaml";
const LOW = "{type: A, ttl: 30, value: 192.0.2.1}\n";
const FINE = "{type: A, value: 192.0.2.1}\n";
const WEB = `web: ${FINE}`;

describe("a problem stood before the change where the same was told of the same RRset", () => {
  test.each<[string, Zones, Zones, string[]]>([
    ["nothing changed", { [COM]: `a: ${LOW}` }, { [COM]: `a: ${LOW}` }, ["old example.com.yaml:1 ttl-low"]],
    [
      "its line moved",
      { [COM]: `a: ${LOW}` },
      { [COM]: `${WEB.replace("web", "0")}\na: ${LOW}` },
      ["old example.com.yaml:3 ttl-low"],
    ],
    [
      "one was mended, another one broken",
      { [COM]: `a: ${LOW}b: ${FINE}` },
      { [COM]: `a: ${FINE}b: ${LOW}` },
      ["new example.com.yaml:2 ttl-low"],
    ],
    [
      "the change broke something elsewhere",
      { [COM]: `a: {type: CNAME, value: web.example.org.}\n`, [ORG]: WEB },
      { [COM]: `a: {type: CNAME, value: web.example.org.}\n`, [ORG]: `www: ${FINE}` },
      ["new example.com.yaml:1 cname-target-missing"],
    ],
    [
      "the zone went into a folder",
      { [COM]: `a: ${LOW}` },
      { "example.com./a.yaml": `a: ${LOW}` },
      ["old example.com./a.yaml:1 ttl-low"],
    ],
    [
      "it weighs more than before",
      { [COM]: `a: ${LOW}` },
      { "_config.yaml": `${SERVERS}lint: {ttl-low: error}\n`, [COM]: `a: ${LOW}` },
      ["new example.com.yaml:1 ttl-low"],
    ],
    [
      "what cannot be read could not be read before",
      { [COM]: "a: {type: A, value: 192.0.2.256}\n" },
      { [COM]: "a: {type: A, value: 192.0.2.256}\nb: {type: A, value: 192.0.2.256}\n" },
      ["old example.com.yaml:1 ipv4-invalid", "new example.com.yaml:2 ipv4-invalid"],
    ],
    [
      "the zone is new",
      { [ORG]: WEB },
      { [ORG]: WEB, [COM]: `a: ${LOW}` },
      ["new example.com.yaml:1 ttl-low"],
    ],
  ])("%s", async (_, before, after, expected) => {
    expect(await told(before, after)).toEqual(expected);
  });
});

test("without zones before it, nothing is called new", () => {
  expect(stoodBefore(EMPTY_BASE, [])).toEqual({});
});

test("what has expired before the change stood before, on the day on which both are looked at", async () => {
  const today = dayOf(new Date("2026-11-30"));
  const files = filesOf({ [COM]: "www: {type: A, value: 192.0.2.1, zonepipe: {expires: 2026-01-01}}\n" });
  const { problems } = applyRules(readZones(await load("zones", files)), undefined, undefined, today);
  expect(problems.map(({ rule }) => rule)).toEqual(["record-expired"]);
  const onDay = async (day?: Day) => stoodBefore(await readBase("zones", files), problems, day);
  expect(await onDay(today)).toEqual({ stoodBefore: new Set(problems) });
  expect(await onDay()).toEqual({ stoodBefore: new Set() });
});
