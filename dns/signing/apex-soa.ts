import type { FlatRecords } from "../flat-records.ts";
import { keyOf, type Name } from "../name.ts";
import { SOA } from "../type-numbers.ts";
import { octetsOf } from "../wire.ts";

/** Of the SOA what a signer needs; times in seconds. */
export interface ApexSoa {
  readonly ttl: number;
  readonly serial: number;
  readonly expire: number;
  readonly minimum: number;
}

/** The SOA at the origin; undefined where there is none, or more than one. */
export function soaOf(origin: Name, records: FlatRecords): ApexSoa | undefined {
  const { count, names, owners, types, ttls, rdata, starts } = records;
  const view = new DataView(rdata.buffer, rdata.byteOffset, rdata.byteLength);
  let soa: ApexSoa | undefined;
  for (let row = 0; row < count; row++) {
    if (types[row] !== SOA || starts[row + 1]! - starts[row]! < SHORTEST) continue;
    const owner = owners[row]!;
    const name = octetsOf(names, owner, Math.min(owner + origin.length, names.length)) as Name; // or a part of a longer one, which is not equal
    if (keyOf(name) !== keyOf(origin)) continue;
    if (soa !== undefined) return undefined;
    const end = starts[row + 1]!; // five numbers end the data (RFC 1035 §3.3.13)
    soa = {
      ttl: ttls[row]!,
      serial: view.getUint32(end - 20),
      expire: view.getUint32(end - 8),
      minimum: view.getUint32(end - 4),
    };
  }
  return soa;
}

const SHORTEST = 22; // two names of the root, and five numbers
