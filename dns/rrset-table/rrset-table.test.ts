import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameOf } from "../../test/zone-text.ts";
import { packTable, unpackTable } from "./pack-table.ts";
import { coarsen, growTable, isDistinct, mergeTables, NO_ROWS, rowOf } from "./rrset-table.ts";

const A = 1;
const host = (index: number) => nameOf(`h${index}.example.com.`);
const asked = (count: number) => ({ count, last: 494_000, came: 0 });

/** A table of that many RRsets, each asked for up to five thousand times. */
function tableOf(many: number, first = 0) {
  const growing = growTable();
  for (let index = first; index < first + many; index++)
    growing.add(host(index), A, asked(1 + ((index * 37) % 5_000)));
  return growing.table();
}

test("an RRset is found by owner and type, in any case of letters; what is added twice is added up", () => {
  const growing = growTable();
  growing.add(nameOf("www.example.com."), A, { count: 2, last: 7, came: 0 });
  growing.add(nameOf("WWW.example.com."), A, { count: 3, last: 5, came: 4 });
  const table = growing.table();
  expect(rowOf(table, nameOf("www.EXAMPLE.com."), A)).toEqual({ count: 5, last: 7, came: 4 });
  expect(rowOf(table, nameOf("www.example.com."), 28)).toBeUndefined();
  expect(rowOf(NO_ROWS, nameOf("www.example.com."), A)).toBeUndefined();
});

describe("what was asked for is never missed", () => {
  test.each([1, 500, 40_000, 80_000])("of %d RRsets, in 40,000 characters", (many) => {
    const packed = packTable(tableOf(many), 40_000);
    expect(packed.rows.length).toBeLessThanOrEqual(40_000);
    const table = unpackTable(packed)!;
    for (let index = 0; index < many; index += 7) {
      expect(rowOf(table, host(index), A), `h${index}`).toMatchObject({ last: 494_000 });
    }
  });

  test("after tables of other lengths are merged", () => {
    const merged = mergeTables(coarsen(tableOf(100), 24), tableOf(100, 50));
    expect(merged).toMatchObject({ bits: 24, isCounted: true });
    for (let index = 0; index < 150; index++) {
      expect(rowOf(merged, host(index), A)!.count).toBeGreaterThanOrEqual(index >= 50 && index < 100 ? 2 : 1);
    }
  });
});

test.each([
  [2_000, true, true, 0],
  [9_000, false, true, 1],
  [25_000, false, false, 100],
])("with %d RRsets there are counts: %s; rows are hardly shared: %s", (many, counted, distinct, seen) => {
  const table = unpackTable(packTable(tableOf(many), 40_000))!;
  expect([table.isCounted, isDistinct(table)]).toEqual([counted, distinct]);
  let wrong = 0; // of a thousand that nobody asked for
  for (let index = 0; index < 1_000; index++) {
    if (rowOf(table, nameOf(`n${index}.example.com.`), A) !== undefined) wrong += 1;
  }
  expect(wrong).toBeLessThanOrEqual(seen);
});

const numbers = fc.record({
  count: fc.maxSafeNat(),
  last: fc.nat({ max: 2 ** 32 }),
  came: fc.nat({ max: 2 ** 32 }),
});

test("what is packed comes out again", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 2 ** 40 - 1 }), numbers), { maxLength: 40 }), (rows) => {
      const table = { bits: 40, isCounted: true, rows: new Map(rows) };
      expect(unpackTable(JSON.parse(JSON.stringify(packTable(table, 1_000_000))))).toEqual(table);
    }),
  );
});

const GOOD = packTable(tableOf(3), 1_000);
test.each<[string, unknown]>([
  ["nothing", undefined],
  ["text", "bits"],
  ["too many bits", { ...GOOD, bits: 41 }],
  ["no rows", { bits: 40, counted: true }],
  ["what is not deflated", { ...GOOD, rows: "////" }],
  ["digests longer than they are said to be", { ...GOOD, bits: 8 }],
  ["columns that are not there", { ...GOOD, counted: false }],
])("%s is no table", (_, value) => {
  expect(unpackTable(value)).toBeUndefined();
});

test("any octets are read without an error", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => {
      unpackTable({ bits: 40, counted: true, rows: Buffer.from(octets).toString("base64") });
    }),
  );
});
