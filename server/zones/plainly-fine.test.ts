import fc from "fast-check";
import { expect, test } from "vitest";
import { recordTypeOf } from "../../dns/records/index.ts";
import { octetsOf } from "../../dns/wire.ts";
import { readZoneFile } from "../../dns/zone-file/read.ts";
import type { RecordView } from "../../dns/zone-file/record-view.ts";
import { nameOf } from "../../test/zone-text.ts";
import { isPlainlyFine } from "./plainly-fine.ts";

/** What is made of the record "TYPE data". */
function madeOf<T>(record: string, look: (view: RecordView) => T): T[] {
  const found: T[] = [];
  const bytes = Buffer.from(`www 60 ${record}\n`);
  const problems = readZoneFile({ file: "zone", bytes, origin: nameOf("example.com.") }, (view) => {
    found.push(look(view));
  });
  expect(problems).toEqual([]);
  return found;
}

const hash = "2vptu5timamqttgl4luu9kg21e0aor3s";
const name = fc.constantFrom(".", "@", "a", "www.example.net.");
const number = fc.constantFrom(0, 1, 10);
const types = fc.subarray(["A", "NSEC", "CAA"]).map((set) => set.join(" "));
const digest = fc.constantFrom(1, 2, 19, 20, 21, 31, 32, 33, 48).map((octets) => "5a".repeat(octets));
const record = fc.oneof(
  fc.tuple(fc.constant("MX"), number, name),
  fc.tuple(fc.constant("SRV"), number, number, number, name),
  fc.tuple(fc.constant("DS"), number, fc.constantFrom(0, 8, 13), fc.nat(7), digest),
  fc.tuple(fc.constant("NSEC"), name, types),
  fc.tuple(
    fc.constant("NSEC3"),
    fc.constantFrom(0, 1, 2),
    fc.constant(0),
    number,
    fc.constantFrom("-", "ab", "5a".repeat(20)),
    fc.constantFrom(hash, hash.slice(8), hash + hash),
    types,
  ),
  fc.constantFrom(["A", "192.0.2.1"], ["CAA", "0 issue ca.example.net"], ["DNSKEY", "256 3 13 AAAA"]),
);

test("what is plainly fine is fine to those who look at all values", () => {
  fc.assert(
    fc.property(record, (fields) => {
      const refusals = madeOf(fields.join(" "), (view) => {
        if (!isPlainlyFine(view)) return undefined;
        const type = recordTypeOf(view.type)!;
        return type.check?.(type.read(octetsOf(view.wire, view.rdataStart, view.rdataEnd)));
      });
      expect(refusals).toEqual([undefined]);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  "MX 10 mail",
  "SRV 0 5 443 host",
  `DS 1 13 2 ${"5a".repeat(32)}`,
  `DS 1 8 1 ${"5a".repeat(20)}`,
  "NSEC next A NSEC",
  `NSEC3 1 0 0 - ${hash} A`,
  `NSEC3 1 1 5 aabb ${hash}`,
])("that is so of what most zones have: %s", (text) => {
  expect(madeOf(text, isPlainlyFine)).toEqual([true]);
});
