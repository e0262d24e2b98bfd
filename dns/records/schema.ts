import type { Schema } from "../fields/field.ts";
import type { AnyRecordType } from "./record-type.ts";

/**
 * The JSON Schema (draft-07) of one value of a record in YAML: the field's own for a type with one field, otherwise
 * a mapping of the fields under their names, their aliases or the names of the old form. It says more than it
 * refuses: what a text must look like is left to the field's `accept`, whose messages are better.
 */
export function valueSchema(type: AnyRecordType): Schema {
  const about = `${type.about} (${type.rfc})`;
  const [only, ...others] = type.names;
  if (only !== undefined && others.length === 0) {
    return {
      ...type.fields[only]!.schema,
      title: type.type,
      description: `${about}. ${type.describe[only]}`,
    };
  }
  const heading = { title: type.type, description: about };
  if (type.oldForm === undefined) return { ...heading, ...mappingSchema(type) };
  const older = Object.keys(type.oldForm).filter((name) => !type.names.includes(name));
  return { ...heading, ...choose({ anyOf: older.map(has) }, oldFormSchema(type), mappingSchema(type)) };
}

/** The mapping of the fields. A field with aliases must stand there once, under one of its names. */
function mappingSchema(type: AnyRecordType): Schema {
  const aliases = Object.entries(type.aliases ?? {});
  const properties: { [name: string]: Schema } = {};
  for (const name of type.names) properties[name] = fieldSchema(type, name);
  for (const [alias, name] of aliases) {
    properties[alias] = { ...fieldSchema(type, name), description: `Older name of ${name}` };
  }
  const aliased = new Map(aliases.map(([alias, name]) => [name, alias]));
  const needed = type.names.filter((name) => type.fields[name]!.fallback === undefined);
  const either = needed.flatMap((name) => {
    const alias = aliased.get(name);
    return alias === undefined ? [] : [choose(has(alias), { properties: { [name]: false } }, has(name))];
  });
  return {
    type: "object",
    properties,
    required: needed.filter((name) => !aliased.has(name)),
    additionalProperties: false,
    ...(either.length > 0 && { allOf: either }),
  };
}

function choose(test: Schema, accepted: Schema, refused: Schema): Schema {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nobody awaits a schema
  return { if: test, then: accepted, else: refused };
}

/** A mapping that has the key. The key stands under `properties` too, as ajv in strict mode wants it. */
function has(key: string): Schema {
  return { type: "object", properties: { [key]: true }, required: [key] };
}

function oldFormSchema(type: AnyRecordType): Schema {
  const names = Object.entries(type.oldForm ?? {});
  return {
    type: "object",
    properties: Object.fromEntries(
      names.map(([old, name]) => [
        old,
        { ...fieldSchema(type, name), description: `In the old form: ${name}. ${type.describe[name]}` },
      ]),
    ),
    required: names.map(([old]) => old),
    additionalProperties: false,
  };
}

function fieldSchema(type: AnyRecordType, name: string): Schema {
  return { ...type.fields[name]!.schema, description: type.describe[name] };
}
