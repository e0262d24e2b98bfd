import { type Name, printName } from "../../dns/name.ts";
import { SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { zoneFileName } from "../render/render-zone.ts";
import type { ZoneContent } from "./side.ts";

/** A zone file for the nameserver behind the pipe. */
export interface ProofFile {
  /** Its path below the folder of zones. */
  readonly path: string;
  /** One character per octet. */
  readonly text: string;
}

/**
 * Writes a zone for the comparison: with the same serial on both sides and without ZONEMD, so that what follows from the rest
 * is no difference. The data stands in generic form (RFC 3597 §5), which takes a tenth of the time of rendering it.
 */
export function writeProofZone({ origin, records }: ZoneContent): ProofFile {
  const lines: string[] = [];
  let last: Name | undefined;
  let owner = "";
  for (const record of records) {
    if (record.type === ZONEMD) continue;
    if (record.owner !== last) {
      last = record.owner;
      owner = printName(last);
    }
    const rdata = record.type === SOA ? withProofSerial(record) : record.rdata;
    const hex = Buffer.from(rdata, "latin1").toString("hex");
    lines.push(`${owner} ${record.ttl} IN TYPE${record.type} \\# ${rdata.length} ${hex}\n`);
  }
  return { path: zoneFileName(origin), text: lines.join("") };
}

/** The data of a SOA with serial 1: the serial is the first of the five numbers at the end (RFC 1035 §3.3.13). */
export function withProofSerial({ rdata }: ZoneRecord): string {
  return `${rdata.slice(0, -20)}\0\0\0\x01${rdata.slice(-16)}`;
}
