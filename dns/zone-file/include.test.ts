import { describe, expect, test } from "vitest";
import { problemsOf, readText, recordsOf } from "../../test/read-text.ts";
import { resolveInclude } from "./include.ts";

describe("$INCLUDE reads another file in its place", () => {
  test("with the origin of the file that names it, or another", () => {
    const files = { "a.zone": "x 1 CNAME y\n" };
    expect(
      recordsOf('$INCLUDE a.zone\n$INCLUDE a.zone sub ; comment\n$INCLUDE "a.zone" example.net.\n', {
        files,
      }),
    ).toEqual([
      "x.example.com. 1 IN CNAME y.example.com.",
      "x.sub.example.com. 1 IN CNAME y.sub.example.com.",
      "x.example.net. 1 IN CNAME y.example.net.",
    ]);
  });

  test("whose origin and last owner end with it, while its TTL stays, as in BIND", () => {
    const files = { "a.zone": " MX 1 a\n$ORIGIN sub\nb MX 2 c\n$TTL 9" };
    expect(recordsOf("$TTL 5\nx MX 0 @\n$INCLUDE a.zone\n MX 3 d\ny MX 4 e", { files })).toEqual([
      "x.example.com. 5 IN MX 0 example.com.",
      "x.example.com. 5 IN MX 1 a.example.com.",
      "b.sub.example.com. 5 IN MX 2 c.sub.example.com.",
      "x.example.com. 9 IN MX 3 d.example.com.",
      "y.example.com. 9 IN MX 4 e.example.com.",
    ]);
  });

  test("whose words stand where others stand in the file that names it", () => {
    const files = { "a.zone": "c 5 IN TXT ab\nd 5 IN TXT cd\n" };
    const text = "a 7 IN TXT ab\nb 7 IN TXT cd\n$INCLUDE a.zone\ne 7 IN TXT ef\nf 5 IN TXT gh\n";
    expect(recordsOf(text, { files })).toEqual([
      'a.example.com. 7 IN TXT "ab"',
      'b.example.com. 7 IN TXT "cd"',
      'c.example.com. 5 IN TXT "ab"',
      'd.example.com. 5 IN TXT "cd"',
      'e.example.com. 7 IN TXT "ef"',
      'f.example.com. 5 IN TXT "gh"',
    ]);
  });

  test("that may include others", () => {
    const files = {
      a: "a 1 MX 0 @\n$INCLUDE b s1\na2 1 MX 0 @",
      b: "b 1 MX 0 @\n$INCLUDE c s2",
      c: "c 1 MX 0 @",
    };
    expect(readText("$INCLUDE a\nz 1 MX 0 @", { files })).toMatchObject({
      problems: [],
      places: ["a:1:1", "b:1:1", "c:1:1", "a:3:1", "zone:2:1"],
      records: [
        "a.example.com. 1 IN MX 0 example.com.",
        "b.s1.example.com. 1 IN MX 0 s1.example.com.",
        "c.s2.s1.example.com. 1 IN MX 0 s2.s1.example.com.",
        "a2.example.com. 1 IN MX 0 example.com.",
        "z.example.com. 1 IN MX 0 example.com.",
      ],
    });
  });

  test("and asks for it as it stands, with the file that names it", () => {
    const asked: string[] = [];
    readText("$INCLUDE sub/a\n", {
      include: (path, from) => {
        asked.push(`${path} from ${from}`);
        return { file: `the file ${path}`, bytes: Buffer.from(asked.length < 2 ? "$INCLUDE ä" : "") };
      },
    });
    expect(asked).toEqual(["sub/a from zone", "ä from the file sub/a"]);
  });

  test("and a problem in it stands there", () => {
    expect(problemsOf("\n$INCLUDE a\nb 1 A y", { files: { a: "\n\nx 1 A y" } })).toEqual([
      expect.stringMatching(/^a:3:7: A is "y"/),
      expect.stringMatching(/^zone:3:7: A is "y"/),
    ]);
  });
});

describe("$INCLUDE is refused", () => {
  test.each([
    ["$INCLUDE", {}, "zone:1:9: $INCLUDE is missing; expected a file"],
    ["$INCLUDE a", {}, 'zone:1:10: $INCLUDE is "a"; there is no such file'],
    ['$INCLUDE "a b" sub', {}, 'zone:1:10: $INCLUDE is "a b"; there is no such file'],
    ["$INCLUDE a b c", { a: "" }, 'zone:1:14: $INCLUDE has "c" after its last operand'],
    ["$INCLUDE a b..c", { a: "" }, 'zone:1:12: $INCLUDE is "b..c", with an empty label'],
    ["$INCLUDE a", { a: "$INCLUDE a" }, 'a:1:10: $INCLUDE is "a", which is being read already'],
    [
      "$INCLUDE a",
      { a: "$INCLUDE b", b: "$INCLUDE a" },
      'b:1:10: $INCLUDE is "a", which is being read already',
    ],
    ["$INCLUDE zone", { zone: "" }, 'zone:1:10: $INCLUDE is "zone", which is being read already'],
  ])("%s", (text, files, expected) => {
    expect(problemsOf(text, { files })).toEqual([expected]);
  });

  test("where nobody gives files", () => {
    const { problems } = readText("$INCLUDE a", { include: undefined as never });
    expect(problems).toMatchObject([{ message: "$INCLUDE has no place here", rule: "include" }]);
  });

  test("more than 16 files deep", () => {
    const files = Object.fromEntries(
      Array.from({ length: 17 }, (_, n) => [`${n}`, `x 1 MX ${n} @\n$INCLUDE ${n + 1}`]),
    );
    const { records, problems } = readText("$INCLUDE 0", { files });
    expect(records).toHaveLength(16);
    expect(problems).toMatchObject([
      { file: "15", line: 2, message: "$INCLUDE is nested more than 16 files deep" },
    ]);
  });

  test("after 10,000 files", () => {
    // Each file includes the next one ten times: 10 + 100 + … files.
    const files = Object.fromEntries(
      Array.from({ length: 15 }, (_, n) => [`${n}`, `$INCLUDE ${n + 1}\n`.repeat(10)]),
    );
    const { problems } = readText("$INCLUDE 0", { files: { ...files, 15: "" } });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]!.message).toBe("$INCLUDE was used more than 10000 times");
  });
});

describe("an included file lies in the folder of the file that names it, or below", () => {
  test.each([
    ["a.zone", "zones/x.zone", "zones/a.zone"],
    ["a.zone", "x.zone", "a.zone"],
    ["sub/a.zone", "zones/x.zone", "zones/sub/a.zone"],
    ["./a.zone", "/zones/x.zone", "/zones/a.zone"],
    ["sub/../a.zone", "zones/x.zone", "zones/a.zone"],
    ["sub//a.zone", "zones/x.zone", "zones/sub/a.zone"],
    ["a", "/x", "/a"],
    ["..a", "zones/x", "zones/..a"],
    ["a.zone", "C:\\zones\\x.zone", "C:\\zones\\a.zone"],
  ])("%s from %s is %s", (path, from, expected) => {
    expect(resolveInclude(path, from)).toBe(expected);
  });

  test.each([
    ["../a.zone", "it leaves the folder of the file that names it"],
    ["sub/../../a.zone", "it leaves the folder of the file that names it"],
    ["../zones/a.zone", "it leaves the folder of the file that names it"],
    ["/etc/passwd", "it is absolute"],
    ["//host/share", "it is absolute"],
    ["C:/a.zone", "it is absolute"],
    ["..\\a.zone", "it has a backslash; folders are separated by /"],
    ["", "it is empty"],
    [".", "it names a folder"],
    ["sub/", "it names a folder"],
    ["sub/..", "it names a folder"],
    ["a\0b", "it has an octet 0"],
  ])("%j is refused", (path, refused) => {
    expect(resolveInclude(path, "zones/x.zone")).toEqual({ refused });
  });
});
