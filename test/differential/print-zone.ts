import { labelsOf, type Name, ROOT } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { typeName } from "../../dns/types.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";

/**
 * The zone as a zone file that all servers read alike: how each of them takes punctuation and escapes in names is not
 * the question here.
 */
export function printZone({ records }: Zone): string {
  const soaFirst = [...records].sort((a, b) => Number(b.type === SOA) - Number(a.type === SOA));
  return soaFirst.map((record) => `${printPlainRecord(record)}\n`).join("");
}

/** The name with all octets but letters, digits and a few others as `\DDD`. */
export function printPlainName(name: Name): string {
  if (name === ROOT) return ".";
  return labelsOf(name)
    .map((label) => `${label.replace(/[^a-zA-Z0-9_*-]/g, escapeInDigits)}.`)
    .join("");
}

const SOA = 6;

function printPlainRecord({ owner, ttl, type, rdata }: ZoneRecord): string {
  const codec = codecOf(type);
  const values = codec.read(rdata);
  const fields = Object.entries(codec.fields).map(([name, field]) =>
    field.extent === "name" ? printPlainName(values[name] as Name) : field.print(values[name]),
  ); // a field whose extent is a name has a name as its value
  return `${printPlainName(owner)} ${ttl} IN ${typeName(type)} ${fields.join(" ")}`;
}

function escapeInDigits(octet: string): string {
  return `\\${String(octet.charCodeAt(0)).padStart(3, "0")}`;
}
