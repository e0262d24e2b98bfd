// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how $GENERATE writes its places for the number
import { describe, expect, test } from "vitest";
import { compileZone } from "../../test/compile-zone.ts";
import { problemsOf, readText, recordsOf } from "../../test/read-text.ts";
import { requireTool } from "../../test/tools.ts";

const TTL = "$TTL 5\n";

const AS_IN_BIND: readonly [string, string[]][] = [
  ["1-3 h$ A 192.0.2.$", ["h1 5 A 192.0.2.1", "h2 5 A 192.0.2.2", "h3 5 A 192.0.2.3"]],
  ["0-9/4 h$ A 192.0.2.$", ["h0 5 A 192.0.2.0", "h4 5 A 192.0.2.4", "h8 5 A 192.0.2.8"]],
  ["7-7 h$ 60 A 192.0.2.$", ["h7 60 A 192.0.2.7"]],
  ["7-7 h$ 1m IN A 192.0.2.$", ["h7 60 A 192.0.2.7"]],
  ["7-7 h$ IN 60 A 192.0.2.$", ["h7 60 A 192.0.2.7"]],
  ["1-2 @ A 192.0.2.$", ["@ 5 A 192.0.2.1", "@ 5 A 192.0.2.2"]],
  ["1-1 $.sub CNAME $", ["1.sub 5 CNAME 1.example.com."]],
  ["1-1 h${10} A 192.0.2.${-1}", ["h11 5 A 192.0.2.0"]],
  ["1-1 h${+3} A 192.0.2.1", ["h4 5 A 192.0.2.1"]],
  ["5-5 h${0,3} A 192.0.2.${0,1,d}", ["h005 5 A 192.0.2.5"]],
  ["0-0 h TXT ${-1,3}", ['h 5 TXT "-01"']],
  ["200-200 h TXT ${0,4,o}", ['h 5 TXT "0310"']],
  ["200-200 h TXT ${0,4,x}", ['h 5 TXT "00c8"']],
  ["200-200 h TXT ${0,0,X}", ['h 5 TXT "C8"']],
  ["200-200 ${0,0,n}.r PTR x", ["8.c.r 5 PTR x.example.com."]],
  ["200-200 ${0,5,n}.r PTR x${0,1,N}", ["8.c.0.r 5 PTR x8.C.example.com."]],
  ["1-1 ${0,4,n}r PTR x", ["1.0.r 5 PTR x.example.com."]],
  ["0-0 h${2147483647} TXT x", ['h2147483647 5 TXT "x"']],
  ["1-1 h${2147483646} TXT x", ['h2147483647 5 TXT "x"']],
  ["2147483646-2147483647 h$ TXT x", ['h2147483646 5 TXT "x"', 'h2147483647 5 TXT "x"']],
  ["1-2/2147483647 h${2147483646} TXT x", ['h2147483647 5 TXT "x"']],
  ["2147483647-2147483647 h${-2147483647} TXT x", ['h0 5 TXT "x"']],
  ["0-0 h${-2147483647} TXT x", ['h-2147483647 5 TXT "x"']],
  ["0-0 h${-2147483648} TXT ${-2147483648,3,n}", ['h-2147483648 5 TXT "0.0.0.0.0.0.0.8"']],
  // Below zero all forms but the decimal one have the 32 bits of the number.
  ["0-1 ${-1,3,n}.r TXT x", ['f.f.f.f.f.f.f.f.r 5 TXT "x"', '0.0.r 5 TXT "x"']],
  ["0-0 ${-17,17,N}.r TXT x", ['F.E.F.F.F.F.F.F.0.r 5 TXT "x"']],
  ["0-0 h${-1,3,x} TXT ${-2,0,X}", ['hffffffff 5 TXT "FFFFFFFE"']],
  ["0-0 h${-1,3,o} TXT x", ['h37777777777 5 TXT "x"']],
  ["1-1 h TXT ${0,127,d}", [`h 5 TXT "${"1".padStart(127, "0")}"`]],
  ["1-1 h TXT ${0,127,n}", [`h 5 TXT "1${".0".repeat(63)}"`]],
  ["1-1 h TXT $$x\\$y", ['h 5 TXT "$x$y"']],
  ["1-1 $$h A 192.0.2.1", ["\\$h 5 A 192.0.2.1"]],
  ['1-1 h MX "10 mail$"', ["h 5 MX 10 mail1.example.com."]],
  ['1-1 h TXT "a $"', ['h 5 TXT "a" "1"']],
  ['1-1 h TXT "\\"a $\\""', ['h 5 TXT "a 1"']],
];

/** Just beyond what there is room for. */
const BEYOND = [
  "1-1 h${2147483647} TXT x",
  "2147483647-2147483647 h${1} TXT x",
  "2-9/7 h${2147483639} TXT x",
  "1-1 h TXT ${0,128,d}",
  "1-1 h TXT ${0,128,n}",
  "0-2147483648 h TXT x",
  "1-2/2147483648 h TXT x",
  "1-1 ${0,16,n}.r TXT x",
];

/** What BIND refuses: data of several words, which are the words of the data here. */
const OF_SEVERAL_WORDS: readonly [string, string[]][] = [
  ["1-1 h MX 10 mail$ ; comment", ["h 5 MX 10 mail1.example.com."]],
  ['1-1 h TXT "a $" b$', ['h 5 TXT "a 1" "b1"']],
  ["1-1 h TYPE65280 \\# 1 0$", ["h 5 TYPE65280 \\# 1 01"]],
];

describe("$GENERATE makes a record for each number", () => {
  test.each([...AS_IN_BIND, ...OF_SEVERAL_WORDS])("%s", (text, lines) => {
    expect(recordsOf(`${TTL}$GENERATE ${text}`).map(short)).toEqual(lines);
  });

  test.skipIf(!requireTool("named-compilezone", "bind9utils"))("the same ones as BIND", () => {
    const origins = AS_IN_BIND.map(([text], row) => `$ORIGIN row${row}.example.com.\n$GENERATE ${text}\n`);
    const zone = `${TTL}@ SOA ns hostmaster 1 2 3 4 5\n@ NS ns.example.net.\n${origins.join("")}`;
    expect(recordsOf(zone).toSorted()).toEqual(compileZone("example.com.", zone).toSorted());
  });

  test.skipIf(!requireTool("named-compilezone", "bind9utils"))(
    "and refuses at its limits what BIND refuses",
    () => {
      for (const text of BEYOND) {
        const zone = `${TTL}@ SOA ns hostmaster 1 2 3 4 5\n@ NS ns.example.net.\n$GENERATE ${text}\n`;
        expect(() => compileZone("example.com.", zone), text).toThrow("named-compilezone refuses the file");
        expect(problemsOf(zone), text).toHaveLength(1);
      }
    },
  );

  test("with the origin in force, and leaves the last owner alone", () => {
    const text = `${TTL}$ORIGIN sub\nx A 192.0.2.1\n$GENERATE 1-2 h$ CNAME t$\n  A 192.0.2.2\ny CNAME z`;
    expect(recordsOf(text).map(short)).toEqual([
      "x.sub 5 A 192.0.2.1",
      "h1.sub 5 CNAME t1.sub.example.com.",
      "h2.sub 5 CNAME t2.sub.example.com.",
      "x.sub 5 A 192.0.2.2",
      "y.sub 5 CNAME z.sub.example.com.",
    ]);
  });

  test("over lines, where parentheses hold it together", () => {
    expect(recordsOf(`${TTL}$GENERATE 1-1 ( h$ ; owner\n A 192.0.2.$ )`).map(short)).toEqual([
      "h1 5 A 192.0.2.1",
    ]);
  });

  test("which all stand where the directive stands", () => {
    expect(readText(`${TTL}\n$GENERATE 1-2 h$ A 192.0.2.$`).places).toEqual(["zone:3:1", "zone:3:1"]);
  });
});

describe("$GENERATE is refused", () => {
  test.each([
    [
      "",
      "2:10: $GENERATE is missing; expected start-stop or start-stop/step, with numbers from 0 to 2147483647",
    ],
    ["3-1 h$ A 192.0.2.$", /^2:11: \$GENERATE range is "3-1"; expected start-stop or/],
    ["1-3/0 h$ A 192.0.2.$", /^2:11: \$GENERATE range is "1-3\/0"; expected/],
    ["1 h$ A 192.0.2.$", /^2:11: \$GENERATE range is "1"; expected/],
    ["0-2147483648 h$ A 192.0.2.$", /^2:11: \$GENERATE range is "0-2147483648"; expected/],
    ["1-2", "2:14: $GENERATE is missing; expected an owner"],
    ["1-2 h$", /^2:17: \$GENERATE: Record type is missing/],
    ["1-2 h$ FOO x", '2:18: $GENERATE: Found "FOO" where the record type is expected'],
    ["1-2 h$ A", "2:19: $GENERATE is missing; expected data"],
    ["1-2 h${ A x", /^2:15: \$GENERATE has "\$\{"; expected \$\{offset,width,mode\}/],
    ["1-2 h${x} A x", /^2:15: \$GENERATE has "\$\{x\}"; expected/],
    ["1-2 h${0,128} A x", /^2:15: \$GENERATE has "\$\{0,128\}"; expected/],
    ["1-2 h${0,1,q} A x", /^2:15: \$GENERATE has "\$\{0,1,q\}"; expected/],
    ["1-2 h${0,1,d,} A x", /^2:15: \$GENERATE has/],
    [
      "1-1 h${2147483647} TXT x",
      '2:15: $GENERATE has "${2147483647}", which ends with 2147483648; expected 2147483647 at most',
    ],
    ["2-9/7 h${2147483639} TXT x", /^2:17: \$GENERATE has .*, which ends with 2147483648; expected/],
    ["0-0 h${2147483648} TXT x", /^2:15: \$GENERATE has "\$\{2147483648\}"; expected \$\{offset/],
    ["0-0 h${-2147483649} TXT x", /^2:15: \$GENERATE has "\$\{-2147483649\}"; expected/],
    ["1-2/2147483648 h$ TXT x", /^2:11: \$GENERATE range is "1-2\/2147483648"; expected/],
    ["1-1 h TXT ${0,128,n}", /^2:21: \$GENERATE has "\$\{0,128,n\}"; expected/],
    ["0-1048576 h$ A 192.0.2.1", /^2:11: \$GENERATE makes more than 1048576 records/],
    [
      `0-1000000 h$ TXT ${"x".repeat(300)}`,
      /^2:11: \$GENERATE makes more than 1048576 records or 268435456 octets/,
    ],
  ])("%s", (text, expected) => {
    const found = problemsOf(`${TTL}$GENERATE ${text}`).map((problem) => problem.replace("zone:", ""));
    expect(found).toEqual([typeof expected === "string" ? expected : expect.stringMatching(expected)]);
  });

  test("after the first number whose record is no good, and says which", () => {
    const { records, problems } = readText(`${TTL}$GENERATE 254-300 h$ A 192.0.2.$\nz A 192.0.2.1`);
    expect(records.map(short)).toEqual(["h254 5 A 192.0.2.254", "h255 5 A 192.0.2.255", "z 5 A 192.0.2.1"]);
    expect(problems).toMatchObject([
      {
        line: 2,
        column: 1,
        message: expect.stringMatching(/^A is "192.0.2.256"; .* \(made by \$GENERATE for 256\)$/),
      },
    ]);
  });

  test("where the text that it makes is broken", () => {
    expect(problemsOf(`${TTL}$GENERATE 1-9 h$ TXT "\\"x$"`)).toEqual([
      'zone:2:1: Quoted string has no closing quote; expected " before the end of the line (made by $GENERATE for 1)',
    ]);
  });

  test("in a file that makes too much in all", () => {
    const line = "$GENERATE 1-600000/1 h A 192.0.2.1\n";
    expect(problemsOf(`${TTL}${line.replace("600000", "6")}${line.replace("600000", "1048576")}`)).toEqual([
      expect.stringMatching(/^zone:3:11: \$GENERATE makes more than/),
    ]);
  });
});

/** Without the origin and the class, which all of them have. */
function short(line: string): string {
  return line
    .replace(/^example\.com\. /, "@ ")
    .replace(/^(\S+)\.example\.com\. /, "$1 ")
    .replace(/ IN /, " ");
}
