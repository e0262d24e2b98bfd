import { describe, expect, test } from "vitest";
import { nameOf, zoneOf } from "../../../test/zone-text.ts";
import { makePlan, type Plan } from "../../plan/plan.ts";
import { DEFAULT_CONFIG } from "../../source/config.ts";
import { diffBlock } from "./diff.ts";

const HEAD = "@ SOA ns1.example.net. hostmaster 0 86400 7200 3600000 3600\n@ NS ns1.example.net.\n";
const NOW = new Date("2026-11-22T12:00:00Z");

function planOf(before: string | undefined, after: string, origin = "example.com."): Plan {
  const { records, ...zone } = zoneOf(origin, HEAD + after);
  const at = { file: "zones/example.com.yaml", line: 1, column: 1 };
  const source = {
    ...zone,
    file: at.file,
    config: DEFAULT_CONFIG,
    records: records.map((record) => ({ ...record, at, nameAt: at })),
  };
  const published = before === undefined ? [] : zoneOf(origin, HEAD + before).records;
  return makePlan([source], () => ({ shown: [], records: published }), [], NOW);
}

/** The lines between the fences. */
const lines = (plan: Plan) => diffBlock(plan)?.split("\n").slice(1, -1);

const KEY = `${"A".repeat(60)}`;

describe("a change at a glance", () => {
  test.each<[string, string, string, string[]]>([
    ["a value", "www 300 A 192.0.2.1", "www 300 A 192.0.2.2", ["- www A 192.0.2.1", "+ www A 192.0.2.2"]],
    [
      "a value and its TTL, together",
      "www 300 A 192.0.2.1",
      "www 60 A 192.0.2.2",
      ["- www 300 A 192.0.2.1", "+ www 60 A 192.0.2.2"],
    ],
    ["a TTL alone", "www 300 A 192.0.2.1", "www 60 A 192.0.2.1", ["! www A TTL 300 → 60"]],
    [
      "a TTL, and one of two values",
      "www 300 A 192.0.2.1\nwww 300 A 192.0.2.9",
      "www 60 A 192.0.2.1\nwww 60 A 192.0.2.8",
      ["! www A TTL 300 → 60", "- www 300 A 192.0.2.9", "+ www 60 A 192.0.2.8"],
    ],
    [
      "the end of a long value",
      `k TXT "${KEY}1"`,
      `k TXT "${KEY}2"`,
      [`- k TXT …${"A".repeat(27)}1"`, `+ k TXT …${"A".repeat(27)}2"`],
    ],
    ["a long name", "", `selector1._domainkey TXT "v=DKIM1"`, ['+ selector1._domain… TXT "v=DKIM1"']],
    [
      "fences, line ends and what hides",
      "",
      'x TXT "```\\010+ y"\nz TXT "\\226\\128\\174```"',
      ['+ x TXT "```\\010+ y"', '+ z TXT "\\226\\128\\174```"'],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(lines(planOf(before, after))).toEqual(["@@ example.com. @@", ...expected]);
  });

  test("no line is wider than a phone, and the fence is longer than any run of backticks", () => {
    const text = diffBlock(
      planOf(`a TXT "x"`, `a TXT "${"`".repeat(20)} ${KEY}"\n${"l".repeat(60)} A 192.0.2.1`),
    )!;
    const all = text.split("\n");
    expect(all[0]).toBe(`${"`".repeat(21)}diff`);
    expect(Math.max(...all.slice(1).map((line) => line.length))).toBeLessThanOrEqual(38);
  });

  test("a zone that is new is one line, and one that goes another", () => {
    const { zones } = planOf(undefined, "www A 192.0.2.1");
    const removed = [{ origin: nameOf("old.test."), records: 12, file: "zones/old.test.yaml" }];
    expect(lines({ zones, removed })).toEqual([
      "- zone old.test., 12 records",
      "+ zone example.com., 3 records",
    ]);
  });

  test("no more than thirty lines, the rest counted", () => {
    const many = Array.from({ length: 50 }, (_, at) => `w${at} A 192.0.2.1`).join("\n");
    const all = lines(planOf("", many))!;
    expect([all.length, all.at(-1)]).toEqual([31, "# … and 21 more lines"]);
  });

  test("where nothing changes there is none", () => {
    expect(diffBlock(planOf("www A 192.0.2.1", "www A 192.0.2.1"))).toBeUndefined();
  });
});
