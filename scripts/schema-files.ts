import { INVARIANTS_SCHEMA } from "../src/invariants/schema.ts";
import { REPORT_VERSION } from "../src/report/json.ts";
import { CONFIG_SCHEMA } from "../src/zones/config/config-schema.ts";
import { KEYS_SCHEMA } from "../src/zones/keys/keys-schema.ts";
import { dnssecStatusSchema } from "./dnssec-status-schema.ts";
import { listSchema } from "./list-schema.ts";
import { reportSchema } from "./report-schema.ts";
import { zoneSchema } from "./zone-schema.ts";

/**
 * The JSON Schemas that are published, by their paths: those beside the zones are for editors, those of what is
 * printed as JSON are for programs.
 */
export function schemaFiles(): readonly (readonly [path: string, text: string])[] {
  return [
    ["zones/zone.schema.json", print(zoneSchema())],
    ["zones/_config.schema.json", print(CONFIG_SCHEMA)],
    ["zones/_keys.schema.json", print(KEYS_SCHEMA)],
    ["zones/_invariants.schema.json", print(INVARIANTS_SCHEMA)],
    [`schema/report-${REPORT_VERSION}.schema.json`, print(reportSchema())],
    ["schema/dnssec-status-1.schema.json", print(dnssecStatusSchema())],
    ["schema/list-1.schema.json", print(listSchema())],
  ];
}

function print(schema: unknown): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
