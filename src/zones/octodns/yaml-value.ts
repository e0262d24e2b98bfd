import type { Yaml } from "../../../dns/fields/field.ts";
import type { AnyRecordType } from "../../../dns/records/record-type.ts";
import type { Octets } from "../../../dns/wire.ts";

/**
 * Rdata as a value in YAML: the field's own for a type with one field, otherwise a mapping of the fields, without
 * those that have the value they get when they are left out. A `Fault` when YAML can't hold the octets.
 */
export function yamlValue(type: AnyRecordType, rdata: Octets): Yaml {
  const values = type.read(rdata);
  const entries = type.names.map((name): [string, Yaml] => [name, type.fields[name]!.yaml(values[name])]);
  if (entries.length === 1) return entries[0]![1];
  return Object.fromEntries(entries.filter(([name, yaml]) => !isFallback(type, name, yaml)));
}

function isFallback(type: AnyRecordType, name: string, yaml: Yaml): boolean {
  const { fallback, yaml: face } = type.fields[name]!;
  return fallback !== undefined && JSON.stringify(face(fallback)) === JSON.stringify(yaml);
}
