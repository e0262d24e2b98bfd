import type { Schema } from "../../../dns/fields/field.ts";

/**
 * The shape that a schema asks for: which mappings, lists and keys. All that it says about single values falls away,
 * because in our tree every one of them is still the text that was written; the field kinds read it and have the
 * better messages.
 */
export function shapeOf(schema: Schema): Schema {
  if (isLeaf(schema)) return { type: isNullable(schema) ? ["string", "null"] : "string" };
  const shape: { [keyword: string]: unknown } = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (KEPT.has(keyword)) shape[keyword] = value;
    else if (HOLDS_SCHEMA.has(keyword)) shape[keyword] = inner(value);
    else if (HOLDS_SCHEMAS.has(keyword))
      shape[keyword] = (value as unknown[]).map(inner); // JSON Schema says so
    else if (HOLDS_NAMED_SCHEMAS.has(keyword)) shape[keyword] = mapValues(value as Schema, inner); // likewise
  }
  return shape;
}

const KEPT: ReadonlySet<string> = new Set([
  "type",
  "required",
  "minItems",
  "maxItems",
  "uniqueItems",
  "$ref",
]);
const HOLDS_SCHEMA: ReadonlySet<string> = new Set([
  "items",
  "additionalProperties",
  "if",
  "then",
  "else",
  "not",
]);
const HOLDS_SCHEMAS: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf"]);
const HOLDS_NAMED_SCHEMAS: ReadonlySet<string> = new Set(["properties", "patternProperties", "definitions"]);
const LEAVES: ReadonlySet<unknown> = new Set(["string", "integer", "number", "boolean"]);

/** The schema is about a single value that stands as text. */
function isLeaf(schema: Schema): boolean {
  const { type, anyOf } = schema;
  if (Array.isArray(type)) return type.every((each) => LEAVES.has(each) || each === "null");
  if (type === undefined && Array.isArray(anyOf)) return anyOf.every((each: Schema) => isLeaf(each));
  return LEAVES.has(type) || "const" in schema || "enum" in schema;
}

function isNullable({ type }: Schema): boolean {
  return Array.isArray(type) && type.includes("null");
}

/** A schema within another; `true` and `false` are schemas too. */
function inner(value: unknown): unknown {
  return typeof value === "boolean" ? value : shapeOf(value as Schema); // nothing else stands there
}

function mapValues(schemas: Schema, map: (value: unknown) => unknown): Schema {
  return Object.fromEntries(Object.entries(schemas).map(([name, value]) => [name, map(value)]));
}
