import { createHash } from "node:crypto";
import { canonicalRdata } from "../../dns/canonical.ts";
import { keyOf } from "../../dns/name.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { SOA } from "../type-codes.ts";
import type { Plan } from "./plan.ts";

/**
 * SHA-256 over the RRset changes of a plan, in hexadecimal: two plans have the same digest when they change the same
 * values in the same way. Serials, digests of zones and times have no part in it, so it does not depend on the day or
 * on what else was deployed in between. Undefined where the changes of a zone are not known.
 */
export function planDigest({ zones, removed }: Plan): string | undefined {
  const hash = createHash("sha256");
  const byOrigin = zones.toSorted((a, b) => compare(keyOf(a.zone.origin), keyOf(b.zone.origin)));
  for (const { zone, changes } of byOrigin) {
    if (changes === undefined) return undefined;
    if (changes.length > 0) hash.update(`zone ${hex(keyOf(zone.origin))}\n`);
    for (const { owner, type, added, removed: gone, ttl } of changes) {
      hash.update(`${hex(keyOf(owner))} ${type} ${ttl === undefined ? "" : `${ttl.from}>${ttl.to}`}\n`);
      for (const line of valuesOf(added)) hash.update(`+${line}\n`);
      for (const line of valuesOf(gone)) hash.update(`-${line}\n`);
    }
  }
  for (const origin of removed.map((zone) => hex(keyOf(zone.origin))).sort()) hash.update(`gone ${origin}\n`);
  return hash.digest("hex");
}

function valuesOf(records: readonly ZoneRecord[]): string[] {
  return records
    .map(({ type, ttl, rdata }) => `${ttl} ${hex(withoutSerial(type, canonicalRdata(type, rdata)))}`)
    .sort();
}

/** The serial of a SOA follows from the rest: its five numbers stand at the end, the serial first. */
function withoutSerial(type: number, rdata: string): string {
  return type === SOA ? rdata.slice(0, -20) + rdata.slice(-16) : rdata;
}

function hex(octets: string): string {
  return Buffer.from(octets, "latin1").toString("hex");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
