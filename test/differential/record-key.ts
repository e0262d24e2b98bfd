import { keyOf, type Name } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import type { Octets } from "../../dns/wire.ts";
import type { ZoneRecord } from "../../dns/zone.ts";

/** A text that is the same for records which are the same: case of names counts as little as in DNS (RFC 4343). */
export function recordKey({ owner, type, ttl, rdata }: ZoneRecord): string {
  return `${keyOf(owner)}${type} ${ttl} ${foldNames(type, rdata)}`;
}

/** The owner and the names in the data. */
export function namesOf({ owner, type, rdata }: ZoneRecord): Name[] {
  const codec = codecOf(type);
  const fields = Object.entries(codec.fields).filter(([, { extent }]) => extent === "name");
  if (fields.length === 0) return [owner];
  const values = codec.read(rdata);
  return [owner, ...fields.map(([field]) => values[field] as Name)]; // their extent says that they are names
}

/** The data with its names in lower case: unlike in canonical form (RFC 4034 §6.2), all of them in every type. */
function foldNames(type: number, rdata: Octets): Octets {
  const codec = codecOf(type);
  const names = Object.entries(codec.fields).filter(([, { extent }]) => extent === "name");
  if (names.length === 0 || !/[A-Z]/.test(rdata)) return rdata;
  const values: { [field: string]: unknown } = { ...codec.read(rdata) };
  for (const [field] of names) values[field] = keyOf(values[field] as Name); // its extent says that it is a name
  return codec.write(values);
}
