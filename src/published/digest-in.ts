import { decode } from "../../dns/records/index.ts";
import { ZONEMD } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { CONTENT } from "../../dns/zonemd.ts";
import type { ShownDigest } from "../serial/shown.ts";

const SIMPLE = 1; // the ZONEMD scheme (RFC 8976 §2.2.2)

/**
 * The digest by which a zone with this serial is known, if there is one whose algorithm we know: that of the scheme `CONTENT`,
 * otherwise of SIMPLE.
 */
export function digestIn(records: readonly ZoneRecord[], serial: number): ShownDigest | undefined {
  return contentDigestIn(records, serial) ?? digestOf(SIMPLE, records, serial);
}

/** The digest of what stands in git, of a zone that our nameservers sign. */
export function contentDigestIn(records: readonly ZoneRecord[], serial: number): ShownDigest | undefined {
  return digestOf(CONTENT, records, serial);
}

/** The zone is signed by a nameserver of ours: it has a digest of what stands in git, for whichever serial. */
export function hasContentDigest(records: readonly ZoneRecord[]): boolean {
  return records.some(({ type, rdata }) => type === ZONEMD && rdata.charCodeAt(4) === CONTENT);
}

function digestOf(scheme: number, records: readonly ZoneRecord[], serial: number): ShownDigest | undefined {
  for (const { type, rdata } of records) {
    if (type !== ZONEMD) continue;
    const zonemd = decode(ZONEMD, rdata);
    if (zonemd.type !== "ZONEMD" || zonemd.serial !== serial || zonemd.scheme !== scheme) continue;
    const algorithm = zonemd.hash_algorithm;
    if (algorithm === 1 || algorithm === 2) {
      return { algorithm, digest: zonemd.digest };
    }
  }
  return undefined;
}
