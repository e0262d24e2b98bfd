import { expect, test } from "vitest";
import { readOneZoneFile } from "../../src/zones/read-one-zone-file.ts";
import { applyRules } from "../../src/zones/validate.ts";
import { nameOf } from "../zone-text.ts";
import { linesOf, requireSuites, suitesFolder } from "./suites.ts";

const isThere = requireSuites(process.env);
const SUITES = suitesFolder(process.env);

/** What GRoot calls a rewriting loop, and a query that exceeds the maximum length. */
const LOOPS = ["cname-loop", "dname-loop", "dname-too-long"];

test.skipIf(!isThere)("in each of the 28 zones whose aliases never end `check` says so", () => {
  const [, ...cases] = linesOf(SUITES, "ferret-loops.jsonl") as {
    id: string;
    zone: string;
    zonetext: string;
  }[]; // as the README there says
  expect(cases).toHaveLength(28);
  expect(cases.filter(({ zone, zonetext }) => !isFound(zone, zonetext, LOOPS)).map(({ id }) => id)).toEqual(
    [],
  );
});

test.skipIf(!isThere).each([
  ["glue-missing", 46],
  ["cname-loop", 10],
  ["dname-loop", 15],
  ["dname-too-long", 26],
  ["cname-target-missing", 13],
  ["dname-target-missing", 31],
  ["cname-chain", 9],
  ["delegation-lame", 1],
])("of the zones that were made to be wrong %s is found in %d", (rule, count) => {
  const cases = linesOf(SUITES, "lint-cases.jsonl.gz") as { origin: string; zonetext: string }[]; // as the README there says
  expect(cases.filter(({ origin, zonetext }) => isFound(origin, zonetext, [rule]))).toHaveLength(count);
});

function isFound(origin: string, text: string, rules: readonly string[]): boolean {
  const read = readOneZoneFile({ file: "zone", bytes: Buffer.from(text), origin: nameOf(origin) });
  return applyRules(read).problems.some(({ rule }) => rules.includes(rule));
}
