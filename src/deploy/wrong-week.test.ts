import { expect, test } from "vitest";
import { windowStart } from "../../dns/signing/window.ts";
import { SOA } from "../../dns/type-numbers.ts";
import { signedExample } from "../../test/dnssec/signed-example.ts";
import { nameOf } from "../../test/zone-text.ts";
import { renderZone } from "../render/render-zone.ts";
import { signedZone } from "../render/signed-zone.ts";
import { printRecords } from "../verify/print-answer.ts";
import type { Miss } from "../verify/types.ts";
import { wrongPaths } from "./prove-outside.ts";

const SOURCE = signedExample(); // its base is 2970
const FILE = 700;
const ZONE = renderZone(SOURCE, FILE);
const NOW = windowStart(2975) + 86_400;

/** What is said of an address that answers the SOA with a serial, instead of that of the file. */
function said(serial: number, zone = SOURCE.origin): string {
  const soa = signedZone(SOURCE, serial, 2970).records.filter(({ type }) => type === SOA);
  const miss: Miss = {
    ...{ zone, name: zone, type: SOA, kind: "newer-serial", attempts: 1, milliseconds: 1 },
    ...{ expected: "", got: printRecords(soa) },
  };
  const path = {
    ...{ nameserver: { name: "ns1.", address: "192.0.2.53", port: 53 }, transport: "udp" as const },
    ...{
      client: { kind: "built-in" as const, version: "" },
      asked: 2,
      passed: 1,
      serials: [],
      misses: [miss],
    },
    ...{ notes: [], milliseconds: { median: 1, slowest: 1 }, answeredBy: [], truncated: 0, instead: 0 },
  } as const;
  return wrongPaths([path], [ZONE], NOW)[0]!;
}

test.each([
  ["weeks ahead", FILE + 9, "2027-02-04"],
  ["weeks behind", FILE + 1, "2026-12-10"],
  ["before the keys were there", FILE, "2026-12-03"],
])("a serial of a week that is not about now is a wrong clock's: %s", (_, serial, day) => {
  expect(said(serial)).toBe(
    `ns1. (192.0.2.53) over UDP answers 1 of 2 questions as expected: newer serial; the clock of a machine there is wrong, for example.com. is signed for the week of ${day} instead of 2027-01-07`,
  );
});

test.each<[string, number, ReturnType<typeof nameOf>?]>([
  ["that is no week's of this release", FILE + 260],
  ["before all of them", FILE - 1],
  ["of a zone that nobody signs", FILE + 9, nameOf("example.org.")],
])("a serial %s is a newer serial and no more", (_, serial, zone) => {
  expect(said(serial, zone)).toMatch(/: newer serial$/);
});
