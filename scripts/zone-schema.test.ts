import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import fc from "fast-check";
import { load as loadYaml } from "js-yaml";
import { describe, expect, test } from "vitest";
import type { Schema } from "../dns/fields/field.ts";
import { NAME_PATTERN } from "../dns/fields/name-pattern.ts";
import { childOf, type Name, ROOT as ROOT_NAME } from "../dns/name.ts";
import { RECORD_TYPES } from "../dns/records/index.ts";
import { valueSchema } from "../dns/records/schema.ts";
import { writeName } from "../dns/written-name.ts";
import { KINDS } from "../src/invariants/kinds.ts";
import { INVARIANTS_SCHEMA } from "../src/invariants/schema.ts";
import { RULES } from "../src/lint/rules.ts";
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
    ["of _invariants.yaml", INVARIANTS_SCHEMA],
    ["of the shape of _invariants.yaml", shapeOf(INVARIANTS_SCHEMA)],
    ...RECORD_TYPES.map((type): [string, Schema] => [
      `of the shape of ${type.type}`,
      shapeOf(valueSchema(type)),
    ]),
  ])("the schema %s", (_, schema) => {
    expect(() => new Ajv(OPTIONS).compile(schema)).not.toThrow();
  });
});

describe("what an editor says of _invariants.yaml", () => {
  const accepts = new Ajv(OPTIONS).compile(INVARIANTS_SCHEMA);

  test.each([
    ...KINDS.map(({ kind, example }) => [kind, example]),
    ["the sample", readFileSync(join(ROOT, "zones/_invariants.yaml"), "utf8")],
  ])("nothing of %s", (_, yaml) => {
    accepts(loadYaml(yaml!));
    expect(accepts.errors).toBeNull();
  });

  test.each([
    "own: {adresses: [192.0.2.0/24], why: x}",
    "own: {mail: true}",
    "own: {mail: no, why: x}",
    "Own: {mail: true, why: x}",
    "own-and-much-more-than-fits: {mail: true, why: x}",
    "own: {answered: {name: www.example.com}, why: x}",
  ])("something of %s", (yaml) => {
    expect(accepts(loadYaml(yaml))).toBe(false);
  });
});

describe("what an editor says of a zone", () => {
  const accepts = new Ajv(OPTIONS).compile(zoneSchema());
  const problems = (yaml: string) => {
    accepts(loadYaml(yaml.replaceAll("!include ", ""))); // as the YAML language server has it: a text
    return (accepts.errors ?? [])
      .filter(({ keyword }) => keyword !== "if")
      .map(({ instancePath, message }) => `${instancePath} ${message?.replace(/(?<=pattern) .*/, "")}`);
  };

  test.each([
    "x: {type: A, value: $web}",
    "x: {type: AAAA, values: [$web, '2001:db8::1']}",
    "x: {type: MX, value: {preference: 1, exchange: $cdn}}",
    "x: {type: HTTPS, value: {svcpriority: 1, targetname: $cdn, svcparams: {ipv4hint: [$web], ipv6hint: [$web]}}}",
    "$zones: [a.example]\n'*.{label}': {type: CNAME, value: '{zone}.'}",
    "$arguments: {key: what it is for, user: {about: a, default: b}, x: }\nx: {type: TXT, value: '{key}'}",
    "$add: !include {file: _snippets/x.yaml, key: v}\nx: {type: A, value: !include {file: a.yaml}}",
    "x: !include {file: _x.yaml, key: v}",
  ])("nothing of %s", (yaml) => {
    expect(problems(yaml)).toEqual([]);
  });

  test.each(["x: {type: A, value: a.example.}", "x: {type: CNAME, value: $1}", "$zone: [a.example]"])(
    "something of %s",
    (yaml) => {
      expect(problems(yaml)).not.toEqual([]);
    },
  );

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
    ["a name with a final dot", "www.: {type: A, value: 192.0.2.1}", [" property name must be valid"]],
    ["a name with a space", "'w ww': {type: A, value: 192.0.2.1}", [" property name must be valid"]],
    [
      "names of every kind",
      "'': &a {type: A, value: 192.0.2.1}\n'*.dev': *a\n_dmarc: *a\n0/25: *a\nmüller: *a\n'a\\032b': *a\n'Lobby, 2nd floor._ipp._tcp': *a",
      [],
    ],
    ["an address that is none", "a: {type: A, value: 192.0.2.256}", ["/a/value must match pattern"]],
    ["an IPv6 address that is none", "a: {type: AAAA, value: 2001:db8}", ["/a/value must match pattern"]],
    [
      "a URL in the place of a name",
      "a: {type: CNAME, value: 'https://b/'}",
      ["/a/value must match pattern"],
    ],
    [
      "included files",
      "a: !include a.yaml\nb: {type: MX, value: !include mx.yaml}\nc: [!include c.yml, {type: MX, values: !include d.yaml}]\n<<: !include e.yaml",
      [],
    ],
    ["a text in the place of a record", "a: a.yam", ["/a must be object"]],
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

  test("nothing of what any rule accepts", () => {
    const samples = RULES.flatMap(({ accepted }) =>
      accepted.filter((sample) => typeof sample === "string" && !sample.includes("<<")),
    ) as string[]; // those that are texts
    expect(samples.length).toBeGreaterThan(50);
    expect(samples.flatMap((yaml) => problems(yaml).map((problem) => [yaml, problem]))).toEqual([]);
  });

  test("nothing of a name that is written as names are", () => {
    const label = fc.string({
      unit: fc.integer({ min: 0, max: 255 }).map((octet) => String.fromCharCode(octet)),
      minLength: 1,
      maxLength: 20,
    });
    const pattern = new RegExp(NAME_PATTERN, "u");
    fc.assert(
      fc.property(fc.array(label, { maxLength: 5 }), (labels) => {
        const name = labels.reduceRight<Name>((above, each) => childOf(each, above), ROOT_NAME);
        expect(writeName(name)).toMatch(pattern);
      }),
    );
  });

  test("nothing of the sample _config.yaml", () => {
    const config = loadYaml(readFileSync(join(ROOT, "zones/_config.yaml"), "utf8"));
    const acceptsConfig = new Ajv(OPTIONS).compile(CONFIG_SCHEMA);
    acceptsConfig(config);
    expect(acceptsConfig.errors).toBeNull();
  });
});
