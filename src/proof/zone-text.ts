import { printName } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { zoneFileName } from "../render/render-zone.ts";
import { withProofSerial } from "./proof-serial.ts";
import type { SideZone } from "./side.ts";

/** A zone file for the nameserver behind the pipe. */
export interface ProofFile {
  /** Its path below the folder of zones. */
  readonly path: string;
  /** One character per octet. */
  readonly text: string;
}

/**
 * Writes a zone for the comparison: with the same serial on both sides and without ZONEMD, so that what follows from the rest
 * is no difference. What our nameservers make of a zone, that one makes, too. At each name the records stand in the order of the file that is rendered, since QTYPE ANY is answered with the
 * first of some types. The data stands in generic form (RFC 3597 §5), which takes a tenth of the time of rendering it.
 */
export function writeProofZone({ origin, nodes, beside, made }: SideZone): ProofFile {
  const lines: string[] = [];
  const written = <R extends ZoneRecord>(records: readonly R[]) =>
    made.size === 0 ? records : records.filter((record) => !made.has(record));
  for (const [name, all] of nodes) {
    const records = written(all);
    if (records.length === 0) continue;
    const owner = printName(name);
    for (const record of isInOrder(records) ? records : records.toSorted(compare)) {
      lines.push(lineOf(owner, record));
    }
  }
  for (const record of written(beside)) lines.push(lineOf(printName(record.owner), record));
  return { path: zoneFileName(origin), text: lines.join("") };
}

function lineOf(owner: string, record: ZoneRecord): string {
  const rdata = record.type === SOA ? withProofSerial(record) : record.rdata;
  const hex = Buffer.from(rdata, "latin1").toString("hex");
  return `${owner} ${record.ttl} IN TYPE${record.type} \\# ${rdata.length} ${hex}\n`;
}

function isInOrder(records: readonly ZoneRecord[]): boolean {
  for (let at = 1; at < records.length; at++) if (compare(records[at - 1]!, records[at]!) > 0) return false;
  return true;
}

/** By type, the SOA before all others, and by data. */
function compare(a: ZoneRecord, b: ZoneRecord): number {
  if (a.type === b.type) return a.rdata < b.rdata ? -1 : a.rdata > b.rdata ? 1 : 0;
  return a.type === SOA ? -1 : b.type === SOA ? 1 : a.type - b.type;
}
