import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareNames, keyOf, type Name, parseName } from "../../dns/name.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import type { PlacedRecord } from "../source/source-zone.ts";
import { changesBetween, countRrsets } from "./changes.ts";

const ORIGIN = "\x07example\x03com\0" as Name;

const zone = (text: string) => ({
  origin: ORIGIN,
  records: parseZoneFile({ file: "test", bytes: Buffer.from(text), origin: ORIGIN, defaultTtl: 300 }).records,
});

const BASE = `
@ SOA ns1 hostmaster 1 2 3 4 5
@ NS ns1
@ 300 MX 10 mx1
@ 300 MX 20 mx2
www A 192.0.2.1
`;

test.each([
  ["nothing", BASE, []],
  ["nothing when only the serial differs", BASE.replace(" 1 2 3 4 5", " 9 2 3 4 5"), []],
  ["nothing when a digest was added", `${BASE}@ ZONEMD 1 1 1 ${"ab".repeat(48)}\n`, []],
  ["nothing when the case of an owner differs", BASE.replace("www", "WWW"), []],
  ["a timer of the SOA", BASE.replace(" 1 2 3 4 5", " 1 2 3 4 60"), ["changed example.com. SOA +1 -1"]],
  ["a new name", `${BASE}api A 192.0.2.2\n`, ["added api.example.com. A +1 -0"]],
  ["a name that goes", BASE.replace(/^www.*$/m, ""), ["removed www.example.com. A +0 -1"]],
  ["one value of two", BASE.replace("20 mx2", "20 mx3"), ["changed example.com. MX +1 -1"]],
  ["a TTL", BASE.replaceAll("300 MX", "60 MX"), ["changed example.com. MX +0 -0 ttl 300 -> 60"]],
  [
    "several, in canonical order",
    `${BASE.replace("192.0.2.1", "192.0.2.9")}*.www A 192.0.2.3\n@ TXT new\n`,
    ["added example.com. TXT +1 -0", "changed www.example.com. A +1 -1", "added *.www.example.com. A +1 -0"],
  ],
])("%s", (_, after, expected) => {
  expect(changesBetween(zone(BASE), zone(after)).map(show)).toEqual(expected);
});

describe("a value that comes or goes, and a TTL that changes, has its place", () => {
  const at = (line: number, column: number, file = "base") => ({ file, line, column });
  const ADDRESS = { owner: `\x03www${ORIGIN}` as Name, type: 1, rdata: "\xc0\x00\x02\x01", ttl: 300 };
  const only = (before: readonly PlacedRecord[], after: readonly PlacedRecord[]) =>
    changesBetween({ records: before }, { records: after }).map(({ added, removed, ttl }) => ({
      added: added.map((record) => record.at),
      removed: removed.map((record) => record.at),
      ...ttl,
    }));

  test.each<[string, PlacedRecord[], PlacedRecord[], object]>([
    ["that goes: where it was", [{ ...ADDRESS, at: at(7, 3) }], [], { added: [], removed: [at(7, 3)] }],
    ["that comes: where it is", [], [{ ...ADDRESS, at: at(9, 3) }], { added: [at(9, 3)], removed: [] }],
    [
      "that is replaced: both",
      [{ ...ADDRESS, at: at(7, 3) }],
      [{ ...ADDRESS, rdata: "\xc0\x00\x02\x02", at: at(8, 3, "head") }],
      { added: [at(8, 3, "head")], removed: [at(7, 3)] },
    ],
    [
      "with a TTL: where that is written, before and after",
      [{ ...ADDRESS, at: at(7, 3), ttlAt: at(5, 8) }],
      [{ ...ADDRESS, ttl: 60, at: at(9, 3, "head"), ttlAt: at(8, 8, "head") }],
      { added: [], removed: [], from: 300, to: 60, fromAt: at(5, 8), toAt: at(8, 8, "head"), isOfKept: true },
    ],
    [
      "with a default TTL: the place of the record",
      [{ ...ADDRESS, at: at(7, 3) }],
      [{ ...ADDRESS, ttl: 60, at: at(9, 3, "head"), ttlAt: at(8, 8, "head") }],
      { added: [], removed: [], from: 300, to: 60, fromAt: at(7, 3), toAt: at(8, 8, "head"), isOfKept: true },
    ],
    [
      "which a nameserver gave: none",
      [ADDRESS],
      [{ ...ADDRESS, ttl: 60, at: at(9, 3, "head") }],
      { added: [], removed: [], from: 300, to: 60, toAt: at(9, 3, "head"), isOfKept: true },
    ],
    [
      "together with the only value: no value stays",
      [ADDRESS],
      [{ ...ADDRESS, ttl: 60, rdata: "\xc0\x00\x02\x02" }],
      { added: [undefined], removed: [undefined], from: 300, to: 60, isOfKept: false },
    ],
  ])("%s", (_, before, after, expected) => {
    expect(only(before, after)).toEqual([expected]);
  });
});

function show(change: ReturnType<typeof changesBetween>[number]): string {
  const { owner, type, kind, added, removed, ttl } = change;
  const [name, , , mnemonic] = printRecord({
    owner,
    type,
    ttl: 0,
    rdata: (added[0] ?? removed[0] ?? zone(BASE).records.find((r) => r.type === type))!.rdata,
  }).split(/\s+/);
  return `${kind} ${name} ${mnemonic} +${added.length} -${removed.length}${ttl === undefined ? "" : ` ttl ${ttl.from} -> ${ttl.to}`}`;
}

test("RRsets are counted in whatever order the records stand, and the digest is not", () => {
  const record = fc
    .record({ owner: fc.constantFrom("a.", "A.", "b.", "c.b."), type: fc.constantFrom(1, 16, 63) })
    .map(({ owner, type }) => ({ owner: parseName(owner) as Name, type, ttl: 300, rdata: "" }));
  fc.assert(
    fc.property(fc.array(record, { maxLength: 8 }), (records) => {
      const rrsets = records
        .filter(({ type }) => type !== 63)
        .map(({ owner, type }) => `${keyOf(owner)}${type}`);
      expect(countRrsets(records)).toBe(new Set(rrsets).size);
      const inOrder = records.toSorted((a, b) => compareNames(a.owner, b.owner));
      expect(countRrsets(inOrder)).toBe(new Set(rrsets).size);
    }),
  );
});
