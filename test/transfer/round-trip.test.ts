import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalRdata } from "../../dns/canonical.ts";
import { keyOf, printName } from "../../dns/name.ts";
import { RRSIG } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { makeUniverse } from "../differential/make-universe.ts";
import { printZone } from "../differential/print-zone.ts";
import { queryOf, tablesOf } from "../serve-text.ts";
import { nameOf, zoneOf } from "../zone-text.ts";
import { recordsOf, respondFrom, takeMessages } from "./take-transfer.ts";

test("what goes out by AXFR is what the zone file has: SOA first and last, every record once (RFC 5936 §2.2)", () => {
  fc.assert(
    fc.property(fc.nat(0xffff), fc.nat(200), fc.boolean(), (seed, number, rooted) => {
      const { zones } = makeUniverse(seed, number, rooted);
      const texts = Object.fromEntries(zones.map((zone) => [printName(zone.origin), printZone(zone)]));
      const respond = respondFrom(tablesOf(texts));
      for (const [origin, text] of Object.entries(texts)) {
        const messages = takeMessages(respond, queryOf(`${origin} AXFR`));
        const [soa = "", ...rest] = recordsOf(messages);
        expect(rest.pop()).toBe(soa);
        expect(linesOf(origin, [soa, ...rest].join("\n"))).toEqual(expected(zoneOf(origin, text).records));
      }
    }),
    { numRuns: 60 },
  );
});

test.each(["rfc4035-a", "rfc5155-a"])("signatures and denials of %s go out, too", (name) => {
  const text = readFileSync(join(import.meta.dirname, `../zones/${name}.zone`), "latin1");
  const respond = respondFrom(tablesOf({ "example.": text }));
  const lines = recordsOf(takeMessages(respond, queryOf("example. AXFR"))).slice(0, -1);
  expect(linesOf("example.", lines.join("\n"))).toEqual(expected(zoneOf("example.", text).records));
});

/** Records in a form in which those that are the same are equal. */
function linesOf(origin: string, text: string): string[] {
  const { records, problems } = parseZoneFile({
    file: "axfr",
    bytes: Buffer.from(text),
    origin: nameOf(origin),
  });
  expect(problems).toEqual([]);
  return records.map((record) => line(record, record.ttl)).sort();
}

/** What stands twice is one record, and an RRset has its lowest TTL, RRSIGs that of what they cover. */
function expected(records: readonly ZoneRecord[]): string[] {
  const ttls = new Map<string, number>();
  for (const record of records) {
    const set = `${keyOf(record.owner)} ${record.type}`;
    ttls.set(set, Math.min(ttls.get(set) ?? record.ttl, record.ttl));
  }
  const lines = records.map((record) => {
    const { owner, type, rdata } = record;
    const covered = type === RRSIG ? (rdata.charCodeAt(0) << 8) | rdata.charCodeAt(1) : type;
    return line(record, ttls.get(`${keyOf(owner)} ${covered}`) ?? ttls.get(`${keyOf(owner)} ${type}`)!);
  });
  return [...new Set(lines)].sort();
}

function line({ owner, type, rdata }: ZoneRecord, ttl: number): string {
  const octets = Buffer.from(canonicalRdata(type, rdata), "latin1").toString("hex");
  return `${printName(keyOf(owner))} ${ttl} ${type} ${octets}`;
}
