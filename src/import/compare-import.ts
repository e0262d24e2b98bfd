import { canonicalRdata } from "../../dns/canonical.ts";
import { keyOf } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { printRecord } from "../../dns/zone-file/print.ts";

/**
 * What a zone says that another does not, and the other way round, as lines `+ record` and `- record`: none when they
 * are the same zone. A SOA counts without its serial.
 */
export function compareRecords(before: Pick<Zone, "records">, after: Pick<Zone, "records">): string[] {
  const had = indexOf(before.records);
  const has = indexOf(after.records);
  return [
    ...[...had].flatMap(([key, record]) => (has.has(key) ? [] : [`- ${printRecord(record)}`])),
    ...[...has].flatMap(([key, record]) => (had.has(key) ? [] : [`+ ${printRecord(record)}`])),
  ];
}

function indexOf(records: readonly ZoneRecord[]): ReadonlyMap<string, ZoneRecord> {
  return new Map(
    records.map((record) => {
      const { owner, type, ttl, rdata } = record;
      const data = canonicalRdata(type, rdata);
      const content = type === SOA ? data.slice(0, -20) + data.slice(-16) : data;
      return [`${keyOf(owner)} ${type} ${ttl} ${content}`, record];
    }),
  );
}
