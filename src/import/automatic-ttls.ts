import type { ZoneRecord } from "../../dns/zone.ts";
import type { LeftOut } from "./import-zone.ts";

/**
 * What to know of records with a TTL of one second: some providers write it in their exports for "automatic", which is
 * no time at all.
 */
export function automaticTtls(records: readonly Pick<ZoneRecord, "ttl">[]): LeftOut[] {
  const count = records.filter(({ ttl }) => ttl === 1).length;
  if (count === 0) return [];
  return [
    {
      what: `${count} ${count === 1 ? "record has" : "records have"} TTL 1`,
      why: 'some providers, as Cloudflare, write it for "automatic", which is 300 seconds there; here it is one second, so remove it from the YAML where it is not meant',
    },
  ];
}
