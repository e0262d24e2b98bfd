import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { problemLine } from "../../../test/check-zones.ts";
import { compose, composeEntries } from "./compose.ts";
import { positionOf, type YamlNode } from "./node.ts";
import { sourceText } from "./source-text.ts";

const NO_FILES = new Map<string, never>();

/** A tree as text, each value with its line and column. */
function show(node: YamlNode | undefined): unknown {
  if (node === undefined) return undefined;
  const { line, column } = positionOf(node);
  switch (node.kind) {
    case "scalar":
      return `${node.plain ? "" : "="}${node.text}@${line}:${column}`;
    case "sequence":
      return [`${line}:${column}`, ...node.items.map(show)];
    case "mapping":
      return Object.fromEntries(node.entries.map(({ key, value }) => [show(key), show(value)]));
    case "broken":
      return "broken";
    default:
      return node satisfies never;
  }
}

const treeOf = (text: string) => show(compose(sourceText("x.yaml", text), NO_FILES).root);

describe("every key and value knows its place", () => {
  test.each<[string, string, unknown]>([
    ["plain texts", "a: b\nc:   d e\n", { "a@1:1": "b@1:4", "c@2:1": "d e@2:6" }],
    ["quoted texts, at their quotes", "'a': \"b\\n\"\n", { "=a@1:1": "=b\n@1:6" }],
    [
      "block texts, at their marks",
      "a: |\n  b\n  c\nd: >-  # x\n  e\n  f\n",
      { "a@1:1": "=b\nc\n@1:4", "d@4:1": "=e f@4:4" },
    ],
    ["a text over two lines", "a: b\n  c\n", { "a@1:1": "b c@1:4" }],
    ["nothing, at its key", "a:\nb: ''\n", { "a@1:1": "@1:1", "b@2:1": "=@2:4" }],
    ["lists and mappings in lines", "a:\n- b\n- c: d\n", { "a@1:1": ["2:1", "b@2:3", { "c@3:3": "d@3:6" }] }],
    [
      "lists and mappings in brackets",
      "a: [b, {c: d}]\n",
      { "a@1:1": ["1:4", "b@1:5", { "c@1:9": "d@1:12" }] },
    ],
    ["explicit keys", "? a\n: b\n", { "a@1:3": "b@2:3" }],
    ["behind a document mark and comments", "# x\n--- # y\na: b # z\n", { "a@3:1": "b@3:4" }],
    [
      "with Windows' line ends",
      "a: b\r\nc:\r\n  d: e\r\n",
      { "a@1:1": "b@1:4", "c@2:1": { "d@3:3": "e@3:6" } },
    ],
    ["with a byte order mark in UTF-16 units", "ä: 🙂 x\n", { "ä@1:1": "🙂 x@1:4" }],
    ["aliases, at what they stand for", "a: &x b\nc: *x\n", { "a@1:1": "b@1:7", "c@2:1": "b@1:7" }],
    [
      "!!str, which makes a text of everything",
      "a: !!str 1\nb: ! 2\n",
      { "a@1:1": "=1@1:10", "b@2:1": "=2@2:6" },
    ],
    [
      "keys of JavaScript's own",
      "__proto__: a\ntoString: {__proto__: b}\n",
      JSON.parse('{"__proto__@1:1":"a@1:12","toString@2:1":{"__proto__@2:12":"b@2:23"}}'),
    ],
  ])("%s", (_, text, expected) => {
    expect(treeOf(text)).toEqual(expected);
  });
});

describe("limits", () => {
  const problemsOf = (text: string) =>
    compose(sourceText("x.yaml", text), NO_FILES).problems.map(problemLine);

  test("aliases that stand for billions of values are refused, at the alias that is too much", () => {
    const levels = Array.from(
      { length: 12 },
      (_, at) => `_${at + 1}: &a${at + 1} [${Array(10).fill(`*a${at}`).join(", ")}]\n`,
    );
    expect(problemsOf(`_0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${levels.join("")}`)).toEqual([
      "x.yaml:6:45 error yaml-alias-bomb: Aliases, merges and includes make more than 1000000 values of this file | Use fewer aliases: write the values out, or split the zone.",
    ]);
  });

  test("merges that grow with each mapping are refused", () => {
    const first = Array.from({ length: 1000 }, (_, at) => `  k${at}: v\n`).join("");
    const merges = Array.from({ length: 1100 }, (_, at) => `m${at}: {<<: *base}\n`).join("");
    expect(problemsOf(`base: &base\n${first}${merges}`).map((line) => line.split("|")[0])).toEqual([
      "x.yaml:1335:12 error yaml-alias-bomb: Aliases, merges and includes make more than 1000000 values of this file ",
    ]);
  });

  test("aliases that nest deeper than brackets may are refused", () => {
    const levels = Array.from({ length: 150 }, (_, at) => `_${at + 1}: &a${at + 1} [*a${at}]\n`).join("");
    expect(problemsOf(`_0: &a0 [x]\n${levels}`)).toEqual([
      "x.yaml:99:12 error yaml-alias-bomb: Aliases and includes nest more than 100 lists and mappings | Use fewer aliases: write the values out, or split the zone.",
    ]);
  });

  test.each([99, 101, 5000])("%i nested lists end in a tree or a problem", (depth) => {
    const { root, problems } = compose(
      sourceText("x.yaml", `a: ${"[".repeat(depth)}${"]".repeat(depth)}\n`),
      NO_FILES,
    );
    expect([root === undefined, problems.length]).toEqual(depth < 100 ? [false, 0] : [true, 1]);
  });

  test("tags and anchors in a pile do not make the parser try for ever", () => {
    const started = performance.now();
    compose(sourceText("x.yaml", `a:\n${"  !!map &b\n".repeat(60)}  c: d\n`), NO_FILES);
    compose(sourceText("x.yaml", `${"- ".repeat(90)}a\n${"? ".repeat(90)}b\n`), NO_FILES);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe("laws", () => {
  const PIECES = [
    "a",
    "b:",
    ": ",
    "- ",
    "\n",
    "\n  ",
    "\n    ",
    "'",
    '"',
    "[",
    "]",
    "{",
    "}",
    ", ",
    "#",
    " #",
    "|",
    ">",
    "&a ",
    "*a",
    "!include ",
    "!!str ",
    "<<: ",
    "\t",
    "\\",
    "---\n",
    "...\n",
    "%",
    "? ",
    "1.10",
    "\u0000",
    "\ufeff",
    "ä",
    "🙂",
    "\ud83d",
    "@",
    "`",
    "~",
  ];
  const yaml = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((parts) => parts.join("")),
  );

  test("any text gives a tree and problems within the text, and never throws", () => {
    fc.assert(
      fc.property(yaml, (text) => {
        const source = sourceText("x.yaml", text);
        const { root, problems } = compose(source, NO_FILES);
        show(root);
        for (const { line, column } of problems) {
          expect(line).toBeLessThanOrEqual(source.lines.length);
          expect(column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("what is handed over entry by entry is what the tree holds", () => {
    fc.assert(
      fc.property(yaml, (text) => {
        const source = sourceText("x.yaml", text);
        const whole = compose(source, NO_FILES);
        let entries: unknown[] = [];
        const streamed = composeEntries(source, NO_FILES, () => {
          entries = [];
          return ({ key, value }) => entries.push([show(key), show(value)]);
        });
        if (whole.root?.kind === "mapping")
          expect(Object.fromEntries(entries as [])).toEqual(show(whole.root));
        expect(streamed.complete).toBe(whole.complete);
        expect(streamed.problems.map(({ line, column, rule }) => [line, column, rule])).toEqual(
          whole.problems.map(({ line, column, rule }) => [line, column, rule]),
        );
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a file of many pieces", () => {
  const entry = (at: number) => `name${at}:\n  type: TXT\n  value: "${"x".repeat(100)}"\n`;
  const many = Array.from({ length: 3000 }, (_, at) => entry(at)).join("");

  test("is read as if it were one", () => {
    const { root, problems, complete } = compose(sourceText("x.yaml", `---\n${many}`), NO_FILES);
    expect([problems, complete]).toEqual([[], true]);
    const entries = root?.kind === "mapping" ? root.entries : [];
    expect(entries.length).toBe(3000);
    expect(positionOf(entries[2999]!.key)).toEqual({ file: "x.yaml", line: 2 + 3 * 2999, column: 1 });
  });

  test.each<[string, string, string[]]>([
    [
      "a broken entry in the middle",
      `${many}bad: "\nlast: 1\n`,
      ["x.yaml:9001:6 error yaml-syntax: A quoted text begins here and does not end"],
    ],
    [
      "the same name in two pieces",
      `${many}name0: 1\n`,
      ['x.yaml:9001:1 error yaml-duplicate-key: Key "name0" stands twice in one mapping, here and in line 1'],
    ],
    [
      "a second document in the middle",
      `${many}---\n${many}`,
      ["x.yaml:9001:1 error yaml-documents: A second document begins here; expected one in a file"],
    ],
    ["a text that looks like keys", `a: |\n${many.replaceAll(/^/gm, "  ")}\nb: 1\n`, []],
    ["a bracket over many lines", `a: [\n${"  b,\n".repeat(40_000)}  ]\nc: 1\n`, []],
    ["an anchor in the first piece and its alias in the last", `a: &x 1\n${many}z: *x\n`, []],
  ])("%s", (_, text, expected) => {
    const { problems } = compose(sourceText("x.yaml", text), NO_FILES);
    expect(problems.map((problem) => problemLine(problem).split(" | ")[0])).toEqual(expected);
  });
});
