import type { Yaml } from "../dns/fields/field.ts";
import type { AnyRecordType } from "../dns/records/record-type.ts";
import { parseRecord } from "../dns/zone-file/parse.ts";
import { yamlValue } from "../src/zones/octodns/yaml-value.ts";

/** The example of a record type as its value stands in YAML. */
export function exampleOf(type: AnyRecordType): Yaml {
  const record = parseRecord(`example.com. 3600 IN ${type.type} ${type.example}`);
  if (!("rdata" in record)) throw new Error(`Cannot show the example of ${type.type}: ${record.message}`);
  return yamlValue(type, record.rdata);
}
