import type { Schema } from "../dns/fields/field.ts";

/** The schema with no key allowed that it does not name. */
export function closed(schema: Schema): Schema {
  return close(schema) as Schema; // an object stays one
}

function close(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(close);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, close(inner)]);
  const isObject = "properties" in value && "required" in value;
  return { ...Object.fromEntries(entries), ...(isObject && { additionalProperties: false }) };
}
