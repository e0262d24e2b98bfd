import { keyOf, labelsOf } from "../../dns/name.ts";
import { textOf } from "../../dns/text-of.ts";
import { SPF, TXT } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import type { ZoneRecord } from "../../dns/zone.ts";

/**
 * An answer as it would be if its texts were cut where the zone cuts them. A text is longer than a string may be, and
 * whoever reads it puts the strings together (RFC 7208 §3.3, RFC 6376 §3.6.2.2), so that a provider may cut it anew.
 */
export function withCutsOf(
  expected: readonly ZoneRecord[],
  got: readonly ZoneRecord[],
): readonly ZoneRecord[] {
  const recut = cutOtherwise(expected, got);
  return recut.size === 0
    ? got
    : got.map((record) => ({ ...record, rdata: recut.get(record) ?? record.rdata }));
}

/** The records that say an expected text in other strings, each with the data that was expected. */
export function cutOtherwise(
  expected: readonly ZoneRecord[],
  got: readonly ZoneRecord[],
): ReadonlyMap<ZoneRecord, Octets> {
  const recut = new Map<ZoneRecord, Octets>();
  if (!got.some(isText)) return recut;
  const isExpected = isAmong(expected);
  const isThere = isAmong(got);
  const open = expected.filter((record) => isText(record) && !isThere(record));
  for (const record of got) {
    if (!isText(record) || isExpected(record)) continue;
    const at = open.findIndex((wanted) => joined(wanted) === joined(record));
    if (at < 0) continue;
    recut.set(record, open[at]!.rdata);
    open.splice(at, 1);
  }
  return recut;
}

/** Below `_tcp` and `_udp` the strings of a TXT are a list of keys (RFC 6763 §6.1), and no text that was cut. */
function isText({ type, owner }: ZoneRecord): boolean {
  if (type !== TXT && type !== SPF) return false;
  return !labelsOf(keyOf(owner)).some((label) => label === "_tcp" || label === "_udp");
}

function isAmong(records: readonly ZoneRecord[]): (record: ZoneRecord) => boolean {
  const exact = ({ owner, type, rdata }: ZoneRecord) => `${type} ${keyOf(owner)}${rdata}`;
  const known = new Set(records.map(exact));
  return (record) => known.has(exact(record));
}

function joined({ owner, type, rdata }: ZoneRecord): string {
  return `${type} ${keyOf(owner)}${textOf(rdata)}`;
}
