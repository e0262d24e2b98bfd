import { printName } from "../../../dns/name.ts";
import { decode } from "../../../dns/records/index.ts";
import type { ZoneRecord } from "../../../dns/zone.ts";

/** The texts of TXT records, each with its strings put together (RFC 7208 §3.3). */
export function textsOf(records: readonly ZoneRecord[]): string[] {
  return records.flatMap((record) => {
    const data = decode(record.type, record.rdata);
    return data.type === "TXT" ? [data.text.join("")] : [];
  });
}

/** Where a CNAME among the records leads. */
export function aliasTarget(records: readonly ZoneRecord[]): string | undefined {
  for (const record of records) {
    const data = decode(record.type, record.rdata);
    if (data.type === "CNAME") return printName(data.target);
  }
  return undefined;
}
