import type { Octets } from "../../dns/wire.ts";
import type { Zone } from "../../dns/zone.ts";
import { type ZonemdAlgorithm, zonemdDigest } from "../../dns/zonemd.ts";
import { asWritten } from "../dnssec/served-zone.ts";
import { digestWithSerial } from "../render/render-zone.ts";

/**
 * The digest by which a zone is known, made of the records that somebody gave: whatever digest stands among them is what
 * somebody once wrote there. Of a zone that our nameservers sign that of what stands in git.
 */
export function digestOfRecords({ origin, records }: Zone, algorithm: ZonemdAlgorithm): Octets {
  const written = asWritten(origin, records);
  return written === records
    ? zonemdDigest({ origin, records }, algorithm)
    : digestWithSerial({ origin, records: written }, 0, algorithm);
}
