import type { Schema } from "../../dns/fields/field.ts";
import { CONFIG_SCHEMA } from "../zones/config/config-schema.ts";

/** What may stand in `_config.yaml` at the end of these keys; undefined where it knows of nothing. */
export function schemaAt(path: readonly string[]): Schema | undefined {
  let at: Schema | undefined = CONFIG_SCHEMA;
  for (const key of path) at = at && below(items(at), key);
  return at && resolved(at);
}

/** The keys that a mapping of `_config.yaml` has, with what is said of each. */
export function keysAt(
  path: readonly string[],
): readonly { readonly key: string; readonly schema: Schema }[] {
  const at = schemaAt(path);
  const properties = at && items(at).properties;
  if (!isSchema(properties)) return [];
  return Object.entries(properties).flatMap(([key, schema]) =>
    isSchema(schema) ? [{ key, schema: resolved(schema) }] : [],
  );
}

function below(schema: Schema, key: string): Schema | undefined {
  const { properties, additionalProperties } = schema;
  const own = isSchema(properties) && Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
  return isSchema(own) ? resolved(own) : undefined;
}

/** Of a list what its items are: a key in it is a key of one of them. */
function items(schema: Schema): Schema {
  return isSchema(schema.items) ? resolved(schema.items) : schema;
}

function resolved(schema: Schema): Schema {
  if (schema.$ref !== "#/definitions/zone") return schema;
  const { definitions } = CONFIG_SCHEMA;
  const zone = isSchema(definitions) ? definitions.zone : undefined;
  return isSchema(zone) ? zone : schema;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
