import { describe, expect, test } from "vitest";
import { firstDifference } from "./first-difference.ts";
import { formatZoneText } from "./format.ts";

const LONG = "include:_spf.example.com ";

describe("names and keys", () => {
  test.each([
    [
      "stand in natural order, the zone itself first",
      "www: {type: A, value: 192.0.2.1}\nhost10: {value: 192.0.2.1, type: A}\nhost2: {type: A, value: 192.0.2.1}\n'': {type: A, value: 192.0.2.1}\n",
      "'': {type: A, value: 192.0.2.1}\nhost2: {type: A, value: 192.0.2.1}\nhost10: {type: A, value: 192.0.2.1}\nwww: {type: A, value: 192.0.2.1}\n",
    ],
    [
      "stand so within a record, too",
      "www:\n  type: MX\n  value: {preference: 10, exchange: mx}\n  ttl: 60\n",
      "www:\n  ttl: 60\n  type: MX\n  value: {exchange: mx, preference: 10}\n",
    ],
    [
      "take their comments along, those above and those below",
      "# file\n\n# b is\n# a host\nb:\n  type: A # the type\n  value: 192.0.2.1\n  # below b\n\n\n# a is, too\na: {type: A, value: 192.0.2.1} # end\n# last\n",
      "# file\n\n# a is, too\na: {type: A, value: 192.0.2.1} # end\n\n# b is\n# a host\nb:\n  type: A # the type\n  value: 192.0.2.1\n  # below b\n# last\n",
    ],
    [
      "leave the file's head and what is for editors at its place",
      "# yaml-language-server: $schema=zone.schema.json\nb: {type: A, value: 192.0.2.1}\na: {type: A, value: 192.0.2.2}\n",
      "# yaml-language-server: $schema=zone.schema.json\na: {type: A, value: 192.0.2.2}\nb: {type: A, value: 192.0.2.1}\n",
    ],
    [
      "do not pass a merge, which wins over what stands above it",
      "www:\n  ttl: 60\n  <<: &web {type: A, value: 192.0.2.1}\n",
      "www:\n  ttl: 60\n  <<: &web {type: A, value: 192.0.2.1}\n",
    ],
    [
      "have blank lines between them where they had, whatever stands above the first",
      "# file\n\nc: {type: A, value: 192.0.2.1}\nb: {type: A, value: 192.0.2.2}\na: {type: A, value: 192.0.2.3}\n",
      "# file\n\na: {type: A, value: 192.0.2.3}\nb: {type: A, value: 192.0.2.2}\nc: {type: A, value: 192.0.2.1}\n",
    ],
    [
      "have blank lines between them where all had, the first, too",
      "c: {type: A, value: 192.0.2.1}\n\nb: {type: A, value: 192.0.2.2}\n\na: {type: A, value: 192.0.2.3}\n",
      "a: {type: A, value: 192.0.2.3}\n\nb: {type: A, value: 192.0.2.2}\n\nc: {type: A, value: 192.0.2.1}\n",
    ],
    [
      "by which a file speaks of itself stand first, in one order, and say what they want in the order of their author",
      "# file\nwww: {type: CNAME, value: '{zone}.'}\n$add: [!include   {key: x, dkim: y, file: a.yaml}, !include 'b.yaml']\n'': {type: A, value: $web}\n$arguments: {user: whose, dkim: {default: x, about: why}}\n$zones: [example.org, example.com]\n",
      "$zones: [example.org, example.com]\n$arguments: {user: whose, dkim: {default: x, about: why}}\n$add: [!include {file: a.yaml, dkim: y, key: x}, !include b.yaml]\n'': {type: A, value: $web}\n# file\nwww: {type: CNAME, value: \"{zone}.\"}\n",
    ],
    [
      "that only look so keep their quotes",
      "'$add': {type: A, value: '$web'}\n'$x': {type: TXT, value: 'a {{b}} {zone}'}\n",
      "'$add': {type: A, value: $web}\n'$x': {type: TXT, value: \"a {{b}} {zone}\"}\n",
    ],
    [
      "of what is said of a record are no exception",
      "www:\n  type: A\n  value: 192.0.2.1\n  zonepipe: {owner: web team, note: a, expires: 2099-03-01, values: [{value: 192.0.2.1, note: 'b'}]}\n",
      "www:\n  type: A\n  value: 192.0.2.1\n  zonepipe: {expires: 2099-03-01, note: a, owner: web team, values: [{note: b, value: 192.0.2.1}]}\n",
    ],
    [
      "below a heading take it along when they stand together still, to the first of them",
      "# file\n\nwww: {type: A, value: 192.0.2.1}\n\n# --- Mail ---\n\n# second\nmx2: {type: A, value: 192.0.2.2}\nmx1: {type: A, value: 192.0.2.3}\n",
      "# file\n\n# --- Mail ---\n\nmx1: {type: A, value: 192.0.2.3}\n\n# second\nmx2: {type: A, value: 192.0.2.2}\n\nwww: {type: A, value: 192.0.2.1}\n",
    ],
  ])("%s", (_, yaml, expected) => {
    expect(layOut(yaml)).toEqual({ text: expected, notes: [] });
    expect(layOut(expected)).toEqual({ text: expected, notes: [] });
  });

  test("below a heading that do not stand together any more are told", () => {
    const yaml =
      "# file\n\nb: {type: A, value: 192.0.2.1}\n\n# --- Mail ---\n\na: {type: A, value: 192.0.2.2}\nc: {type: A, value: 192.0.2.3}\n";
    expect(layOut(yaml)).toEqual({
      text: "# file\n\n# --- Mail ---\n\na: {type: A, value: 192.0.2.2}\n\nb: {type: A, value: 192.0.2.1}\nc: {type: A, value: 192.0.2.3}\n",
      notes: [
        '7:1 The heading "Mail" was above 2 names, which stand in 2 places now; it is above the first of them',
      ],
    });
  });

  test.each([
    ["www: {type: ANAME, value: a.example.net.}\n", "www: {type: ALIAS, value: a.example.net.}\n"],
    [
      "www:\n  - {type: 'ANAME', value: a.example.net.}\n",
      "www:\n  - {type: ALIAS, value: a.example.net.}\n",
    ],
    [
      "$add: {www: {type: ANAME, value: a.example.net.}}\n",
      "$add: {www: {type: ALIAS, value: a.example.net.}}\n",
    ],
    ["- {type: ANAME, value: a.example.net.}\n", "- {type: ALIAS, value: a.example.net.}\n"],
    ["type: ANAME\nvalue: a.example.net.\n", "type: ALIAS\nvalue: a.example.net.\n"],
    ["$arguments: {type: ANAME}\n", "$arguments: {type: ANAME}\n"],
    ["$add: !include {file: a.yaml, type: ANAME}\n", "$add: !include {file: a.yaml, type: ANAME}\n"],
    ["a: {type: TXT, value: {type: ANAME}}\n", "a: {type: TXT, value: {type: ANAME}}\n"],
  ])("ANAME is another word for ALIAS where it is a type: %j", (yaml, expected) => {
    expect(layOut(yaml).text).toBe(expected);
  });

  test("stay where another order would part an alias from its anchor, which is told", () => {
    const yaml = "www: &web {type: A, value: 192.0.2.1}\nblog: *web\n";
    expect(layOut(yaml)).toEqual({
      text: yaml,
      notes: [
        "1:1 The keys from here on stay in their order, for another would put an alias before its anchor",
      ],
    });
  });

  test.each(["_config.yaml", "zones/_keys.yaml", "_invariants.yaml"])("keep their order in %s", (file) => {
    const yaml = "soa:   {rname: h, mname: n}\ndefault_ttl: 3600\n";
    expect(layOut(yaml, file).text).toBe("soa: {rname: h, mname: n}\ndefault_ttl: 3600\n");
  });
});

describe("quotes", () => {
  test.each([
    ["'192.0.2.1'", "192.0.2.1"],
    ['"mail.example.com."', "mail.example.com."],
    ["2001:db8::80", '"2001:db8::80"'],
    ["'2001:db8::/32'", '"2001:db8::/32"'],
    ['""', "''"],
    ["';'", '";"'],
    ["'yes'", '"yes"'],
    ["'1.10'", '"1.10"'],
    ["'null'", '"null"'],
    ['"a: b"', '"a: b"'],
    ['"a \\"b\\" #c"', `'a "b" #c'`],
    ["'it''s # x'", `"it's # x"`],
    ["'!^.*$!\\\\1!'", "'!^.*$!\\\\1!'"],
    ['"tab\\there"', '"tab\\there"'],
    ["no", "no"],
    ["!!str 10", "!!str 10"],
    ["!include   'a b.yaml'", "!include a b.yaml"],
    [">-\n    short text", "short text"],
    ["|-\n    a: b", '"a: b"'],
  ])("%s is written %s", (written, expected) => {
    const { text } = layOut(`a:\n  type: TXT\n  value: ${written}\n`);
    expect(text.slice(text.indexOf("value: ") + "value: ".length)).toBe(`${expected}\n`);
  });

  test("of a key are single ones", () => {
    expect(layOut('"*": {type: A, value: 192.0.2.1}\n"www": {type: A, value: 192.0.2.2}\n').text).toBe(
      "'*': {type: A, value: 192.0.2.1}\nwww: {type: A, value: 192.0.2.2}\n",
    );
  });
});

describe("lists, lines and texts", () => {
  test.each([
    [
      "lists are set in below their key, levels by two",
      "a:\n-   type: A\n    values:\n    - 192.0.2.1\n    -     192.0.2.2\n",
      "a:\n  - type: A\n    values:\n      - 192.0.2.1\n      - 192.0.2.2\n",
    ],
    [
      "brackets that fit stay on one line, over several lines, too",
      "a: { type: A,\n  values: [ 192.0.2.1,192.0.2.2, ] }\n",
      "a: {type: A, values: [192.0.2.1, 192.0.2.2]}\n",
    ],
    [
      "brackets with comments have a line for each value",
      "a:\n  type: A\n  values: [ # all\n    192.0.2.1, # one\n    # two\n    192.0.2.2\n    # end\n    ] # closed\n",
      "a:\n  type: A\n  # closed\n  values: # all\n    - 192.0.2.1 # one\n    # two\n    - 192.0.2.2\n    # end\n",
    ],
    [
      "brackets that are too long have one, too, and what fits in them stays",
      `a: {type: MX, values: [${Array.from({ length: 3 }, (_, at) => `{preference: 1${at}, exchange: mx${at}.example.com.}`).join(", ")}]}\n`,
      `a:\n  type: MX\n  values:\n${[0, 1, 2].map((at) => `    - {exchange: mx${at}.example.com., preference: 1${at}}\n`).join("")}`,
    ],
    [
      "a long text is folded at blanks",
      `a:\n  type: TXT\n  value: v=spf1 ${LONG.repeat(6)}-all # mail\n`,
      `a:\n  type: TXT\n  value: >- # mail\n    v=spf1 ${LONG.repeat(4).trimEnd()}\n    ${LONG.repeat(2)}-all\n`,
    ],
    [
      "a long word is cut, and joined again by backslashes",
      `a:\n  type: TXT\n  value: p=${"A".repeat(150)}\n`,
      `a:\n  type: TXT\n  value: "p=${"A".repeat(107)}\\\n    ${"A".repeat(43)}"\n`,
    ],
    [
      "a text of several lines keeps them",
      "a:\n    type: TXT\n    value: |2+\n         one\n        two\n\nb: {type: A, value: 192.0.2.1}\n",
      "a:\n  type: TXT\n  value: |2+\n       one\n      two\n\nb: {type: A, value: 192.0.2.1}\n",
    ],
    [
      "a key behind a question mark is a plain one, and comments between them stand above",
      "? a # key\n# between\n: # value\n  type: A\n  value: 192.0.2.1\n",
      "a: # key\n  # between\n  # value\n  type: A\n  value: 192.0.2.1\n",
    ],
    [
      "directives, marks of the document and what follows it stay",
      "%YAML 1.2\n\n\n# head\n--- # begin\n\n\na: {type: A, value: 192.0.2.1}\n...\n# end\n",
      "%YAML 1.2\n\n# head\n--- # begin\na: {type: A, value: 192.0.2.1}\n...\n# end\n",
    ],
    [
      "one blank line at most",
      "a: {type: A, value: 192.0.2.1}\n\n\n\nb: {type: A, value: 192.0.2.1}\n\n\n",
      "a: {type: A, value: 192.0.2.1}\n\nb: {type: A, value: 192.0.2.1}\n",
    ],
    [
      "a mark of byte order and CR LF stay",
      "\uFEFFa:   {type: A, value: 192.0.2.1}\r\n\r\n\r\n# x\t\r\n",
      "\uFEFFa: {type: A, value: 192.0.2.1}\r\n\r\n# x\r\n",
    ],
    ["a file without a value stays as it is", "# only this\n\n\n", "# only this\n\n\n"],
  ])("%s", (_, yaml, expected) => {
    const { text } = layOut(yaml);
    expect(text).toBe(expected);
    expect(layOut(text).text).toBe(text);
  });
});

test.each([
  ["a bracket that is not closed", "a: [\n", "1:4 A bracket opens here and is not closed"],
  [
    "a name that stands twice",
    "a: {type: A}\na: {type: MX}\n",
    '2:1 Name "a" stands twice, here and in line 1',
  ],
])("%s is told, and the file is not laid out", (_, yaml, expected) => {
  const formatted = formatZoneText(yaml, "example.com.yaml");
  const told = "problems" in formatted ? formatted.problems : [];
  expect(told.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([expected]);
});

test("the first lines that differ are shown with those of the layout", () => {
  expect(firstDifference("a\nb\nc\nd\ne\nf\n", "a\nB\nf\n")).toEqual({
    line: 2,
    shown: ["- b", "- c", "- d", "- …", "+ B"],
  });
});

function layOut(yaml: string, file = "example.com.yaml"): { text: string; notes: string[] } {
  const formatted = formatZoneText(yaml, file);
  if ("problems" in formatted) throw new Error(JSON.stringify(formatted.problems));
  return {
    text: formatted.text,
    notes: formatted.notes.map(({ line, column, message }) => `${line}:${column} ${message}`),
  };
}
