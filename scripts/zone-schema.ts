import { dump } from "js-yaml";
import type { Schema } from "../dns/fields/field.ts";
import { ipv4 } from "../dns/fields/ipv4.ts";
import { ipv6 } from "../dns/fields/ipv6.ts";
import { NAME_PATTERN } from "../dns/fields/name-pattern.ts";
import { RECORD_TYPES } from "../dns/records/index.ts";
import type { AnyRecordType } from "../dns/records/record-type.ts";
import { valueSchema } from "../dns/records/schema.ts";
import { MAX_TTL } from "../dns/ttl.ts";
import { isFirm, RULES } from "../src/lint/rules.ts";
import { DEFAULT_CONFIG } from "../src/source/config.ts";
import { exampleOf } from "./example-of.ts";

/**
 * The JSON Schema (draft-07) of a zone file in YAML, made of the table of record types, for editors: which keys and
 * types there are, what they mean, and which shape a value has. The record's `type` chooses its shape by `if` and
 * `then`, because editors tell of one wrong key then, and not of forty types that do not fit.
 */
export function zoneSchema(): Schema {
  const types = RECORD_TYPES.filter(({ type }) => !MADE.has(type));
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "DNS zone",
    description: "Names relative to the zone, each with a record or a list of records; '' is the zone itself",
    type: "object",
    propertyNames: {
      anyOf: [
        { enum: ["", MERGE_KEY, ...Object.keys(HEADERS)] },
        { pattern: NAME_PATTERN, not: { pattern: FINAL_DOT } },
        { pattern: PLACEHOLDER },
      ],
      not: { enum: ["@"] },
    },
    properties: HEADERS,
    additionalProperties: choose(
      { type: "array" },
      { type: "array", minItems: 1, items: orIncluded(ref("record")) },
      orIncluded(ref("record")),
    ),
    definitions: {
      included: INCLUDED,
      record: recordSchema(types),
      ttl: {
        type: "integer",
        minimum: 0,
        maximum: MAX_TTL,
        description: `Seconds for which a resolver may keep it; otherwise default_ttl of _config.yaml, or ${DEFAULT_CONFIG.defaultTtl}`,
      },
      octodns: OCTODNS,
      zonepipe: ZONEPIPE,
      ...Object.fromEntries(types.map((type) => [type.type, withVariables(withExample(type))])),
      TYPEnnn: {
        type: "string",
        description:
          "Data of a type without a form of its own: \\#, the number of octets and their hex digits (RFC 3597 §5)",
        examples: ["\\# 4 c0000201"],
      },
    },
  };
}

/** `<<`, which brings in the keys of another mapping. */
const MERGE_KEY = "<<";
/** No escaped one: that belongs to its label. */
const FINAL_DOT = "(^|[^\\\\])\\.$";

/** What a template or an included file fills in. */
const PLACEHOLDER = "\\{[a-z][a-z0-9-]*\\}";
/** What `names` of _config.yaml has. */
const VARIABLE = "^\\$[A-Za-z][A-Za-z0-9_-]*$";

const A_FILE: Schema = { type: "string", pattern: "\\.ya?ml$" };
const WITH_ARGUMENTS: Schema = { type: "object", properties: { file: A_FILE }, required: ["file"] };
const AN_INCLUDE: Schema = { anyOf: [A_FILE, WITH_ARGUMENTS] };

/** Keys of a file that are no names. */
const HEADERS: { readonly [key: string]: Schema } = {
  $zones: {
    type: "array",
    items: { type: "string" },
    uniqueItems: true,
    description:
      "In a template, a file whose name begins with _: the zones that it is. octoDNS does not know it",
  },
  $arguments: {
    type: ["object", "null"],
    description: "In an included file: what it wants to be told, by the words that stand in braces in it",
    additionalProperties: {
      type: ["object", "string", "null"],
      properties: {
        about: { type: "string", description: "What it is for" },
        default: { type: ["string", "number"], description: "What holds where nothing is said" },
      },
      additionalProperties: false,
    },
  },
  $add: {
    type: ["object", "array", "string"],
    description:
      "Names and records that are added to those of this file: $add: !include {file: FILE.yaml, KEY: VALUE}",
  },
};

/**
 * A file that stands for a value: `!include www.yaml`. The YAML language server knows the tag by itself, and takes what
 * follows it for a text.
 */
const INCLUDED: Schema = {
  ...AN_INCLUDE,
  description:
    "A file that has the value: !include FILE.yaml, in this folder or one below it; !include {file: FILE.yaml, KEY: VALUE} tells it something",
};

function orIncluded(schema: Schema): Schema {
  return choose(AN_INCLUDE, ref("included"), schema);
}

const OF_ADDRESSES_AND_NAMES: ReadonlySet<unknown> = new Set([
  NAME_PATTERN,
  ipv4.schema.pattern,
  ipv6.schema.pattern,
]);

/** The schema, with variables and placeholders where addresses and names belong. */
function withVariables(schema: Schema): Schema {
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [
      keyword,
      keyword === "pattern" && OF_ADDRESSES_AND_NAMES.has(value)
        ? `${value}|${VARIABLE}|${PLACEHOLDER}`
        : Array.isArray(value)
          ? value.map((each) => (isSchema(each) ? withVariables(each) : each))
          : isSchema(value) && keyword !== "examples"
            ? withVariables(value)
            : value,
    ]),
  );
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value's schema, with the type's own example as people write it. */
function withExample(type: AnyRecordType): Schema {
  const schema = valueSchema(type);
  const value = exampleOf(type);
  const inYaml = dump(value, { flowLevel: 0, lineWidth: -1 }).trimEnd();
  return { ...schema, description: `${schema.description}. Example: ${inYaml}`, examples: [value] };
}

/** Types that are made when a zone is rendered, so that nobody writes them. */
const MADE: ReadonlySet<string> = new Set(["SOA", "ZONEMD"]);

function recordSchema(types: readonly AnyRecordType[]): Schema {
  const known = types.map(({ type }) => type);
  return {
    type: "object",
    description: "An RRset: all values of one type at this name",
    required: ["type"],
    properties: {
      type: {
        description: "Record type",
        anyOf: [
          { enum: [...known, ANAME] },
          { type: "string", pattern: "^TYPE[0-9]{1,5}$", description: "Any other type (RFC 3597)" },
        ],
      },
      ttl: ref("ttl"),
      value: { description: "The value" },
      values: { description: "The values, when there are several" },
      octodns: ref("octodns"),
      zonepipe: ref("zonepipe"),
    },
    additionalProperties: false,
    allOf: [
      ...types.map((type) =>
        choose(isType(spellingsOf(type)), valuesSchema(type.type, type.single === true)),
      ),
      choose(isType({ type: "string", pattern: "^TYPE" }), valuesSchema("TYPEnnn", false)),
    ],
  };
}

/** ALIAS has another spelling. */
function spellingsOf({ type }: AnyRecordType): Schema {
  return type === "ALIAS" ? { enum: [type, ANAME] } : { const: type };
}

const ANAME = "ANAME";

function isType(type: Schema): Schema {
  return { type: "object", properties: { type }, required: ["type"] };
}

/** `value` or `values` of a type: exactly one of them; several values only where a name may have several. */
function valuesSchema(definition: string, single: boolean): Schema {
  const one = ref(definition);
  if (single)
    return { type: "object", properties: { value: orIncluded(one), values: false }, required: ["value"] };
  const several = choose(
    { type: "array" },
    { type: "array", minItems: 1, items: orIncluded(one) },
    orIncluded(one),
  );
  return {
    type: "object",
    properties: { value: several, values: several },
    oneOf: ["value", "values"].map((key) => ({
      type: "object",
      properties: { [key]: true },
      required: [key],
    })),
  };
}

/** The `octodns:` key: what it may hold without an error. */
const OCTODNS: Schema = {
  type: ["object", "null"],
  description: "Settings of octoDNS; none has an effect here",
  properties: {
    ignored: { type: "boolean", const: false, description: "Refused when true: the record would vanish" },
    lenient: { type: "boolean", description: "Turns nothing off here" },
    excluded: { type: "array", items: { type: "string" }, description: "Has no effect here" },
    included: { type: "array", items: { type: "string" }, description: "Has no effect here" },
    healthcheck: { type: "object", description: "Has no effect here" },
    auto_arpa_priority: { type: "integer", description: "Has no effect here" },
  },
  additionalProperties: {
    type: "object",
    description: "A provider's own settings; they have no effect here",
  },
};

/** Whose something is, and for how long. */
const ABOUT: { readonly [key: string]: Schema } = {
  owner: { type: "string", minLength: 1, description: "Who is in charge of it" },
  note: { type: "string", minLength: 1, description: "Anything that a reader of this file should know" },
  expires: {
    type: "string",
    pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    description: "The last day on which it is wanted, in UTC",
    examples: ["2027-03-01"],
  },
};

/** What the PTR of an address is. */
const PTR: { readonly [key: string]: Schema } = {
  ptr: {
    anyOf: [{ type: "boolean" }, { type: "string", pattern: NAME_PATTERN }],
    description:
      "Of A and AAAA, where the reverse zone has `reverse: auto`: the name of the address; true for the record's own, false for none",
    examples: ["www.example.com.", false],
  },
};

/** The `zonepipe:` key: what people say about an RRset. */
const ZONEPIPE: Schema = {
  type: "object",
  description: "Remarks on this record",
  properties: {
    ...ABOUT,
    ...PTR,
    values: {
      type: "array",
      description: "The same for single values",
      items: {
        type: "object",
        properties: {
          value: { description: "The value as it stands in the record, or of a mapping some of its fields" },
          ...ABOUT,
          ...PTR,
        },
        required: ["value"],
        additionalProperties: false,
      },
    },
    disable: {
      type: "array",
      description: "Rules that do not apply to this record",
      items: {
        type: "object",
        properties: {
          rule: {
            type: "string",
            enum: RULES.filter(({ id }) => !isFirm(id)).map(({ id }) => id),
            description: "Id of the rule, as it stands in brackets at the end of its problems",
          },
          reason: { type: "string", minLength: 1, description: "Why it does not apply" },
        },
        required: ["rule", "reason"],
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};

function ref(definition: string): Schema {
  return { $ref: `#/definitions/${definition}` };
}

function choose(test: Schema, accepted: Schema, refused?: Schema): Schema {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nobody awaits a schema
  return { if: test, then: accepted, ...(refused !== undefined && { else: refused }) };
}
