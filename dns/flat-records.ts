import type { Name } from "./name.ts";
import { octetsOf, Writer } from "./wire.ts";
import type { ZoneRecord } from "./zone.ts";

/**
 * Many records without an object for each: record `i` has its owner at `owners[i]` of `names`, and its data from
 * `starts[i]` to `starts[i + 1]` of `rdata`, both in uncompressed wire form. Owners may share octets.
 */
export interface FlatRecords {
  readonly count: number;
  readonly names: Uint8Array;
  readonly owners: Uint32Array;
  readonly types: Uint16Array;
  readonly ttls: Uint32Array;
  readonly rdata: Uint8Array;
  /** One more than there are records. The first need not be 0: the records may be part of a larger piece. */
  readonly starts: Uint32Array;
}

/** The records in one piece. */
export function flatten(records: readonly ZoneRecord[]): FlatRecords {
  const count = records.length;
  const names = new Writer(32 * count);
  const rdata = new Writer(32 * count);
  const owners = new Uint32Array(count);
  const types = new Uint16Array(count);
  const ttls = new Uint32Array(count);
  const starts = new Uint32Array(count + 1);
  for (let index = 0; index < count; index++) {
    const record = records[index]!;
    const isSameOwner = index > 0 && record.owner === records[index - 1]!.owner;
    owners[index] = isSameOwner ? owners[index - 1]! : names.length;
    if (!isSameOwner) names.octets(record.owner);
    types[index] = record.type;
    ttls[index] = record.ttl;
    rdata.octets(record.rdata);
    starts[index + 1] = rdata.length;
  }
  return { count, names: names.bytes, owners, types, ttls, rdata: rdata.bytes, starts };
}

/** The records, each of them a value again. */
export function unflatten({ count, names, owners, types, ttls, rdata, starts }: FlatRecords): ZoneRecord[] {
  return Array.from({ length: count }, (_, row) => {
    const owner = owners[row]!;
    let end = owner;
    while (names[end] !== 0) end += 1 + names[end]!;
    return {
      owner: octetsOf(names, owner, end + 1) as Name, // owners are whole names
      type: types[row]!,
      ttl: ttls[row]!,
      rdata: octetsOf(rdata, starts[row]!, starts[row + 1]!),
    };
  });
}
