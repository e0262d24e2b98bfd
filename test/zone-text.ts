import { type Name, parseName } from "../dns/name.ts";
import { typeCode } from "../dns/types.ts";
import type { Zone, ZoneRecord } from "../dns/zone.ts";
import { parseRecord, parseZoneFile } from "../dns/zone-file/parse.ts";

/** The zone that a text in zone file form says; names are relative to its origin. Only for texts without mistakes. */
export function zoneOf(origin: string, text: string): Zone {
  const name = nameOf(origin);
  const { records, problems } = parseZoneFile({
    file: "test",
    bytes: Buffer.from(text),
    origin: name,
    defaultTtl: 300,
  });
  if (problems[0] !== undefined) throw new Error(`line ${problems[0].line}: ${problems[0].message}`);
  return {
    origin: name,
    records: records.map(({ owner, type, ttl, rdata }) => ({ owner, type, ttl, rdata })),
  };
}

/** The record that a whole line says. */
export function recordOf(line: string): ZoneRecord {
  const result = parseRecord(line);
  if ("message" in result) throw new Error(`${line}: ${result.message}`);
  return result;
}

/** The name in presentation form, with a final dot. */
export function nameOf(text: string): Name {
  const result = parseName(text);
  if (typeof result !== "string") throw new Error(result.message);
  return result;
}

/** The number of the type. */
export function typeOf(mnemonic: string): number {
  const code = typeCode(mnemonic);
  if (code === undefined) throw new Error(`There is no type ${mnemonic}`);
  return code;
}
