import type { Schema } from "../../dns/fields/field.ts";
import { NAME_PATTERN } from "../../dns/fields/name-pattern.ts";
import { MAX_TTL } from "../../dns/ttl.ts";
import type { InvariantKind } from "./invariant.ts";
import { KINDS } from "./kinds.ts";
import { LONGEST_NAME, NAME } from "./label.ts";

const NAMES: Schema = { type: "array", items: { type: "string", pattern: NAME_PATTERN } };
const TYPE: Schema = { type: "string", pattern: "^[A-Z][A-Z0-9-]*$", examples: ["A", "MX"] };
const OWNER: Schema = {
  type: "string",
  pattern: NAME_PATTERN,
  description: "The whole name, as in www.example.com",
};
const SECONDS: Schema = { type: "integer", minimum: 0, maximum: MAX_TTL };
const TRUE: Schema = { const: true };
const VALUES: Schema = {
  type: "array",
  items: {},
  minItems: 1,
  description: "The values, written as under `values` in a zone",
};

/** What stands under the key of each kind. */
const TAKES: { readonly [kind in InvariantKind]: Schema } = {
  answered: question({ name: OWNER, type: TYPE }),
  equals: question({ name: OWNER, type: TYPE, values: VALUES }),
  contains: question({ name: OWNER, type: TYPE, values: VALUES }),
  absent: { ...question({ name: OWNER, type: TYPE }), required: ["name"] },
  addresses: { type: "array", items: { type: "string" }, minItems: 1 },
  targets: { ...NAMES, minItems: 1 },
  mail: TRUE,
  unchanged: TRUE,
  wildcards: NAMES,
  ttl: { type: "object", properties: { min: SECONDS, max: SECONDS }, additionalProperties: false },
  owned: TRUE,
};

/** What an invariant has beside its kind. */
const COMMON: { readonly [key: string]: Schema } = {
  zones: { ...NAMES, minItems: 1, description: "Only names of these zones" },
  below: { ...NAMES, minItems: 1, description: "Only these names and all below them" },
  types: { type: "array", items: TYPE, minItems: 1, description: "Only records of these types" },
  why: { type: "string", description: "Why it must hold: shown to whoever breaks it" },
};

/** The JSON Schema (draft-07) of `_invariants.yaml`. */
export const INVARIANTS_SCHEMA: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Invariants of zonepipe",
  description: "What must hold of every answer, by name: zones/_invariants.yaml",
  type: "object",
  additionalProperties: { $ref: "#/definitions/invariant" },
  propertyNames: { pattern: NAME.source, maxLength: LONGEST_NAME }, // not in the shape: a better message tells of it
  definitions: {
    invariant: {
      type: "object",
      properties: {
        ...Object.fromEntries(KINDS.map(({ kind, about }) => [kind, { ...TAKES[kind], description: about }])),
        ...COMMON,
      },
      required: ["why"],
      additionalProperties: false,
    },
  },
};

function question(properties: { readonly [key: string]: Schema }): Schema {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}
