import { describe, expect, test } from "vitest";
import { problemsOf, readText } from "../../test/read-text.ts";

const A = "192.0.2.1";

describe("what is refused, and where", () => {
  test.each([
    [
      "a quote",
      'a 1 TXT "open\nb 1 A nonsense',
      [
        '1:9: Quoted string has no closing quote; expected " before the end of the line',
        '2:7: A is "nonsense"; expected an IPv4 address such as 192.0.2.1',
      ],
    ],
    [
      "a quote that an escape keeps open",
      'a 1 TXT "open\\"',
      ['1:9: Quoted string has no closing quote; expected " before the end of the line'],
    ],
    [
      "a quote before a CR",
      'a 1 TXT "open\rb"',
      [
        '1:9: Quoted string has no closing quote; expected " before the end of the line',
        '2:2: Quoted string has no closing quote; expected " before the end of the line',
      ],
    ],
    [
      "a parenthesis",
      `a 1 A ( ${A}\nb 1 A ${A}`,
      ["1:7: Parenthesis is never closed; expected ) before the end of the file"],
    ],
    [
      "the outer of two parentheses",
      `a 1 A (\n( ${A} )`,
      ["1:7: Parenthesis is never closed; expected ) before the end of the file"],
    ],
    [
      "a closing parenthesis",
      `a 1 A ${A} )\nb 1 A (${A}))`,
      ["1:17: Found ) where no ( is open", "2:18: Found ) where no ( is open"],
    ],
    [
      "an octet 0",
      `a 1 A ${A}\0\nb\0 1 A x`,
      ["1:16: Found an octet 0; a zone file is text", "2:2: Found an octet 0; a zone file is text"],
    ],
    ["an octet 0 in quotes", 'a 1 TXT "x\0y"', ["1:11: Found an octet 0; a zone file is text"]],
    [
      "a record without an owner before it",
      ` 1 A ${A}`,
      ["1:1: The line begins with a blank, and no record stands before it whose owner it could take"],
    ],
    ["an owner with an empty label", `a..b 1 A ${A}`, ['1:1: Owner is "a..b", with an empty label']],
    [
      "an owner with a long label",
      `${"a".repeat(64)} 1 A ${A}`,
      ["1:1: Owner has a label of 64 octets; expected 63 at most"],
    ],
    [
      "a long owner",
      `${"a.".repeat(122)}b 1 A ${A}`,
      ["1:1: Owner is 259 octets long; expected 255 at most"],
    ],
    ["an owner in quotes", `"a" 1 A ${A}`, ["1:1: Owner stands in quotes; expected a domain name"]],
    [
      "an owner with a broken escape",
      `a\\1 1 A ${A}`,
      [/^1:1: Owner is "a\\\\1", with a broken escape; expected/],
    ],
    [
      "an owner and nothing else",
      "a",
      ["1:2: Record type is missing; expected a type such as A or MX, and its data"],
    ],
    [
      "a TTL and nothing else",
      "a 60 IN",
      ["1:8: Record type is missing; expected a type such as A or MX, and its data"],
    ],
    ["a TTL twice", `a 60 60 A ${A}`, ['1:6: TTL stands twice, the second time as "60"']],
    [
      "a TTL out of range",
      `a 2147483648 A ${A}\nb 99999999999999999999 A ${A}\nc 4000w A ${A}`,
      [
        '1:3: TTL is "2147483648"; expected 0 to 2147483647 seconds, or units as in 1h30m',
        '2:3: TTL is "99999999999999999999"; expected 0 to 2147483647 seconds, or units as in 1h30m',
        '3:3: TTL is "4000w"; expected 0 to 2147483647 seconds, or units as in 1h30m',
      ],
    ],
    [
      "a TTL that is none",
      `a 1h30 A ${A}\nb 1x A ${A}\nc 1.5 A ${A}`,
      [
        '1:3: TTL is "1h30"; expected 0 to 2147483647 seconds, or units as in 1h30m',
        '2:3: TTL is "1x"; expected 0 to 2147483647 seconds, or units as in 1h30m',
        '3:3: TTL is "1.5"; expected 0 to 2147483647 seconds, or units as in 1h30m',
      ],
    ],
    [
      "a forgotten owner",
      `A ${A}`,
      [`1:3: TTL is "${A}"; expected 0 to 2147483647 seconds, or units as in 1h30m`],
    ],
    ["a class twice", `a IN 1 IN A ${A}`, ['1:8: Class stands twice, the second time as "IN"']],
    [
      "another class",
      `a CH TXT x\nb 1 HS A ${A}\nc class3 A ${A}\nd NONE A ${A}`,
      [
        "1:3: Class is CH; expected IN",
        "2:5: Class is HS; expected IN",
        "3:3: Class is class3; expected IN",
        "4:3: Class is NONE; expected IN",
      ],
    ],
    [
      "an unknown type",
      `a 1 FOO ${A}\nb 1 TYPE65536 \\# 0\nc 1 "A" ${A}`,
      [
        '1:5: Found "FOO" where the record type is expected',
        '2:5: Found "TYPE65536" where the record type is expected',
        '3:5: Found "A" where the record type is expected',
      ],
    ],
    [
      "a type that stands in messages only",
      "a 1 OPT\nb 1 AXFR\nc 1 ANY\nd 1 TSIG x\ne 1 TYPE0 \\# 0\nf 1 TYPE250 \\# 0",
      [
        "1:5: Type is OPT, number 41, which is no record of a zone",
        "2:5: Type is AXFR, number 252, which is no record of a zone",
        "3:5: Type is ANY, number 255, which is no record of a zone",
        "4:5: Type is TSIG, number 250, which is no record of a zone",
        "5:5: Type is TYPE0, number 0, which is no record of a zone",
        "6:5: Type is TYPE250, number 250, which is no record of a zone",
      ],
    ],
    [
      "a directive that is indented",
      `a 1 A ${A}\n $TTL 60`,
      ['2:2: Found "$TTL" where the record type is expected'],
    ],
    [
      "no data",
      "a 1 A\nb 1 TYPE65280\nc 1 MX 10",
      [
        "1:6: A is missing; expected an IPv4 address such as 192.0.2.1",
        "2:14: TYPE65280 data is missing; expected \\#, the length and hex digits",
        "3:10: MX exchange is missing; expected a domain name",
      ],
    ],
    [
      "too much data",
      `a 1 A ${A} ${A}\nb 1 TXT a ( b\n c`,
      [
        `1:17: A has "${A}" after its last field`,
        "2:11: Parenthesis is never closed; expected ) before the end of the file",
      ],
    ],
    [
      "data of an unknown type as text",
      "a 1 TYPE65280 abcd\nb 1 NULL abcd",
      [
        '1:15: TYPE65280 data begins with "abcd"; expected \\#, the length and hex digits',
        '2:10: NULL data begins with "abcd"; expected \\#, the length and hex digits',
      ],
    ],
    [
      "generic data of another length",
      "a 1 TYPE65280 \\# 3 0a00\nb 1 TYPE65280 \\# 0 00\nc 1 A \\# 4",
      [
        "1:18: TYPE65280 \\# length is 3; expected 2, the octets that follow",
        "2:18: TYPE65280 \\# length is 0; expected 1, the octets that follow",
        "3:10: A \\# length is 4; expected 0, the octets that follow",
      ],
    ],
    [
      "generic data that is none",
      "a 1 TYPE65280 \\# x\nb 1 TYPE65280 \\# 1 0g\nc 1 TYPE65280 \\# 1 0\nd 1 TYPE65280 \\#\ne 1 TYPE65280 \\# 65536 00",
      [
        '1:18: TYPE65280 \\# length is "x"; expected a whole number from 0 to 65535',
        '2:20: TYPE65280 \\# data has the character "g"; expected hex digits',
        "3:20: TYPE65280 \\# data has 1 hex digits; expected two for each octet",
        "4:17: TYPE65280 \\# length is missing; expected a whole number from 0 to 65535",
        '5:18: TYPE65280 \\# length is "65536"; expected a whole number from 0 to 65535',
      ],
    ],
    [
      "generic data that the type does not allow",
      "a 1 A \\# 3 c00002\nb 1 A \\# 5 c000020101\nc 1 MX \\# 5 000a 01 61 c0",
      ["1:12: A ends 1 octet too early", "2:12: A has 1 octet too many", /^3:13: MX exchange /],
    ],
    [
      "a TTL that $TTL lacks",
      "$TTL\n$TTL x\n$TTL 60 61\n$TTL 2147483648",
      [
        "1:5: $TTL is missing; expected seconds",
        '2:6: $TTL is "x"; expected 0 to 2147483647 seconds, or units as in 1h30m',
        '3:9: $TTL has "61" after its last operand',
        '4:6: $TTL is "2147483648"; expected 0 to 2147483647 seconds, or units as in 1h30m',
      ],
    ],
    [
      "an origin that is none",
      "$ORIGIN\n$ORIGIN a..b.\n$ORIGIN a b",
      [
        "1:8: $ORIGIN is missing; expected a domain name",
        '2:9: $ORIGIN is "a..b.", with an empty label',
        '3:11: $ORIGIN has "b" after its last operand',
      ],
    ],
    [
      "an unknown directive",
      "$FOO bar\n$\n$ttl 60",
      [
        "1:1: $FOO is not known; expected $ORIGIN, $TTL, $INCLUDE or $GENERATE",
        "2:1: $ is not known; expected $ORIGIN, $TTL, $INCLUDE or $GENERATE",
      ],
    ],
  ] as [string, string, (string | RegExp)[]][])("%s", (_, text, expected) => {
    const found = problemsOf(text).map((problem) => problem.replace("zone:", ""));
    expect(found).toEqual(
      expected.map((line) => (typeof line === "string" ? line : expect.stringMatching(line))),
    );
  });
});

describe("a problem", () => {
  test("says what rule it is, how to mend it, and where the rule comes from", () => {
    expect(readText("a 1 MX ten mail").problems).toEqual([
      {
        file: "zone",
        line: 1,
        column: 8,
        rule: "mx-rdata",
        severity: "error",
        message: 'MX preference is "ten"; expected a whole number from 0 to 65535',
        help: "Write a number in that range, in decimal digits.",
        source: "RFC 1035 §3.3.9",
      },
    ]);
  });

  test("has a column in characters, though octets are read", () => {
    expect(problemsOf("ä😀 1 A x")).toEqual([expect.stringMatching(/^zone:1:9: A is "x"/)]);
    expect(problemsOf('a 1 TXT ( "ä"\n "ö" "\n )')).toEqual([
      expect.stringMatching(/^zone:2:6: Quoted string/),
    ]);
  });

  test("shows what is no ASCII as the characters that were meant", () => {
    expect(problemsOf("ä 1 FOO\nb 1 MX ö a\nc 1 MX \u202e a")).toEqual([
      'zone:1:5: Found "FOO" where the record type is expected',
      'zone:2:8: MX preference is "ö"; expected a whole number from 0 to 65535',
      'zone:3:8: MX preference is "\\u202e"; expected a whole number from 0 to 65535',
    ]);
    const latin1 = Buffer.from("b 1 MX \xf6 a", "latin1");
    expect(problemsOf(latin1)).toEqual([
      'zone:1:8: MX preference is "ö"; expected a whole number from 0 to 65535',
    ]);
  });

  test("in a string in quotes stands at its quote", () => {
    expect(problemsOf(`a 1 TXT "ok" "${"x".repeat(256)}"`)).toEqual([
      expect.stringMatching(/^zone:1:14: TXT has a string/),
    ]);
  });

  test("in one record leaves the others alone", () => {
    const { records, problems } = readText(`a 1 A x\n 1 A ${A}\nb 1 FOO\n 1 A ${A}\nc 1 A ${A}`);
    expect(problems).toHaveLength(2);
    expect(records).toEqual([
      `a.example.com. 1 IN A ${A}`,
      `b.example.com. 1 IN A ${A}`,
      `c.example.com. 1 IN A ${A}`,
    ]);
  });

  test("with an owner drops the records that inherit it, which are checked all the same", () => {
    const { records } = readText(`a 1 A ${A}\nb..c 1 A ${A}\n 1 A ${A}\nd 1 A ${A}`);
    expect(records).toEqual([`a.example.com. 1 IN A ${A}`, `d.example.com. 1 IN A ${A}`]);
    expect(problemsOf(`b..c 1 A ${A}\n 1 A x`)).toHaveLength(2);
  });

  test("shows a value of any length in a few words, and no control characters", () => {
    const [problem] = problemsOf(`a 1 A ${"\x1b[31m\x9b".repeat(20_000)}`);
    expect(problem!.length).toBeLessThan(500);
    expect(problem).not.toMatch(/[\0-\x1f\x7f-\x9f]/);
  });

  test("is one of 1,000 at most, and then one says that there are more", () => {
    const { problems } = readText("a 1 A x\n".repeat(5000));
    expect(problems).toHaveLength(1001);
    expect(problems.at(-1)).toMatchObject({ rule: "too-many-problems", line: 1000 });
  });
});

test("after a $TTL that is refused, nobody misses a TTL", () => {
  expect(problemsOf(`$TTL x\na A ${A}\nb A nonsense\nc 1 A ${A}`)).toEqual([
    expect.stringMatching(/^zone:1:6: \$TTL is "x"/),
    expect.stringMatching(/^zone:3:5: A is "nonsense"/),
  ]);
});

test("without an origin, relative names are refused", () => {
  const { problems } = readText(`@ 1 A ${A}\na 1 A ${A}\na. 1 CNAME b\n$ORIGIN c\n$ORIGIN c.\nd 1 A ${A}`, {
    origin: undefined as never,
  });
  expect(problems.map(({ line, column, message }) => `${line}:${column}: ${message}`)).toEqual([
    "1:1: Owner is @, and there is no origin",
    '2:1: Owner is "a", without a final dot, and there is no origin',
    '3:12: CNAME is "b", without a final dot, and there is no origin',
    '4:9: $ORIGIN is "c", without a final dot, and there is no origin',
  ]);
});
