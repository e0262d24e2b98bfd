import { expect, test } from "vitest";
import { readRecords } from "../../../test/check-zones.ts";
import { writeText } from "./text-value.ts";

test.each([
  ["plain", "plain"],
  ['She said "Hello"', 'She said "Hello"'],
  ['"', '"""'],
  ['"Hello" she said', '""Hello" she said"'],
  ['one" "two', '"one"" " "two"'],
  ['" " "', '""" " "" " ""'],
])("%j stands as %j", (text, value) => {
  expect(writeText(text)).toBe(value);
});

test("any text with quotes, spaces and letters is read as it was written", async () => {
  const texts = combinationsOf(['"', " ", "a"], 6);
  const values = texts.map((text, index) => `t${index}: {type: TXT, value: '${writeText(text)}'}\n`);
  const { records, problems } = await readRecords(values.join(""));
  expect(problems.filter((problem) => problem.includes("txt-quotes"))).toEqual([]);
  expect(records).toEqual(
    texts.map((text, index) => `t${index}.example.com. 3600 IN TXT "${text.replaceAll('"', '\\"')}"`),
  );
});

/** All texts of these characters with up to so many of them. */
function combinationsOf(characters: readonly string[], length: number): string[] {
  if (length === 0) return [""];
  const shorter = combinationsOf(characters, length - 1);
  const longest = shorter.filter((text) => text.length === length - 1);
  return [...shorter, ...longest.flatMap((text) => characters.map((character) => text + character))];
}
