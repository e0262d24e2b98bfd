import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits } from "../../test/apply-edits.ts";
import { workspaceOf } from "../../test/lsp-workspace.ts";
import { sourceText } from "../zones/yaml/source-text.ts";
import { formatEdits } from "./format.ts";
import { lineEdits } from "./line-edits.ts";
import type { Edit } from "./range.ts";

const PATH = "/zones/example.com.yaml";
const shown = ({ range: { start, end }, newText }: Edit) =>
  `${start.line}:${start.character}-${end.line}:${end.character} ${JSON.stringify(newText)}`;

test.each([
  ["names in their order", "b: {type: A, value: 192.0.2.1}\na: {type: A, value: 192.0.2.1}\n"],
  ["quotes and spaces", "a:   {type: TXT, value: \"x\"}\n# why\nb: {type: A, value: '192.0.2.1' }\n"],
  ["CRLF", "b: {type: A, value: 192.0.2.1}\r\na: {type: A, value: 192.0.2.1}\r\n"],
])("a file is laid out as fmt does it: %s", async (_, text) => {
  const { workspace } = await workspaceOf({ "example.com.yaml": text });
  const edits = formatEdits(workspace, PATH);
  expect(edits.length).toBeGreaterThan(0);
  const after = applyEdits(sourceText(PATH, text), edits);
  const again = await workspaceOf({ "example.com.yaml": after });
  expect(formatEdits(again.workspace, PATH)).toEqual([]);
});

test("a line that is as it should be is not touched", async () => {
  const rest = Array.from({ length: 50 }, (_, index) => `w${index}:\n  type: A\n  value: 192.0.2.1\n`).join(
    "",
  );
  const { workspace } = await workspaceOf({
    "example.com.yaml": `${rest}x:\n  value:   192.0.2.1\n  type: A\n`,
  });
  expect(formatEdits(workspace, PATH).map(({ range }) => range.start.line)).toEqual([151, 153]);
});

test.each([
  ["a file that cannot be read", { "example.com.yaml": "a: {{{\n" }, PATH],
  ["a file that is not there", {}, "/zones/other.yaml"],
])("%s stays as it is", async (_, files, path) => {
  const { workspace } = await workspaceOf(files as { [name: string]: string });
  expect(formatEdits(workspace, path)).toEqual([]);
});

describe("edits of lines", () => {
  test.each([
    ["nothing", "a\nb\n", "a\nb\n", []],
    ["a line between", "a\nc\n", "a\nb\nc\n", ['1:0-1:0 "b\\n"']],
    ["a line that goes", "a\nb\nc\n", "a\nc\n", ['1:0-2:0 ""']],
    ["two places", "a\nb\nc\nd\n", "A\nb\nc\nD\n", ['0:0-1:0 "A\\n"', '3:0-4:0 "D\\n"']],
    ["a last line without its end", "a", "a\n", ['0:0-0:1 "a\\n"']],
  ])("%s", (_, before, after, wanted) => {
    expect(lineEdits(sourceText(PATH, before), after).map(shown)).toEqual(wanted);
  });

  test("lead from any text to any other, and never overlap", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "c", "\n", "\r\n", "\r"), { maxLength: 40 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const source = sourceText(PATH, before);
        expect(applyEdits(source, lineEdits(source, after))).toBe(after);
      }),
    );
  });

  test("of two texts that have nothing in common are found in a moment", () => {
    const lines = (letter: string) =>
      Array.from({ length: 20_000 }, (_, index) => `${letter}${index}\n`).join("");
    expect(lineEdits(sourceText(PATH, lines("a")), lines("b"))).toHaveLength(1);
  });
});
