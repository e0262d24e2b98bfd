import fc from "fast-check";
import { expect, test } from "vitest";
import { splitFile } from "./file-parts.ts";

const parts = (text: string, before?: string) => {
  const known = new Map();
  const earlier = before === undefined ? undefined : splitFile(before, known);
  return splitFile(text, known, earlier)?.parts.map((part) => part.text);
};

test.each<[string, string, readonly string[] | undefined]>([
  ["entries", "a: 1\nb:\n  c: 2\n", ["a: 1\n", "b:\n  c: 2\n"]],
  ["an entry without a line end", "a: 1\nb: 2", ["a: 1\n", "b: 2"]],
  ["a list as far left as its key", "a:\n- 1\n- 2\nb: 3\n", ["a:\n- 1\n- 2\n", "b: 3\n"]],
  [
    "comments and empty lines, which belong to what is above",
    "# x\n\na: 1\n# y\n\nb: 2\n",
    ["a: 1\n# y\n\n", "b: 2\n"],
  ],
  ["the beginning of a document", "---\na: 1\n", ["a: 1\n"]],
  ["quoted keys, and letters of the world", "'*': 1\n\"x\": 2\nü: 3\n", ["'*': 1\n", '"x": 2\n', "ü: 3\n"]],
  ["CR LF", "a: 1\r\nb: 2\r\n", ["a: 1\r\n", "b: 2\r\n"]],
  ["nothing", "", undefined],
  ["comments alone", "# x\n", undefined],
  ["a second document", "a: 1\n---\nb: 2\n", undefined],
  ["the end of a document", "a: 1\n...\n", undefined],
  ["an empty document before", "---\n---\na: 1\n", undefined],
  ["a merge", "a: 1\n<<: {b: 2}\n", undefined],
  ["an include", "a: !include b.yaml\n", undefined],
  ["a mapping in braces", "{a: 1}\n", undefined],
  ["a mapping that begins further right", "  a: 1\n  b: 2\n", undefined],
  ["a directive", "%YAML 1.2\n---\na: 1\n", undefined],
  ["an alias as a key", "*a : 1\n", undefined],
  ["a lone CR", "a: 1\rb: 2\n", undefined],
])("%s", (_, text, expected) => {
  expect(parts(text)).toEqual(expected);
});

test("what a version has in common with another makes no difference", () => {
  const lines = fc.constantFrom(
    "a: 1\n",
    "b:\n",
    "  c: 2\n",
    "- d\n",
    "---\n",
    "# e\n",
    "\n",
    "{}\n",
    "<<: 1\n",
    "f",
    "a: 12\n",
  );
  const text = fc.array(lines, { maxLength: 8 }).map((each) => each.join(""));
  fc.assert(
    fc.property(text, text, text, text, (head, old, now, tail) => {
      expect(parts(head + now + tail, head + old + tail)).toEqual(parts(head + now + tail));
    }),
    { numRuns: 3_000 },
  );
});
