import { createHash } from "node:crypto";
import { canonicalRdata } from "../../dns/canonical.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { RrsetChange } from "./changes.ts";
import type { Plan } from "./plan.ts";

/** Changes of zones by value, and the zones that go. */
export interface DigestedChanges {
  readonly zones: readonly { readonly origin: Name; readonly changes: readonly RrsetChange[] }[];
  readonly removed: readonly { readonly origin: Name }[];
}

/** The digest of a plan's changes. Undefined where the changes of a zone are not known. */
export function planDigest({ zones, removed }: Plan): string | undefined {
  const known = zones.flatMap(({ zone: { origin }, changes }) =>
    changes === undefined ? [] : [{ origin, changes }],
  );
  return known.length < zones.length ? undefined : changesDigest({ zones: known, removed });
}

/**
 * SHA-256 over RRset changes, in hexadecimal: two plans have the same digest when they change the same values in the
 * same way. Serials, digests of zones and times have no part in it, so it does not depend on the day or on what else
 * was deployed in between.
 */
export function changesDigest({ zones, removed }: DigestedChanges): string {
  const hash = createHash("sha256");
  const byOrigin = zones.toSorted((a, b) => compare(keyOf(a.origin), keyOf(b.origin)));
  for (const { origin, changes } of byOrigin) {
    if (changes.length > 0) hash.update(`zone ${hex(keyOf(origin))}\n`);
    for (const { owner, type, kind, added, removed: gone, ttl } of changes.toSorted(compareChanges)) {
      hash.update(
        `${hex(keyOf(owner))} ${type} ${kind} ${ttl === undefined ? "" : `${ttl.from}>${ttl.to}`}\n`,
      );
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

function compareChanges(a: RrsetChange, b: RrsetChange): number {
  return compare(keyOf(a.owner), keyOf(b.owner)) || a.type - b.type;
}

function hex(octets: string): string {
  return Buffer.from(octets, "latin1").toString("hex");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
