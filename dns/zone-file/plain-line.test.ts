import fc from "fast-check";
import { expect, test } from "vitest";
import { parseName } from "../name.ts";
import { readZoneFile } from "./read.ts";

const ORIGIN = parseName("example.com.");

/** What a reader hands over and says of a text. */
function read(lines: readonly string[]) {
  const records: string[] = [];
  const options = { file: "zone", bytes: Buffer.from(lines.join("")), origin: ORIGIN as never };
  const problems = readZoneFile(options, ({ wire, ownerLength, rdataStart, rdataEnd, ...view }) => {
    const hex = (from: number, to: number) => Buffer.from(wire.subarray(from, to)).toString("hex");
    const { type, ttl, line, column, file } = view;
    records.push(
      `${file}:${line}:${column} ${hex(0, ownerLength)} ${ttl} ${type} ${hex(rdataStart, rdataEnd)}`,
    );
  });
  return { records, problems };
}

/** The same text, but with a comment in each line: such lines are read by tokens. */
const withComments = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/\r?\n$|\r$/, (end) => ` ;${end}`));

const part = (...words: readonly string[]) => fc.constantFrom(...words);
const blank = part(" ", "\t", "  ", " \t ");
const name = fc.oneof(
  part(
    "@",
    "www",
    "a.b",
    "host.example.net.",
    ".",
    "*.x",
    "_25._tcp",
    "a..b",
    "x.",
    "-",
    "a\\.b",
    "a\\046b",
    "ü",
    "A-b.C.",
  ),
  fc.constantFrom(62, 63, 64).map((length) => "a".repeat(length)),
  fc.constantFrom(63, 64).map((length) => `${"a".repeat(length)}.`),
  fc.constantFrom(125, 126).map((labels) => `aa.${"a.".repeat(labels)}`), // 256 octets are too many
  fc.constantFrom(119, 120).map((labels) => `${"a.".repeat(labels)}aa`),
  fc.constantFrom(126, 127, 128).map((labels) => "a.".repeat(labels)), // 255 octets are the most
  fc.constantFrom(120, 121, 122).map((labels) => "a.".repeat(labels).slice(0, -1)),
);
const head = fc
  .array(part("300", "0", "007", "2147483647", "2147483648", "1h", "IN", "in", "CLASS1", "CH", "-1"), {
    maxLength: 3,
  })
  .map((words) => words.join(" "));
const string = fc.oneof(
  part(
    '"a b"',
    '""',
    "word",
    '"semi;colon"',
    '"back\\"slash"',
    '"ü"',
    '"open',
    "w.d",
    "@",
    '"a""b"',
    "a\\010b",
    '"(x)"',
  ),
  fc.integer({ min: 254, max: 257 }).map((length) => `"${"x".repeat(length)}"`),
  fc.integer({ min: 254, max: 257 }).map((length) => "x".repeat(length)),
);
const number = part("0", "10", "00010", "65535", "65536", "0000000010", "00000000000010", "1.", "x");
const address = part(
  "192.0.2.1",
  "0.0.0.0",
  "256.1.1.1",
  "01.2.3.4",
  "1.2.3",
  "1.2.3.4.5",
  "1.2.3.4x",
  '"192.0.2.1"',
);
const long = part(
  "2001:db8::1",
  "::",
  "::1",
  "1:2:3:4:5:6:7:8",
  "1:2:3:4:5:6:7:8:9",
  "::ffff:192.0.2.1",
  "fe80::1%e",
  "1::2::3",
  "G::",
);
const data = fc.oneof(
  fc.tuple(part("A"), address),
  fc.tuple(part("AAAA"), long),
  fc.tuple(part("CNAME", "NS", "PTR", "DNAME", "cname"), name),
  fc.tuple(part("MX"), number, blank, name),
  fc.tuple(part("SRV"), number, blank, number, blank, number, blank, name),
  fc.tuple(
    part("TXT", "SPF"),
    fc.array(string, { maxLength: 4 }).map((strings) => strings.join(" ")),
  ),
  fc.tuple(part("A", "TXT", "TYPE1", "TYPE65280", "NSEC3"), part("\\# 4 c0000201", "\\# 0", "")),
  fc.tuple(part("SOA"), part("ns host 1 2 3 4 5", "ns host 1 2 3 4 (", ")")),
);
const line = fc
  .tuple(
    fc.oneof(
      name,
      part("", " ", "\t", '"www"', "$TTL 60\nwww", "$ORIGIN sub", "; words\n", "(", "\u0000", "\ufeffx"),
    ),
    fc.oneof({ arbitrary: blank, weight: 20 }, { arbitrary: part(""), weight: 1 }),
    head,
    blank,
    data.map(([type, ...fields]) => `${type} ${fields.join("")}`),
    part("", "", "", " ", "\t", " x", " (", " )", " ; words"),
    part("\n", "\n", "\n", "\r\n", "\r"),
  )
  .map((parts) => parts.join(""));

test("a line is read as it is with a comment behind it, which is read by tokens", () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), fc.boolean(), (made, isEnded) => {
      const lines = isEnded ? made : [...made.slice(0, -1), made.at(-1)!.trimEnd()];
      expect(read(lines)).toEqual(read(withComments(lines)));
    }),
    { numRuns: 3000 },
  );
});
