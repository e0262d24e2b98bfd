import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatZoneText } from "./format.ts";
import { findLaidOut } from "./laid-out.ts";
import { readTree } from "./read-tree.ts";

const RUNS = Number(process.env.FMT_RUNS ?? 3000);
const FIRST = "'':\n  type: NS\n  values: [ns1.example.net., ns2.example.net.]\n";

/** The keys of entries that are not read, behind a first one. */
function keysOf(text: string): readonly string[] {
  return findLaidOut(FIRST + text).entries.map(({ key }) => key);
}

describe("an entry is known to have the layout", () => {
  test.each([
    ["a record", "www:\n  ttl: 300\n  type: A\n  value: 192.0.2.1\n"],
    ["several values", "www:\n  type: A\n  values:\n    - 192.0.2.1\n    - 192.0.2.2\n"],
    [
      "several records",
      'www:\n  - ttl: 300\n    type: A\n    value: 192.0.2.1\n  - type: AAAA\n    value: "2001:db8::1"\n',
    ],
    ["a value of several fields", "www:\n  type: MX\n  value:\n    exchange: mx\n    preference: 10\n"],
    ["a text in quotes that it does not need", 'www:\n  type: A\n  value: "192.0.2.1"\n'],
    ["a text without quotes that it needs", "www:\n  type: AAAA\n  value: 2001:db8::1\n"],
    ["fields in another order", "www:\n  value: 192.0.2.1\n  type: A\n"],
    ["a text with blanks and quotes", "www:\n  type: TXT\n  value: v=spf1 include:_spf.example.net -all\n"],
    ["a text that needs quotes", 'www:\n  type: TXT\n  value: "it\'s: # ours"\n'],
    ["a text with double quotes", "www:\n  type: TXT\n  value: 'say \"hello\": \\; twice'\n"],
  ])("%s", (_, text) => expect(keysOf(text)).toEqual(["www"]));
});

describe("an entry is read", () => {
  test.each([
    ["that has brackets", "www: {type: A, value: 192.0.2.1}\n"],
    ["with a key twice", "www:\n  type: A\n  type: A\n"],
    ["with a comment", "www:\n  type: A # web\n  value: 192.0.2.1\n"],
    ["below a comment", "# web\nwww:\n  type: A\n  value: 192.0.2.1\n"],
    ["with a comment below it", "www:\n  type: A\n  value: 192.0.2.1\n  # web\n"],
    ["with escapes", 'www:\n  type: TXT\n  value: "a\\tb"\n'],
    ["with a quote twice", "www:\n  type: TXT\n  value: 'it''s'\n"],
    ["whose list is not set in", "www:\n  type: A\n  values:\n  - 192.0.2.1\n"],
    ["that is set in too far", "www:\n    type: A\n    value: 192.0.2.1\n"],
    ["with a blank line in it", "www:\n  type: A\n\n  value: 192.0.2.1\n"],
    ["with blanks at the end of a line", "www:\n  type: A \n  value: 192.0.2.1\n"],
    ["with an anchor", "www:\n  type: A\n  value: &a 192.0.2.1\n"],
    ["with an alias", "www:\n  type: A\n  value: *a\n"],
    ["with a text of several lines", "www:\n  type: TXT\n  value: a\n    b\n"],
    ["with a block of text", "www:\n  type: TXT\n  value: |-\n    a: b\n"],
    ["with ANAME", "www:\n  type: ANAME\n  value: a.example.net.\n"],
    ["with a long text", `www:\n  type: TXT\n  value: ${"include:_spf.example.com ".repeat(6)}-all\n`],
    ["without a value", "www:\n  type: A\n  value:\n"],
    ["that goes on behind it", "www:\n  type: A\n  value: 192.0.2.1\n...\n"],
    ["without a line end", "www:\n  type: A\n  value: 192.0.2.1"],
  ])("%s", (_, text) => expect(keysOf(text)).toEqual([]));
});

const KEYS = ["www", "host10", "host2", "a.b", "_dmarc", "mail", "x-1", "2", "apps", "zone", "'*'", "file"];
const BODIES = [
  "\n  ttl: 300\n  type: A\n  value: 192.0.2.1\n",
  "\n  - type: A\n    value: 192.0.2.1\n  - type: TXT\n    value: 'a \"b\"'\n",
  "\n  type: A\n  values:\n    - 192.0.2.1\n    - 192.0.2.2\n",
  '\n  type: TXT\n  value: "ends with a colon:"\n',
  "\n  type: MX\n  value:\n    exchange: mx\n    preference: 10\n",
  "\n  - type: A\n    ttl: 300\n    value: 192.0.2.1\n  - type: TXT\n    value: b\n",
  "\n  value:\n    preference: 10\n    exchange: mx\n  type: MX\n",
  "\n  - type: TXT\n    value: \"location of a: 1\"\n  - type: TXT\n    value: 'no'\n",
  "\n  - type: AAAA\n    values:\n      - 2001:db8::1\n      - '2001:db8::2'\n      - '-'\n      - \"a\"\n",
  " {type: A, value: 192.0.2.1}\n",
  "\n  value: 192.0.2.1\n  type: A # web\n",
  "\n- type: A\n  value: '192.0.2.1'\n",
  "\n  type: TXT\n  value: |\n    a\n\n    # b\n",
  "\n  type: TXT\n  value: |+\n    a\n\n",
  "\n  type: TXT\n  value: 'two\n    lines'\n",
  "\n  type: A\n  value: &web 192.0.2.1\n",
  "\n  type: A\n  value: *web\n",
  "\n",
];
const BETWEEN = [
  "",
  "",
  "",
  "",
  "\n",
  "\n\n",
  "# about it\n",
  "\n# heading\n\n",
  "  # set in\n",
  "---\n",
  "...\n",
];
/** What breaks a text where it is put. */
const ODD = [
  "!",
  "%",
  "@",
  "`",
  "~",
  "\t",
  "é",
  "\\",
  ",",
  ";",
  "no",
  "0x1",
  "''",
  '""',
  "::",
  ". ",
  '"',
  "'",
  "{",
  "}",
  "[",
  "\n",
  " ",
  "#",
  ": ",
  "- ",
  "? ",
  "|",
  "&a ",
  "*a",
  "\n---\n",
  "\n\n",
  "a",
];

const entry = fc
  .tuple(mostly(5, BETWEEN), mostly(KEYS.length, KEYS), fc.nat(20), mostly(11, BODIES))
  .map(([between, key, number, body]) => `${between}${number < 10 ? key : `host${number}`}:${body}`);
const edits = fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom("", ...ODD)), { maxLength: 3 });

/** One of the first, or, seldom, of all. */
function mostly(first: number, all: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...all.slice(0, first)) },
    { weight: 1, arbitrary: fc.constantFrom(...all) },
  );
}

/** With some characters cut out, and others put there. */
function edit(text: string, [at, length, odd]: readonly [number, number, string]): string {
  const place = at % (text.length + 1);
  return text.slice(0, place) + odd + text.slice(place + length);
}

test("what is not read comes out as if it were, of any text", () => {
  let unread = 0;
  fc.assert(
    fc.property(fc.array(entry, { minLength: 2, maxLength: 8 }), edits, (entries, changes) => {
      const text = changes.reduce(edit, entries.join(""));
      unread += findLaidOut(text).entries.length > 0 ? 1 : 0;
      expect(formatZoneText(text, "example.com.yaml")).toEqual(
        formatZoneText(text, "example.com.yaml", readTree),
      );
    }),
    { numRuns: RUNS },
  );
  expect(unread).toBeGreaterThan(RUNS / 5);
});
