import { expect } from "vitest";
import type { Name } from "../dns/name.ts";
import { parseZoneFile } from "../dns/zone-file/parse.ts";
import { makePlan, type Plan } from "../src/plan/plan.ts";
import { DEFAULT_CONFIG } from "../src/source/config.ts";
import type { SourceZone } from "../src/source/source-zone.ts";

/** The zone of `BASE`. */
export const COM = "\x07example\x03com\0" as Name;

/** What is published. */
export const BASE = `
@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 900
@ 3600 NS ns1
@ 3600 MX 10 mail
@ 300 TXT "v=spf1 mx -all"
@ 300 CAA 0 issue "ca.test"
ns1 A 192.0.2.53
mail A 192.0.2.25
www 86400 A 192.0.2.1
alias CNAME old
old A 192.0.2.9
_dmarc TXT "v=DMARC1; p=reject"
k._domainkey TXT "v=DKIM1; p=AAAA"
child NS ns.example.net.
child DS 60485 13 2 ${"ab".repeat(32)}
`;

/** A zone from the text of a zone file. */
export function zoneOf(text: string, origin = COM): SourceZone {
  const { records, problems } = parseZoneFile({
    file: "z",
    bytes: Buffer.from(text),
    origin,
    defaultTtl: 300,
  });
  expect(problems).toEqual([]);
  return {
    origin,
    file: "z",
    config: DEFAULT_CONFIG,
    records: records.map((record) => ({ ...record, nameAt: record.at })),
  };
}

/** The plan from one content of the zone to another. */
export function planned(after: string, before = BASE, now = "2026-11-22"): Plan {
  const { records } = zoneOf(before);
  const shown = [{ by: "build", kind: "serial", serial: 2026010100 } as const];
  return makePlan([zoneOf(after)], () => ({ records, shown }), [], new Date(now));
}
