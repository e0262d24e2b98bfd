import type { Schema } from "../dns/fields/field.ts";

/** The schema of an object whose keys are all there, but for those that are named. */
export function object(
  properties: { readonly [key: string]: Schema },
  optional: readonly string[] = [],
): Schema {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: "object", required, properties };
}

/** The schema of a list of such things. */
export function list(items: Schema, description?: string): Schema {
  return { type: "array", items, ...(description !== undefined && { description }) };
}

/** The schema of a text with at least one character. */
export function text(description?: string): Schema {
  return { type: "string", minLength: 1, ...(description !== undefined && { description }) };
}

/** The schema of a whole number from 0 on. */
export function whole(description?: string): Schema {
  return { type: "integer", minimum: 0, ...(description !== undefined && { description }) };
}
