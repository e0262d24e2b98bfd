import fc from "fast-check";
import { expect, test } from "vitest";
import { A, AAAA, NSEC, NSEC3 } from "../../dns/type-numbers.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { zoneOf } from "../../test/zone-text.ts";
import { withoutTypes } from "./without-types.ts";

const HASH = "2T7B4G4VSA5SMI47K61MV5BV1A22BOJR";

test.each([
  [NSEC, "b.example. A AAAA RRSIG NSEC TYPE65401", [AAAA], "b.example. A RRSIG NSEC TYPE65401"],
  [NSEC, "b.example. A AAAA RRSIG NSEC TYPE65401", [A, AAAA], "b.example. RRSIG NSEC TYPE65401"],
  [NSEC, "b.example. TXT RRSIG NSEC", [A, AAAA], "b.example. TXT RRSIG NSEC"],
  [NSEC3, `1 0 0 - ${HASH} A AAAA RRSIG TYPE65401`, [A], `1 0 0 - ${HASH} AAAA RRSIG TYPE65401`],
  [NSEC3, `1 1 12 AABBCCDD ${HASH} A MX AAAA RRSIG CAA`, [A, AAAA], `1 1 12 aabbccdd ${HASH} MX RRSIG CAA`],
])("type %i: %s", (type, rdata, without, expected) => {
  const mnemonic = type === NSEC ? "NSEC" : "NSEC3";
  const [record] = zoneOf("example.", `a ${mnemonic} ${rdata}`).records;
  const printed = printRecord({ ...record!, rdata: withoutTypes(type, record!.rdata, without) });
  expect(printed.slice(printed.indexOf(mnemonic) + mnemonic.length + 1).toLowerCase()).toBe(
    expected.toLowerCase(),
  );
});

test("nothing else changes", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom("A", "MX", "TXT", "AAAA", "CAA", "TYPE65401")), (types) => {
      const text = (all: readonly string[]) => `a NSEC b.example. ${[...all, "RRSIG", "NSEC"].join(" ")}`;
      const [record] = zoneOf("example.", text(types)).records;
      const [expected] = zoneOf("example.", text(types.filter((type) => type !== "AAAA"))).records;
      expect(withoutTypes(NSEC, record!.rdata, [AAAA])).toBe(expected!.rdata);
    }),
  );
});
