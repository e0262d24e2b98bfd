import { describe, expect, test } from "vitest";
import { readText, recordsOf } from "../../test/read-text.ts";
import { readZoneFile } from "./read.ts";

const A = "192.0.2.1";

describe("a record in every form of RFC 1035 §5.1", () => {
  test.each([
    ["owner TTL class type data", `www 60 IN A ${A}`],
    ["class before TTL", `www IN 60 A ${A}`],
    ["without a class", `www 60 A ${A}`],
    ["in lower case", `www 60 in a ${A}`],
    ["class by number (RFC 3597 §5)", `www 60 CLASS1 A ${A}`],
    ["type by number", `www 60 IN TYPE1 ${A}`],
    ["type by number in lower case", `www 60 IN type1 ${A}`],
    ["data in the generic form (RFC 3597 §5)", "www 60 IN A \\# 4 c0000201"],
    ["generic data in several words", "www 60 IN A \\# 4 C0 00 0201"],
    ["generic data cut inside an octet, as BIND takes it", "www 60 IN A \\# 4 c 0000201"],
    ["TTL in units", `www 1m A ${A}`],
    ["an absolute owner", `www.example.com. 60 A ${A}`],
    ["tabs", `www\t\t60\tIN\tA\t${A}\t`],
    ["a comment right behind", `www 60 A ${A};comment`],
    ["a comment with quotes and parentheses", `www 60 A ${A} ; "( `],
    ["parentheses around all", `( www 60 A ${A} )`],
    ["parentheses over lines", `www ( 60\n  A ; comment )\n\n ${A}\n)`],
    ["parentheses without spaces", `www(60)A(${A})`],
    ["parentheses in parentheses", `www ((60) A (${A}))`],
    ["an owner in escapes", `\\119w\\w 60 A ${A}`],
    ["CR LF", `www 60 A ${A}\r\n`],
    ["a CR alone at the end", `www 60 A ${A}\r`],
    ["an empty line and a comment before", `\n ; nothing\n\t\nwww 60 A ${A}\n`],
    ["a byte order mark", `\ufeffwww 60 A ${A}\n`],
  ])("%s", (_, text) => {
    expect(recordsOf(text)).toEqual([`www.example.com. 60 IN A ${A}`]);
  });
});

describe("owners", () => {
  test("@ is the origin, and a blank is the owner before", () => {
    expect(recordsOf(`@ 1 A ${A}\n\t2 MX 0 .\nw 3 A ${A}\n  ; between\n\n 4 MX 0 .`)).toEqual([
      `example.com. 1 IN A ${A}`,
      "example.com. 2 IN MX 0 .",
      `w.example.com. 3 IN A ${A}`,
      "w.example.com. 4 IN MX 0 .",
    ]);
  });

  test.each([
    ["*", "*.example.com."],
    ["_25._tcp", "_25._tcp.example.com."],
    [".", "."],
    ["\\@", "\\@.example.com."],
    ["\\$x", "\\$x.example.com."],
    ["a\\.b", "a\\.b.example.com."],
    ["a\\ b", "a\\032b.example.com."],
    ["a\\;b", "a\\;b.example.com."],
    ['a\\"b', 'a\\"b.example.com.'],
    ["\\000", "\\000.example.com."],
    ["ä", "\\195\\164.example.com."],
    ["3600", "3600.example.com."],
    ["IN", "IN.example.com."],
    ["A", "A.example.com."],
    ["WwW", "WwW.example.com."],
  ])("%s is %s", (owner, printed) => {
    expect(recordsOf(`${owner} 1 A ${A}`)).toEqual([`${printed} 1 IN A ${A}`]);
  });

  test("an owner written in any form is the owner of a blank line after it", () => {
    expect(recordsOf(`a\\.b 1 A ${A}\n ( 2\nMX 0 . )`)[1]).toBe("a\\.b.example.com. 2 IN MX 0 .");
  });
});

describe("names in data", () => {
  test.each([
    ["@", "example.com."],
    ["mail", "mail.example.com."],
    ["mail.", "mail."],
    [".", "."],
    ["\\@", "\\@.example.com."],
  ])("%s is %s", (text, printed) => {
    expect(recordsOf(`@ 1 CNAME ${text}`)).toEqual([`example.com. 1 IN CNAME ${printed}`]);
  });

  test("the origin in force completes them", () => {
    expect(
      recordsOf("$ORIGIN sub\nx 1 CNAME y\n$ORIGIN example.net.\nx 1 CNAME y\n$ORIGIN .\nx 1 CNAME y"),
    ).toEqual([
      "x.sub.example.com. 1 IN CNAME y.sub.example.com.",
      "x.example.net. 1 IN CNAME y.example.net.",
      "x. 1 IN CNAME y.",
    ]);
  });
});

describe("texts", () => {
  const LONG = "x".repeat(255);
  test.each([
    ["a word", "word", '"word"'],
    ["several words are several strings", 'one "two three" four', '"one" "two three" "four"'],
    ["an empty string", '""', '""'],
    ["quotes without spaces between", 'a"b c""d"e', '"a" "b c" "d" "e"'],
    ["what ends a word outside of quotes", '"; ( ) @ $"', '"; ( ) @ $"'],
    ["an escaped quote", '"a\\"b"', '"a\\"b"'],
    ["an escaped backslash before the closing quote", '"a\\\\"', '"a\\\\"'],
    ["\\DDD", '"\\000\\009\\097\\255"', '"\\000\\009a\\255"'],
    ["\\X outside of quotes", "a\\;b\\ c\\(", '"a;b c("'],
    ["255 octets", `"${LONG}"`, `"${LONG}"`],
    ["255 escapes", `"${"\\120".repeat(255)}"`, `"${LONG}"`],
    ["UTF-8", '"ä"', '"\\195\\164"'],
    ["a tab in quotes", '"a\tb"', '"a\\009b"'],
    ["strings over lines", '( "a" ; one\n\t"b" )', '"a" "b"'],
    ["a text that only looks generic", '"\\\\#" 4', '"\\\\#" "4"'],
    ["a generic text", "\\# 3 026869", '"hi"'],
  ])("%s", (_, text, printed) => {
    expect(recordsOf(`t 1 TXT ${text}`)).toEqual([`t.example.com. 1 IN TXT ${printed}`]);
  });
});

describe("types that the table does not have", () => {
  test.each([
    ["TYPE65280 \\# 4 0a000001", "TYPE65280 \\# 4 0a000001"],
    ["TYPE65280 \\# 0", "TYPE65280 \\# 0"],
    ["type65280 \\# 2 ( 0A\n 00 )", "TYPE65280 \\# 2 0a00"],
    ["NULL \\# 3 000a00", "NULL \\# 3 000a00"],
  ])("%s", (text, printed) => {
    expect(recordsOf(`t 1 ${text}`)).toEqual([`t.example.com. 1 IN ${printed}`]);
  });

  test("65535 octets of data are the most", () => {
    const text = `t 1 TYPE65280 \\# 65535 ${"ab".repeat(65535)}`;
    expect(recordsOf(text)).toEqual([`t.example.com. 1 IN ${text.slice(4)}`]);
  });
});

describe("lines", () => {
  test.each([
    ["LF", "\n"],
    ["CR LF", "\r\n"],
    ["CR, as BIND reads it", "\r"],
  ])("end with %s, and are counted", (_, end) => {
    const text = ["", `a 1 A ${A}`, "; comment", ` 2 A ${A}`, "", `  ( 3 A ${A}`, ")", `b 4 A ${A}`].join(
      end,
    );
    const { records, places, problems } = readText(text);
    expect(problems).toEqual([]);
    expect(records).toHaveLength(4);
    expect(places).toEqual(["zone:2:1", "zone:4:2", "zone:6:5", "zone:8:1"]);
  });

  test("a record stands where its first token stands", () => {
    const { places } = readText(`\ufeffa 1 A ${A}\n\t (\n  1 A ${A} )\n(\n c 1 A ${A} )`);
    expect(places).toEqual(["zone:1:1", "zone:3:3", "zone:5:2"]);
  });

  test("an empty file has no records and no problems", () => {
    for (const text of ["", "\n", "\ufeff", " ", ";", "; comment", "()", "(\n)\n"]) {
      expect(readText(text)).toEqual({ records: [], places: [], problems: [] });
    }
  });
});

describe("records are handed over in one object", () => {
  const read = (text: string, each: (owner: string, rdata: string) => void): void => {
    readZoneFile({ file: "zone", bytes: Buffer.from(text) }, ({ wire, ownerLength, rdataStart, rdataEnd }) =>
      each(
        Buffer.from(wire.subarray(0, ownerLength)).toString("hex"),
        Buffer.from(wire.subarray(rdataStart, rdataEnd)).toString("hex"),
      ),
    );
  };

  test("with owner and data in wire form", () => {
    const seen: string[] = [];
    read("a. 1 MX 10 b.\nwww.a. 1 A 192.0.2.1", (owner, rdata) => seen.push(`${owner} ${rdata}`));
    expect(seen).toEqual(["016100 000a016200", "03777777016100 c0000201"]);
  });

  test("and reading another file meanwhile does no harm", () => {
    const seen: string[] = [];
    read("a. 1 A 192.0.2.1\n 2 A 192.0.2.2", (owner, rdata) => {
      read(`bbbb. 1 TXT "${"x".repeat(200)}"`, (inner) => seen.push(inner));
      seen.push(`${owner} ${rdata}`);
    });
    expect(seen).toEqual(["046262626200", "016100 c0000201", "046262626200", "016100 c0000202"]);
  });

  test("and what the taker throws comes through", () => {
    const fail = (): void => {
      throw new Error("full");
    };
    expect(() => read("a. 1 A 192.0.2.1", fail)).toThrow("full");
    expect(recordsOf("a. 1 A 192.0.2.1")).toEqual(["a. 1 IN A 192.0.2.1"]);
  });
});
