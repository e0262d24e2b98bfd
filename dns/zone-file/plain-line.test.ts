import fc from "fast-check";
import { expect, test } from "vitest";
import { parseName } from "../name.ts";
import { RECORD_TYPES } from "../records/index.ts";
import { readEntry } from "./entry.ts";
import { nextEntry } from "./next-entry.ts";
import { readZoneFile } from "./read.ts";
import { Reading } from "./reading.ts";

const ORIGIN = parseName("example.com.");

/** What a reader hands over and says of a text. */
function read(text: string, reader = readZoneFile) {
  const records: string[] = [];
  const bytes = Buffer.from(text);
  const problems = reader({ file: "zone", bytes, origin: ORIGIN as never }, (view) => {
    const { wire, ownerLength, rdataStart, rdataEnd, type, ttl, line, column, file } = view;
    const hex = (from: number, to: number) => Buffer.from(wire.subarray(from, to)).toString("hex");
    records.push(
      `${file}:${line}:${column} ${hex(0, ownerLength)} ${ttl} ${type} ${hex(rdataStart, rdataEnd)}`,
    );
  });
  return { records, problems };
}

/** `readZoneFile` without its short ways: every entry is cut into tokens. */
const readByTokens: typeof readZoneFile = (options, onRecord) => {
  const reading = new Reading(options, onRecord);
  while (!reading.isGivenUp && nextEntry(reading.source, reading.tokens)) readEntry(reading);
  reading.end();
  return reading.problems;
};

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

const lines = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 8 }), fc.constantFrom("", "\n", "end 1 A 192.0.2.1\n"))
  .map(([made, end]) => (end === "" ? made.join("").trimEnd() : made.join("") + end));

test("lines are read as they are when they are cut into tokens", () => {
  fc.assert(
    fc.property(lines, (text) => {
      expect(read(text)).toEqual(read(text, readByTokens));
    }),
    { numRuns: 3000 },
  );
});

/** A day that there is or is not, near the ends of months, as a time of an RRSIG has it. */
const time = fc
  .tuple(
    fc.constantFrom(
      "1969",
      "1970",
      "1972",
      "2000",
      "2023",
      "2024",
      "2099",
      "2100",
      "2101",
      "2104",
      "2105",
      "2106",
    ),
    fc.integer({ min: 0, max: 13 }),
    fc.constantFrom(0, 1, 28, 29, 30, 31, 32),
    fc.constantFrom("000000", "235959", "240000", "236000", "235960"),
  )
  .map(
    ([year, month, day, clock]) =>
      `${year}${String(month).padStart(2, "0")}${String(day).padStart(2, "0")}${clock}`,
  );

/** Octets in digits, the last of which may say more than there are octets. */
const base64 = fc
  .tuple(fc.uint8Array({ minLength: 1, maxLength: 9 }), fc.constantFrom("", "A", "B", "Q", "w"))
  .map(([octets, digit]) => {
    const digits = Buffer.from(octets).toString("base64");
    return digit === "" ? digits : digits.replace(/[^=](?==*$)/, digit);
  });

const signature = fc
  .tuple(time, time, base64)
  .map(([until, from, digits]) => `RRSIG A 13 2 300 ${until} ${from} 1 example.com. ${digits}`);

/** Data of every type: its example, and data in which what is rare stands beside what is common. */
const everyData = fc.constantFrom(
  ...RECORD_TYPES.map(({ type, example }) => `${type} ${example}`),
  ...[
    "RRSIG SOA 8 2 4294967295 20000229235959 19700101000000 1 @ AAAA BBBB AA==",
    "RRSIG NSEC3PARAM ED25519 1 1h 21051231235959 21060207062816 0 . AAA=",
    "RRSIG TYPE1 13 3 3600 1785542400 20260230000000 60485 example.com. bfjk",
    "NSEC3 1 1 12 - 2vptu5timamqttgl4luu9kg21e0aor3s",
    "NSEC3 1 0 65535 AABB 2VPTU5TIMAMQTTGL4LUU9KG21E0AOR3S A NS CAA TA",
    "NSEC3 1 0 0 ab 2v CAA A TYPE65534 ALIAS",
    "NSEC \\000.www A NS SOA MX RRSIG NSEC DNSKEY in any",
    "DNSKEY 256 3 RSASHA256 AwEAAc== AwEA",
    "DS 1 8 2 ( AABB CC\n\t DD ) ; words",
    "DS 1 8 2 aab bcc",
    'TXT "a\\"b" "a\\\\b" "\\097" "a\\;b" (\n"x" ; "y"\n) z',
    "AAAA 1:2:3:4:5:6:7::",
    "AAAA ::1:2:3:4:5:6:7",
    "AAAA 1:2:3::4:5:6:7:8",
    "AAAA 1::192.0.2.1",
    "AAAA 12345::",
    "AAAA 1:",
    "AAAA :1",
    "SOA ns host (\n 1 ; serial\n 2h\n 3\r\n 4 5 )",
    "SSHFP 1 1 aabb",
  ],
);
const octet = fc.constantFrom(...' \t\n\r;()"\\@$.:-=0a9Z\u0000\u00ff');

/** What somebody may do to a text with a slip of the hand: an octet more, less or another one. */
const slip = fc.record({ place: fc.nat(), octet, isNew: fc.boolean(), length: fc.nat(2) });

test("data of every type, whole and broken, is read as it is when it is cut into tokens", () => {
  const record = fc.tuple(
    part("", "www", "@", "a.example.net."),
    part(" 60 ", "\t60\tIN\t", " ( 60 "),
    fc.oneof({ arbitrary: everyData, weight: 3 }, signature),
  );
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 1, maxLength: 4 }),
      fc.array(slip, { maxLength: 3 }),
      (records, slips) => {
        const whole = records
          .map((parts) => `${parts.join("")}${parts[1].includes("(") ? " )" : ""}\n`)
          .join("");
        const text = slips.reduce((before, { place, octet, isNew, length }) => {
          const at = place % before.length;
          return before.slice(0, at) + (isNew ? octet : "") + before.slice(at + length);
        }, `first 1 A 192.0.2.1\n${whole}last 1 A 192.0.2.1\n`);
        expect(read(text)).toEqual(read(text, readByTokens));
      },
    ),
    { numRuns: 5000 },
  );
});

test.each<[string, readonly string[]]>([
  [
    "the type goes on",
    ["a 300 IN A 192.0.2.1", "b 300 IN A 192.0.2.2", "c 300 IN AAAA 2001:db8::1", "d 300 IN A 192.0.2.3"],
  ],
  [
    "there is no TTL, or another",
    ["a IN A 192.0.2.1", "b 9 IN A 192.0.2.2", "c IN A 192.0.2.3", "d 99 IN A 192.0.2.4"],
  ],
  ["more blanks follow", ["a A 192.0.2.1", "b A \t192.0.2.2", "c A 192.0.2.3"]],
  ["more blanks follow, before a string", ["a TXT x", "b TXT  y", "c TXT \ty z", "d TXT w"]],
  ["no data follows", ["a A 192.0.2.1", "b A ", "c A ; no data", "d A 192.0.2.3"]],
  [
    "a parenthesis follows",
    ["a A 192.0.2.1", "b A ( 192.0.2.2", ") ", "c A (", "192.0.2.3 )", "d A 192.0.2.4"],
  ],
  [
    "the owner is left out",
    ["a A 192.0.2.1", " A 192.0.2.2", "  A 192.0.2.3", " AAAA 2001:db8::1", "b A 192.0.2.4"],
  ],
  [
    "there are many",
    Array.from({ length: 60 }, (_, index) => `a${index} ${index % 13} IN A 192.0.2.${index}`),
  ],
])("a head that begins as one before is read as it is when it is cut into tokens: %s", (_, lines) => {
  const text = `$TTL 5\n${lines.join("\n")}\n# the last lines are read by tokens\n`;
  expect(read(text)).toEqual(read(text, readByTokens));
  expect(read(text).records.length).toBeGreaterThan(1);
});
