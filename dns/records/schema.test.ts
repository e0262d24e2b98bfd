import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parseRdata } from "../../test/record-types/parse-rdata.ts";
import { ipv4 } from "../fields/ipv4.ts";
import { codecOf, RECORD_TYPES, recordTypeNamed } from "./index.ts";
import type { AnyRecordType } from "./record-type.ts";
import { valueSchema } from "./schema.ts";

const TYPES: readonly AnyRecordType[] = [...RECORD_TYPES, codecOf(65280)];

describe.each(TYPES.map((type): [string, AnyRecordType] => [type.type, type]))("%s", (_, type) => {
  const isValue = new Ajv({ strict: true, allErrors: true }).compile(valueSchema(type));

  test("its example in YAML has the shape that the schema says", () => {
    const values = type.read(parseRdata(type, type.example));
    const entries = type.names.map((name) => [name, type.fields[name]!.yaml(values[name])]);
    const value = entries.length === 1 ? entries[0]![1] : Object.fromEntries(entries);
    expect([value, isValue(value), isValue.errors]).toEqual([value, true, null]);
  });

  test("a value of another shape does not", () => {
    expect(isValue([])).toBe(false);
    expect(isValue({ nosuch: 1 })).toBe(false);
  });

  test("every field is described", () => {
    const text = JSON.stringify(valueSchema(type));
    for (const name of type.names) expect(text).toContain(JSON.stringify(type.describe[name]).slice(1, -1));
  });
});

test("a type with one field has that field's schema", () => {
  expect(valueSchema(recordTypeNamed("A")!)).toEqual({
    ...ipv4.schema,
    title: "A",
    description: "An IPv4 address of this name (RFC 1035 §3.4.1). IPv4 address",
    type: "string",
    examples: ["192.0.2.1"],
  });
});

test("fields with a fallback may be left out, others not", () => {
  expect(valueSchema(recordTypeNamed("CAA")!)).toMatchObject({
    required: ["tag", "value"],
    additionalProperties: false,
    properties: { flags: { type: "integer", minimum: 0, maximum: 255, default: 0 } },
  });
});

describe("octoDNS' older names", () => {
  test.each([
    ["MX", { preference: 10, exchange: "mail.example.com." }, true],
    ["MX", { priority: 10, value: "mail.example.com." }, true],
    ["MX", { priority: 10, exchange: "mail.example.com." }, true],
    ["MX", { priority: 10 }, false],
    ["MX", { priority: 10, preference: 10, exchange: "mail.example.com." }, false],
    ["DS", { key_tag: 1, algorithm: 13, digest_type: 2, digest: "ab" }, true],
    ["DS", { flags: 1, protocol: 13, algorithm: 2, public_key: "ab" }, true],
    ["DS", { flags: 1, algorithm: 13, digest_type: 2, digest: "ab" }, false],
    ["DS", { algorithm: 13 }, false],
  ])("%s %j: %s", (mnemonic, value, expected) => {
    expect(new Ajv().validate(valueSchema(recordTypeNamed(mnemonic)!), value)).toBe(expected);
  });
});
