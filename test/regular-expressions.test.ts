import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { collectPatterns } from "./regular-expressions/collect.ts";
import { worstTime } from "./regular-expressions/worst-time.ts";

const ROOT = join(import.meta.dirname, "..");
const LENGTH = 65_536; // characters
const MOST = 250; // milliseconds of this thread's work: a linear one takes less than one, a quadratic one over 1,000

test("every regular expression reads the worst 64 kB in linear time", () => {
  const files = globSync("{dns,server,src}/**/*.ts", { cwd: ROOT }).filter(
    (file) => !file.endsWith(".test.ts"),
  );
  const collected = files.map((file) =>
    collectPatterns(file.split(sep).join("/"), readFileSync(join(ROOT, file), "utf8")),
  );
  const unknown = collected.flatMap((each) => each.unknown);
  expect(unknown, "write it as a literal, so that it can be measured here").toEqual([]);
  const places = Map.groupBy(
    collected.flatMap(({ patterns }) => patterns),
    ({ source, flags }) => `/${source}/${flags}`,
  );
  expect(places.size).toBeGreaterThan(100);
  const slow = [...places.values()].flatMap((same) => {
    const worst = worstTime(same[0]!, LENGTH, MOST);
    return worst === undefined ? [] : [{ at: same.map(({ at }) => at).join(", "), ...worst }];
  });
  expect(slow, "use a loop or a string's own functions").toEqual([]);
});

describe("what is slow is found", () => {
  test.each([
    [/0+$/],
    [/^[ \t]+|[ \t]+$/g],
    [/^\s*image: (\S+)\s*$/gm],
    [/^\s*([a-z]+)\s*=\s*(.*?)\s*$/s],
    [/^([A-Za-z_][\w./+-]*( ?[\w./+=-]+)*|[0-9]+(\.[0-9]+){3})$/],
    [/"(?:[^"\\]|\\.)*"/g],
    [/^\/.*\{[^{}]*\bdns\b[^{}]*\}/su],
    [/\.[0-9a-z]*[a-z][0-9a-z]*$/i],
    [/^(?:a|ab|b)*$/],
    [/(x*)\1y/],
    [/(?<!x)[^y]*z/],
    [/^(?=.*[ab]*c)/],
  ])("%s", ({ source, flags }) => {
    expect(worstTime({ source, flags }, LENGTH, MOST / 10)).toBeDefined();
  });
});

describe("what is linear is not", () => {
  test.each([[/^[0-9]{1,10}$/], [/^(?:[a-z]+-)*[a-z]+$/], [/'[^']*'|"[^"]*"/g], [/^\s+/]])(
    "%s",
    ({ source, flags }) => {
      expect(worstTime({ source, flags }, LENGTH, MOST)).toBeUndefined();
    },
  );
});

test("one that is made at run time is named", () => {
  const made = 'const a = /x+/g;\nconst b = new RegExp("y*", "i");\nconst c = RegExp(b.source);';
  expect(collectPatterns("src/a.ts", made)).toEqual({
    patterns: [
      { at: "src/a.ts:1", source: "x+", flags: "g" },
      { at: "src/a.ts:2", source: "y*", flags: "i" },
    ],
    unknown: ["src/a.ts:3"],
  });
});
