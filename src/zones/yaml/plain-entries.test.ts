import fc from "fast-check";
import { expect, test } from "vitest";
import { compose } from "./compose.ts";
import { describe, type YamlNode } from "./node.ts";
import { follows } from "./parse-events.ts";
import { readPlainEntries } from "./plain-entries.ts";
import { type SourceText, sourceText } from "./source-text.ts";

const textOf = (text: string) => sourceText("zones/example.com.yaml", text);

/** What comes of a text as it is read, and of js-yaml's events alone. */
function bothWays(source: SourceText) {
  const composed = () =>
    JSON.stringify(compose(source, new Map()), (key, value) => (OMITTED.has(key) ? undefined : value));
  const read = composed();
  follows(source, textOf("")); // of a text that is edited all is given as events
  return { read, events: composed() };
}

/** What is of no matter: the text itself, and what the composer alone knows of its entries. */
const OMITTED: ReadonlySet<string> = new Set(["source", "merge"]);

/** Keys that were read, and where reading stopped. */
function plainOf(text: string): [string, string] {
  const keys: string[] = [];
  const stop = readPlainEntries(textOf(text), 0, ({ text: key }) => void keys.push(key));
  return [keys.join(" "), text.slice(stop, stop + 10)];
}

const RECORDS = `---
# Addresses
'':
  - type: NS
    values: [ns1.example.net., "ns2.example.net."]   # both

  - type: MX
    values:
    - {preference: 10, exchange: mail}
    - preference: 20
      exchange: 'mail2'
www:
- type: AAAA
  ttl: 300
  value: 2001:db8::1
# between
alias: {type: CNAME, value: www, octodns: {healthcheck: {path: /}}}
_dmarc:
  type: TXT
  value: "v=DMARC1; p=none"
$odd/name.x: {type: TXT, value: -all a#b c:d it's ünder}
mail:
  -
    type: A
    value:
      192.0.2.1`;

test("records as they are mostly written are read without events", () => {
  expect(plainOf(RECORDS)).toEqual([" www alias _dmarc $odd/name.x mail", ""]);
});

test.each([
  ["an escape", 'a: "x\\;"'],
  ["a quote that is escaped", "a: 'it''s'"],
  ["a text of several lines", "a: x\n  y"],
  ["a quoted text of several lines", 'a: "x\n  y"'],
  ["a text in brackets of several lines", "a: [x,\n  y]"],
  ["a block of text", "a: |\n  x"],
  ["an anchor", "a: &x {type: A}"],
  ["an alias", "a: *x"],
  ["an include", "a: !include x.yaml"],
  ["a merge", "a:\n  <<: x"],
  ["no value", "a:\nc: d"],
  ["no value at the end", "a:"],
  ["a colon with a space in a value", "a: b: c"],
  ["a space before the colon", "a : b"],
  ["a tab", "a:\tb"],
  ["a key twice", "a: {b: 1, b: 2}"],
  ["a key twice in a block", "a:\n  b: 1\n  b: 2"],
  ["another indentation", "a:\n  b: 1\n c: 2"],
  ["a comma at the end", "a: [x,]"],
  ["nothing in brackets", "a: []"],
  ["a pair in a list", "a: [x: y]"],
  ["a bracket behind a bracket", "a: [x]]"],
  ["an emoji", "a: 😀"],
  ["a no-break space", "a: x\u00a0"],
  ["a question mark", "? a\n: b"],
  ["a list in the outermost place", "- a"],
  ["another document", "---\na: b"],
])("%s is left to js-yaml", (_, entry) => {
  expect(plainOf(`www: {type: A}\n${entry}\n`)[1]).toBe(`${entry}\n`.slice(0, 10));
});

test("records in both ways are one tree", () => {
  for (const text of [RECORDS, `${RECORDS}\nlast: "\\x41"\n${RECORDS.slice(4)}`, "", "# a", "---\n"]) {
    const { read, events } = bothWays(textOf(text));
    expect(read).toEqual(events);
  }
});

test.each([
  "a: [x:]",
  "a: [x:,y]",
  "a: {b: 2001:db8::}",
  "a: [x #y]",
  "a: x #y",
  "a: x#y",
  'a: "x"#y',
  'a: "x" #y',
  "a: #y",
  "a:#y",
  "a: x\n- b",
  "a: x\n--- \nb: c",
  "a: x\n---\nb: c",
  "a: x\n...\nb: c",
  "a: x\n: y",
  "a: x\n&b c: d",
  "a: x\nb",
  "a: x\n'b\n'",
  "a: x\n[b\n]",
  "a:\n- x\n  y",
  "a:\n  - x\n    y",
  "a:\n  - x\n - y",
  "a:\n  - - x\n    - y\n  - z",
  "a:\n- b: x\n  c:\n  - y\n  d: z",
  "# x\rb: y\na: z",
  "# \0\na: b",
  "# x\n---\na: b",
  "---\n---\na: b",
  "---\na: b\n---\nc: d",
  "%YAML 1.2\n---\na: b",
  "  a: b\n  c: d",
  "a: b\nb: &x {c: d}\ne: f\ng: *x",
  "a: b\na: c",
])("%j is one tree in both ways", (text) => {
  const { read, events } = bothWays(textOf(text));
  expect(read).toEqual(events);
});

const SCALAR = fc.oneof(
  fc.constantFrom(
    "a",
    "b-1",
    "192.0.2.1",
    "2001:db8::",
    "::1",
    "v=x; y",
    "-all",
    "~",
    "$web",
    "<<",
    "*.x",
    "ü",
  ),
  fc.constantFrom(
    '"x"',
    '"x y: z # {"',
    '"\\u0041"',
    "'x'",
    "'it''s'",
    "''",
    '""',
    '"',
    "'",
    "&a b",
    "*a",
    "!!str x",
  ),
  fc.string({
    unit: fc.constantFrom(..."ab:#-,[]{}'\"?!&*% .0\\|>@`~\t\u00a0é😀".match(/./gsu)!),
    maxLength: 6,
  }),
);
const WORD = fc.constantFrom("a", "b-1", "192.0.2.1", "x y", '"x; y"', "'x'", "ü");
const INLINE = fc.oneof(
  { weight: 12, arbitrary: WORD },
  { weight: 2, arbitrary: fc.tuple(WORD, WORD).map(([a, b]) => `{a: ${a}, b: [${b}, c]}`) },
  { weight: 2, arbitrary: SCALAR },
  fc.tuple(SCALAR, SCALAR).map(([a, b]) => `[${a}, ${b}]`),
  fc.tuple(SCALAR, SCALAR, SCALAR).map(([a, b, c]) => `{${a}: ${b}, c: [${c} ]}`),
  fc.constantFrom("[]", "{}", "[a,b]", "{a: b}", "[{a: b}, c]", "|", ">-", ""),
);
const LINE = fc
  .tuple(
    fc.constantFrom("", "", "", " ", "  ", "  ", "    ", "\t"),
    fc.constantFrom("", "", "", "- ", "- ", "-", "- - "),
    fc.oneof(
      fc
        .tuple(
          fc.constantFrom("type", "a", "b", "c", "'q'", '"d"', "x y"),
          fc.constantFrom(": ", ": ", ":", " : "),
          INLINE,
        )
        .map((parts) => parts.join("")),
      fc.constantFrom("a:", "b:", "c:", "'':", "# text", "", "---", "...", "? a", ": a"),
      INLINE,
    ),
    fc.constantFrom("", "", "", "", " ", " # text", "# no", "\r"),
  )
  .map((parts) => parts.join(""));

/** A tree as lines that mean it, in a layout by chance. */
const TREE: fc.Arbitrary<string> = fc
  .letrec<{ node: readonly string[] }>((tie) => {
    const sub = (entries: fc.Arbitrary<readonly string[]>) =>
      fc.array(entries, { minLength: 1, maxLength: 3 });
    return {
      node: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        INLINE.map((text) => [text]),
        sub(tie("node")).map((items) =>
          items.flatMap(([first, ...rest]) => [`- ${first}`, ...rest.map((line) => `  ${line}`)]),
        ),
        fc
          .array(
            fc.tuple(fc.constantFrom("a", "b", "c", "type", "'v'"), tie("node"), fc.constantFrom(0, 1, 2, 4)),
            { minLength: 1, maxLength: 3 },
          )
          .map((entries) =>
            entries.flatMap(([key, lines, indent]) =>
              lines.length === 1 && !/^- |: /.test(lines[0]!)
                ? [`${key}: ${lines[0]}`]
                : [`${key}:`, ...lines.map((line) => `${" ".repeat(indent)}${line}`)],
            ),
          ),
      ),
    };
  })
  .node.map((lines) => lines.join("\n"));

test("whatever the lines are, what is read is what comes of js-yaml's events", () => {
  const lines = fc.array(LINE, { maxLength: 8 }).map((all) => all.join("\n"));
  const entries = fc
    .array(fc.tuple(fc.constantFrom("a", "b", "c", "d", "''", "e"), TREE), { minLength: 1, maxLength: 4 })
    .map((all) =>
      all
        .map(([key, tree]) =>
          tree.includes("\n") ? `${key}:\n  ${tree.replaceAll("\n", "\n  ")}\n` : `${key}: ${tree}\n`,
        )
        .join(""),
    );
  let alike = 0;
  fc.assert(
    fc.property(
      fc.oneof(
        lines,
        entries,
        fc.tuple(entries, lines, entries).map((all) => all.join("\n")),
      ),
      (text) => {
        const source = textOf(text);
        const { read, events } = bothWays(source);
        expect(read).toEqual(events);
        if (!/[\r\0]/.test(text) && readPlainEntries(source, 0, () => {}) > 0) alike += 1;
      },
    ),
    { numRuns: 2_000 },
  );
  expect(alike).toBeGreaterThan(150); // otherwise nothing was compared
});

test("a long mapping is left to js-yaml, which looks its keys up", () => {
  const keys = Array.from({ length: 100 }, (_, index) => `  k${index}: x`).join("\n");
  expect(plainOf(`a:\n${keys}\n`)).toEqual(["", "a:\n  k0: x"]);
});

test("deep lists are left to js-yaml, which knows how deep is too deep", () => {
  expect(plainOf(`a: ${"[".repeat(30)}x${"]".repeat(30)}`)[0]).toBe("");
  expect(plainOf(`a:\n  ${"- ".repeat(30)}x`)[0]).toBe("");
  const tree: YamlNode | undefined = compose(
    textOf(`a: ${"[".repeat(30)}x${"]".repeat(30)}`),
    new Map(),
  ).root;
  expect(tree && describe(tree)).toBe("a mapping");
});
