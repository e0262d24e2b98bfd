import fc from "fast-check";
import { expect, test } from "vitest";
import { nameOf } from "../../test/zone-text.ts";
import { parseLooks, printLooks } from "./looks-file.ts";

const times = fc
  .tuple(fc.nat(2 ** 31), fc.nat(2 ** 31), fc.constantFrom("drift", "dnssec"))
  .map(([a, b, by]) => ({
    since: new Date(Math.min(a, b) * 1_000),
    last: new Date(Math.max(a, b) * 1_000),
    by,
  }));
const ds = fc
  .uint8Array({ minLength: 5, maxLength: 52 })
  .map((octets) => Buffer.from(octets).toString("latin1"));
const without = fc
  .tuple(fc.string(), fc.ipV4(), fc.boolean(), fc.nat(), times)
  .map(([name, address, isBehind, patience, each]) => ({ name, address, isBehind, patience, ...each }));
const looks = fc.record(
  {
    keys: fc.tuple(fc.nat(), times).map(([counter, each]) => ({ counter, ...each })),
    ds: fc.tuple(fc.array(ds), fc.nat(), times).map(([set, ttl, each]) => ({ set, ttl, ...each })),
    unsigned: fc.array(without, { minLength: 1, maxLength: 2 }),
    dsTtl: fc.nat(),
  },
  { requiredKeys: [] },
);

test("what was looked at is read as it was written", () => {
  fc.assert(
    fc.property(looks, looks, (one, two) => {
      const all = new Map([
        [nameOf("example.com."), one],
        [nameOf("example.net."), two],
      ]);
      expect(parseLooks(printLooks(all))).toEqual(all);
    }),
  );
});

test("whatever stands there is read without an error", () => {
  fc.assert(
    fc.property(fc.json(), fc.json(), (some, more) => {
      parseLooks(some);
      parseLooks(`{"zones":{"example.com.":{"keys":${some},"ds":${more},"unsigned":[${some}]}}}`);
    }),
  );
});

const KEYS = { counter: 3, since: "2026-11-30T12:00:00.000Z", last: "2026-11-30T13:00:00.000Z", by: "drift" };

test.each<[what: string, keys: object]>([
  ["a time that is none", { ...KEYS, since: "yesterday" }],
  ["a last look before the first", { ...KEYS, since: "2026-12-30T12:00:00.000Z" }],
  ["a counter that is none", { ...KEYS, counter: -1 }],
  ["nobody who looked", { ...KEYS, by: undefined }],
])("%s was not looked at", (_, keys) => {
  const read = (seen: object) => parseLooks(JSON.stringify({ zones: { "example.com.": { keys: seen } } }));
  expect(read(keys)?.get(nameOf("example.com."))).toEqual({});
  expect(read(KEYS)?.get(nameOf("example.com."))?.keys?.counter).toBe(3);
});
