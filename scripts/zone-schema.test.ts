import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { load as loadYaml } from "js-yaml";
import { describe, expect, test } from "vitest";
import type { Schema } from "../dns/fields/field.ts";
import { RECORD_TYPES } from "../dns/records/index.ts";
import { valueSchema } from "../dns/records/schema.ts";
import { CONFIG_SCHEMA } from "../src/zones/config/config-schema.ts";
import { shapeOf } from "../src/zones/schema/shape.ts";
import { schemaFiles } from "./schema-files.ts";
import { zoneSchema } from "./zone-schema.ts";

const ROOT = join(import.meta.dirname, "..");
const OPTIONS = { allErrors: true, strict: true, allowUnionTypes: true, allowMatchingProperties: true };

test.each(schemaFiles())("%s is what the code says; else run `npm run schema`", (path, text) => {
  expect(readFileSync(join(ROOT, path), "utf8")).toBe(text);
});

describe("schemas that ajv takes in strict mode", () => {
  test.each<[string, Schema]>([
    ["of a zone", zoneSchema()],
    ["of _config.yaml", CONFIG_SCHEMA],
    ["of the shape of _config.yaml", shapeOf(CONFIG_SCHEMA)],
    ...RECORD_TYPES.map((type): [string, Schema] => [
      `of the shape of ${type.type}`,
      shapeOf(valueSchema(type)),
    ]),
  ])("the schema %s", (_, schema) => {
    expect(() => new Ajv(OPTIONS).compile(schema)).not.toThrow();
  });
});

describe("what an editor says of a zone", () => {
  const accepts = new Ajv(OPTIONS).compile(zoneSchema());
  const problems = (yaml: string) => {
    accepts(loadYaml(yaml));
    return (accepts.errors ?? [])
      .filter(({ keyword }) => keyword !== "if")
      .map(({ instancePath, message }) => `${instancePath} ${message}`);
  };

  test.each(["example.com.yaml", "2.0.192.in-addr.arpa.yaml", "0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.yaml"])(
    "nothing of the sample %s",
    (name) => {
      expect(problems(readFileSync(join(ROOT, "zones", name), "utf8"))).toEqual([]);
    },
  );

  test.each<[string, string, string[]]>([
    ["a record", "www: {type: A, value: 192.0.2.1}", []],
    ["a list of records", "www: [{type: A, values: [192.0.2.1]}, {type: TXT, value: one}]", []],
    [
      "a list under value and one under values",
      "a: {type: A, value: [192.0.2.1]}\nb: {type: A, values: 192.0.2.1}",
      [],
    ],
    ["a type without a form of its own", "a: {type: TYPE65280, value: '\\# 0'}", []],
    ["older names of fields", "a: {type: MX, value: {priority: 10, value: mx.example.net.}}", []],
    [
      "remarks",
      "a: {type: A, value: 192.0.2.1, zonepipe: {owner: me, disable: [{rule: glue-missing, reason: x}]}}",
      [],
    ],
    [
      "@ as a name",
      "'@': {type: A, value: 192.0.2.1}",
      [" must NOT be valid", " property name must be valid"],
    ],
    ["an unknown key", "a: {type: A, vlaue: 192.0.2.1}", ["/a must NOT have additional properties"]],
    ["no type", "a: {value: 192.0.2.1}", ["/a must have required property 'type'"]],
    ["an unknown type", "a: {type: CNMAE, value: b}", ["/a/type must be equal to one of the allowed values"]],
    [
      "a type that is made",
      "a: {type: SOA, value: b}",
      ["/a/type must be equal to one of the allowed values"],
    ],
    ["a value of the wrong shape", "a: {type: MX, value: 10 mx}", ["/a/value must be object"]],
    [
      "a number out of range",
      "a: {type: MX, value: {preference: 70000, exchange: a.}}",
      ["/a/value/preference must be <= 65535"],
    ],
    [
      "several values where there is one",
      "a: {type: CNAME, values: [b.]}",
      ["/a must have required property 'value'", "/a/values boolean schema is false"],
    ],
    ["a TTL that is no number", "a: {type: A, ttl: 1h, value: 192.0.2.1}", ["/a/ttl must be integer"]],
    [
      "octodns.ignored",
      "a: {type: A, value: 192.0.2.1, octodns: {ignored: true}}",
      ["/a/octodns/ignored must be equal to constant"],
    ],
  ])("%s", (_, yaml, expected) => {
    expect(problems(yaml)).toEqual(expect.arrayContaining(expected));
    expect(problems(yaml).length > 0).toBe(expected.length > 0);
  });

  test("nothing of the sample _config.yaml", () => {
    const config = loadYaml(readFileSync(join(ROOT, "zones/_config.yaml"), "utf8"));
    const acceptsConfig = new Ajv(OPTIONS).compile(CONFIG_SCHEMA);
    acceptsConfig(config);
    expect(acceptsConfig.errors).toBeNull();
  });
});
