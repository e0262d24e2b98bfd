import { describe, expect, test } from "vitest";
import { sourceText } from "../zones/yaml/source-text.ts";
import { printTree } from "./print-tree.ts";
import { readTree } from "./read-tree.ts";
import { saysTheSame } from "./says-the-same.ts";

const YAML = "# one\nb: {type: TXT, value: b} # two\na:\n  - {type: TXT, value: 'it is'}\n";

/** Whether a print with another text in the place of one is taken for the same. */
function isTaken(yaml: string, from: string, to: string): boolean {
  const tree = readTree(sourceText("x.yaml", yaml));
  if (tree === undefined || "problems" in tree) throw new Error("it cannot be read");
  const printed = printTree(tree);
  const replaced = (text: string) => text.replace(from, to);
  expect(from === to || replaced(printed.made) !== printed.made).toBe(true);
  return saysTheSame(tree, { ...printed, made: replaced(printed.made) });
}

describe("a print is taken for the same", () => {
  test.each([
    ["as it is", YAML, "", ""],
    ["with other quotes", YAML, "it is", '"it is"'],
  ])("%s", (_, yaml, from, to) => expect(isTaken(yaml, from, to)).toBe(true));
});

describe("a print is not taken for the same", () => {
  test.each([
    ["with another text", YAML, "it is", "it was"],
    ["with another text in another name", YAML, "value: b", "value: c"],
    ["with another key", YAML, "type: TXT, value: it", "type: TXT, valve: it"],
    ["without a value", YAML, "it is", ""],
    ["as another kind", YAML, "it is", "[it is]"],
    ["with a tag", YAML, "it is", "!!str it is"],
    ["with an anchor", YAML, "it is", "&a it is"],
    ["with a comment that became a text", "a:   |\n  long\n# not\n", "\n#", "\n  #"],
    ["with a word of ours for a name", "'$add':   {}\n", "'$add'", "$add"],
    ["with a merge for a name", "'<<':   {}\n", "'<<'", "<<"],
    ["that cannot be read", YAML, "it is", "it is: {"],
    ["with a line less of a text", "a:   |\n  x\n  # y\n", "\n  # y", ""],
  ])("%s", (_, yaml, from, to) => expect(isTaken(yaml, from, to)).toBe(false));

  test("with a comment less, or twice", () => {
    const tree = readTree(sourceText("x.yaml", YAML));
    if (tree === undefined || "problems" in tree) throw new Error("it cannot be read");
    const printed = printTree(tree);
    expect(saysTheSame(tree, printed)).toBe(true);
    expect(saysTheSame(tree, { ...printed, comments: printed.comments.slice(1) })).toBe(false);
    expect(saysTheSame(tree, { ...printed, comments: [...printed.comments, "# one"] })).toBe(false);
  });
});
