import { CONFIG_SCHEMA } from "../src/config/config-schema.ts";
import { zoneSchema } from "./zone-schema.ts";

/** The JSON Schemas that stand beside the zones for editors: file names and what is in them. */
export function schemaFiles(): readonly (readonly [name: string, text: string])[] {
  return [
    ["zone.schema.json", print(zoneSchema())],
    ["_config.schema.json", print(CONFIG_SCHEMA)],
  ];
}

function print(schema: unknown): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
