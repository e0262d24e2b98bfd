// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how $GENERATE writes its places for the number
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { childOf, type Name, parseName, ROOT } from "../name.ts";
import { recordTypeNamed } from "../records/index.ts";
import type { ZoneRecord } from "../zone.ts";
import { parseRecord, parseZoneFile } from "./parse.ts";
import { printRecord, sortRecords } from "./print.ts";

describe("parse(print(zone)) is the zone", () => {
  test("for random zones with nasty octets in names and data", () => {
    fc.assert(
      fc.property(
        fc.array(anyRecord, { maxLength: 20 }),
        fc.constantFrom("\n", "\r\n", "\r"),
        (records, end) => {
          const bytes = Buffer.from(records.map(printRecord).join(end), "latin1");
          const { records: read, problems } = parseZoneFile({ file: "zone", bytes });
          expect(problems).toEqual([]);
          expect(read.map(({ at: _, ...record }) => record)).toEqual(records);
          expect(read.map(({ at }) => at)).toEqual(
            records.map((_, index) => ({ file: "zone", line: index + 1, column: 1 })),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  test("also line by line", () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        expect(parseRecord(printRecord(record))).toEqual(record);
      }),
    );
  });
});

describe("any bytes give records or problems", () => {
  const read = (bytes: Uint8Array): void => {
    const include = (path: string): { file: string; bytes: Uint8Array } => ({ file: path, bytes });
    const { records, problems } = parseZoneFile({
      file: "zone",
      bytes,
      origin: nameOf("example.com."),
      include,
    });
    for (const record of records) {
      expect(record.ttl).toBeGreaterThanOrEqual(0);
      expect(parseRecord(printRecord(record))).toEqual({
        owner: record.owner,
        type: record.type,
        ttl: record.ttl,
        rdata: record.rdata,
      });
    }
    for (const { line, column, message, help, rule } of problems) {
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
      expect(message).toMatch(/^[^a-z].*[^.]$/);
      expect(help).toMatch(/^[A-Z`].*[.`]$/s);
      expect(rule).toMatch(/^[a-z0-9-]+$/);
    }
  };

  test("of any kind", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), read));
  });

  test("that look like a zone file", () => {
    const piece = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom(
          " ",
          "\n",
          "\t",
          "a",
          "@",
          "60",
          "IN",
          "(",
          ")",
          '"',
          ";",
          "\\",
          "$",
          "\r",
        ),
      },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          "\n$ORIGIN ",
          "\n$TTL ",
          "\n$INCLUDE ",
          "\n$GENERATE 1-3 ",
          "\n$GENERATE 0-9/3 ${1,2,n} ",
          "SOA ",
          "TXT ",
          "A ",
          "\\# 4 ",
          "TYPE65280 ",
        ),
      },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          "192.0.2.1",
          "c0000201",
          "example.com.",
          "a.b",
          "..",
          "\\255",
          "\\000",
          "1h30m",
          "CH ",
          "\0",
          "${",
          "\ufeff",
        ),
      },
      {
        weight: 1,
        arbitrary: fc.uint8Array({ maxLength: 3 }).map((octets) => Buffer.from(octets).toString("latin1")),
      },
    );
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join(""), "latin1"));
    fc.assert(fc.property(text, read), { numRuns: 2000 });
  });

  test("that were a zone file before something happened to them", () => {
    const good = Buffer.from(WHOLE_ZONE);
    const damaged = fc
      .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((changes) => {
        const bytes = Buffer.from(good);
        for (const [at, octet] of changes) bytes[at] = octet;
        return bytes;
      });
    fc.assert(fc.property(damaged, read), { numRuns: 2000 });
    fc.assert(fc.property(fc.nat(good.length), (length) => read(good.subarray(0, length))));
  });
});

const WHOLE_ZONE = `$ORIGIN example.com.
$TTL 1h
@ IN SOA ns1 hostmaster ( 1 7200 ; refresh
  900 1209600 300 )
  NS ns1
  TXT "quoted \\"text\\" \\255" word
ns1 300 IN A 192.0.2.1
$GENERATE 1-3 host\${0,3} A 192.0.2.$
x TYPE65280 \\# 3 0a0b0c
$INCLUDE other sub
y MX 10 mail.example.net. ; end
`;

describe("one record in a line", () => {
  test.each([
    [
      "www.example.com. 60 IN A 192.0.2.1",
      { owner: nameOf("www.example.com."), type: 1, ttl: 60, rdata: "\xc0\0\x02\x01" },
    ],
    [
      "example.com.\t\t3600\tIN\tNS\tns1.example.com.",
      { owner: nameOf("example.com."), type: 2, ttl: 3600, rdata: nameOf("ns1.example.com.") },
    ],
    [". 0 CLASS1 TYPE65280 \\# 1 ff\n", { owner: ROOT, type: 65280, ttl: 0, rdata: "\xff" }],
  ])("%j", (line, record) => {
    expect(parseRecord(line)).toEqual(record);
  });

  test.each([
    ["", "Found 0 records; expected one"],
    ["; nothing", "Found 0 records; expected one"],
    ["a. 1 A 192.0.2.1\nb. 1 A 192.0.2.1", "Found 2 records; expected one"],
    ["a 1 A 192.0.2.1", 'Owner is "a", without a final dot, and there is no origin'],
    ["a. A 192.0.2.1", "TTL is missing, and nothing sets a default"],
    ["a. 1 A 192.0.2.256", /^A is "192.0.2.256"/],
    ["$INCLUDE /etc/passwd", "$INCLUDE has no place here"],
  ])("%j is a problem", (line, message) => {
    expect(parseRecord(line)).toMatchObject({
      severity: "error",
      message: typeof message === "string" ? message : expect.stringMatching(message),
    });
  });
});

describe("records are printed", () => {
  test("with their type's number and octets where the type is not in the table, or does not allow the data", () => {
    const owner = nameOf("a.");
    expect(printRecord({ owner, type: 65280, ttl: 1, rdata: "\x0a\xff" })).toBe(
      "a. 1 IN TYPE65280 \\# 2 0aff",
    );
    expect(printRecord({ owner, type: 65280, ttl: 1, rdata: "" })).toBe("a. 1 IN TYPE65280 \\# 0");
    expect(printRecord({ owner, type: 1, ttl: 1, rdata: "\x0a" })).toBe("a. 1 IN A \\# 1 0a");
  });

  test("in the order of owner, type and canonical data (RFC 4034 §6)", () => {
    const lines = [
      "example.com. 1 IN A 192.0.2.9",
      "EXAMPLE.com. 1 IN A 192.0.2.10",
      "example.com. 1 IN NS a.example.com.",
      "example.com. 1 IN NS B.example.com.",
      "example.com. 1 IN NS c.example.com.",
      'example.com. 1 IN TXT "B"',
      'example.com. 1 IN TXT "a"',
      'example.com. 1 IN TXT "aa"',
      'a.example.com. 1 IN TXT ""',
      "z.a.example.com. 1 IN A 192.0.2.1",
      "b.example.com. 1 IN A 192.0.2.1",
    ];
    const records = lines.map((line) => parseRecord(line) as ZoneRecord); // all of them are records
    expect(sortRecords(records.toReversed()).map(printRecord)).toEqual(lines);
  });

  test("and only the TTL or the case of a canonical name apart, they are equal", () => {
    const [a, b] = ["a. 1 MX 10 Mail.", "A. 2 MX 10 mAIL."].map((line) => parseRecord(line) as ZoneRecord);
    expect(sortRecords([a!, b!])).toEqual([a, b]); // equal ones stay in their order
    expect(sortRecords([b!, a!])).toEqual([b, a]);
    const [c, d] = ["a. 1 SVCB 1 Svc.", "a. 1 SVCB 1 svc."].map((line) => parseRecord(line) as ZoneRecord);
    expect(sortRecords([d!, c!])).toEqual([c, d]);
  });
});

const octets = (minimum: number, maximum: number) =>
  fc
    .array(fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('.\\"();@$ *\n\r\t\0az09'))), {
      minLength: minimum,
      maxLength: maximum,
    })
    .map((bytes) => Buffer.from(bytes).toString("latin1"));

const anyName = fc
  .array(octets(1, 20), { maxLength: 5 })
  .map((labels) => labels.reduceRight<Name>((name, label) => childOf(label, name), ROOT));

const anyData = fc.oneof(
  octets(4, 4).map((rdata) => ({ type: 1, rdata })),
  octets(16, 16).map((rdata) => ({ type: 28, rdata })),
  anyName.map((rdata) => ({ type: 5, rdata: rdata as string })),
  fc
    .tuple(octets(2, 2), anyName)
    .map(([preference, exchange]) => ({ type: 15, rdata: preference + exchange })),
  fc.array(octets(0, 255), { minLength: 1, maxLength: 3 }).map((strings) => ({
    type: 16,
    rdata: recordTypeNamed("TXT")!.write(
      Object.fromEntries(recordTypeNamed("TXT")!.names.map((name) => [name, strings])),
    ),
  })),
  fc
    .tuple(anyName, anyName, octets(20, 20))
    .map(([mname, rname, numbers]) => ({ type: 6, rdata: mname + rname + numbers })),
  octets(0, 300).map((rdata) => ({ type: 65280, rdata })),
);

const anyRecord: fc.Arbitrary<ZoneRecord> = fc
  .tuple(anyName, fc.integer({ min: 0, max: 2 ** 31 - 1 }), anyData)
  .map(([owner, ttl, { type, rdata }]) => ({ owner, type, ttl, rdata }));

function nameOf(text: string): Name {
  return parseName(text) as Name; // all of them are names
}

describe("ALIAS, which is of no registry", () => {
  const rdata = "\x03web\x07example\x03net\0";
  test.each([
    ["a. 60 IN ALIAS web.example.net."],
    ["a. 60 IN aname web.example.net."],
    ["a. 60 IN TYPE65401 web.example.net."],
    ["a. 60 IN TYPE65401 \\# 17 03776562076578616d706c65036e657400"],
  ])("%s", (line) => {
    expect(parseRecord(line)).toMatchObject({ type: 65401, rdata });
  });

  test("is written in octets, which every program reads (RFC 3597 §5)", () => {
    expect(printRecord({ owner: "\x01a\0" as Name, ttl: 60, type: 65401, rdata })).toBe(
      "a. 60 IN TYPE65401 \\# 17 03776562076578616d706c65036e657400",
    );
  });
});
