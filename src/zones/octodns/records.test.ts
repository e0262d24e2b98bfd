import { describe, expect, test } from "vitest";
import { checkZone } from "../../../test/check-zones.ts";

describe("type", () => {
  test.each<[string, string, string[]]>([
    [
      "no type",
      `a:
  value: 192.0.2.1
`,
      ["example.com.yaml:2:3 error missing-type: The record has no type | Add for example `type: A`."],
    ],
    [
      "a misspelt key for it",
      `a:
  tpye: A
  value: 192.0.2.1
`,
      [
        "example.com.yaml:2:3 error missing-type: The record has no type | Did you mean `type:` by `tpye:`?",
        'example.com.yaml:2:3 error unknown-key: The record has the key "tpye", which means nothing | Did you mean "type"?',
      ],
    ],
    [
      "an unknown type",
      `a:
  type: CNMAE
  value: b.example.net.
`,
      ['example.com.yaml:2:9 error unknown-type: Type "CNMAE" is not known | Did you mean CNAME?'],
    ],
    [
      "a type in lower case",
      `a:
  type: a
  value: 192.0.2.1
`,
      ['example.com.yaml:2:9 error unknown-type: Type "a" is not known | Did you mean A?'],
    ],
    [
      "a type that is nothing like any",
      `a:
  type: SOMETHING
  value: 1
`,
      [
        'example.com.yaml:2:9 error unknown-type: Type "SOMETHING" is not known | Write a type of the IANA registry, such as A or TXT, or TYPE and its number.',
      ],
    ],
    [
      "a list of types",
      `a:
  type: [A, AAAA]
  value: 192.0.2.1
`,
      [
        "example.com.yaml:2:9 error unknown-type: Type is a list; expected a record type such as A | Write one type; each type is a record of its own.",
      ],
    ],
    [
      "a type without a form of its own",
      `a:
  type: TYPE65280
  value: '\\# 4 0a000001'
`,
      [],
    ],
    [
      "a type by its number",
      `a:
  type: TYPE1
  value: 192.0.2.1
`,
      [],
    ],
    [
      "a number that no type has",
      `a:
  type: TYPE65536
  value: '\\# 0'
`,
      [
        'example.com.yaml:2:9 error unknown-type: Type "TYPE65536" is not known | Write a type of the IANA registry, such as A or TXT, or TYPE and its number.',
      ],
    ],
    [
      "types of questions and messages",
      `a:
  - {type: ANY, value: '\\# 0'}
  - {type: OPT, value: '\\# 0'}
  - {type: AXFR, value: '\\# 0'}
  - {type: TYPE0, value: '\\# 0'}
  - {type: TSIG, value: '\\# 0'}
`,
      [
        "example.com.yaml:2:12 error unknown-type: Type ANY stands in questions and messages only, never in a zone | Remove the record.",
        "example.com.yaml:3:12 error unknown-type: Type OPT stands in questions and messages only, never in a zone | Remove the record.",
        "example.com.yaml:4:12 error unknown-type: Type AXFR stands in questions and messages only, never in a zone | Remove the record.",
        "example.com.yaml:5:12 error unknown-type: Type TYPE0 stands in questions and messages only, never in a zone | Remove the record.",
        "example.com.yaml:6:12 error unknown-type: Type TSIG stands in questions and messages only, never in a zone | Remove the record.",
      ],
    ],
    [
      "SOA",
      `'':
  type: SOA
  value: {mname: ns1.example.net., rname: a.example.net., serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1}
`,
      [
        "example.com.yaml:2:9 error soa-in-zone: Type SOA stands in the zone; expected its values in _config.yaml | Remove it and write mname, rname and the timers under `soa:` in _config.yaml. The serial is made.",
      ],
    ],
    [
      "SOA and ZONEMD by their numbers",
      `'':
  - {type: TYPE6, value: '\\# 0'}
  - {type: TYPE63, value: '\\# 0'}
`,
      [
        "example.com.yaml:2:12 error soa-in-zone: Type SOA stands in the zone; expected its values in _config.yaml | Remove it and write mname, rname and the timers under `soa:` in _config.yaml. The serial is made.",
        "example.com.yaml:3:12 error zonemd-in-zone: Type ZONEMD stands in the zone; it is the digest of the whole zone and made when it is rendered | Remove it.",
      ],
    ],
    [
      "ZONEMD",
      `'':
  type: ZONEMD
  value: {serial: 1, scheme: 1, algorithm: 1, digest: 00}
`,
      [
        "example.com.yaml:2:9 error zonemd-in-zone: Type ZONEMD stands in the zone; it is the digest of the whole zone and made when it is rendered | Remove it.",
      ],
    ],
    [
      "octoDNS' URLFWD",
      `a:
  type: URLFWD
  value: {path: /, target: 'http://www.example.com', code: 302, masking: 2, query: 0}
`,
      [
        "example.com.yaml:2:9 error octodns-urlfwd: Type URLFWD is not DNS: a provider's web server forwards; there is no such server here | Write A and AAAA records of a web server that forwards.",
      ],
    ],
    [
      "a provider's own type",
      `a:
  type: Route53Provider/ALIAS
  value: {type: A}
`,
      [
        'example.com.yaml:2:9 error octodns-provider-type: Type "Route53Provider/ALIAS" belongs to one provider of octoDNS; expected a DNS record type | Write the plain records that say the same, for example A and AAAA with the addresses.',
      ],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});

describe("keys of a record", () => {
  test.each<[string, string, string[]]>([
    [
      "a misspelt key",
      `a:
  type: A
  vlaue: 192.0.2.1
`,
      [
        "example.com.yaml:2:3 error missing-value: The A record has no value | Add `value: …`, or several under `values:`.",
        'example.com.yaml:3:3 error unknown-key: The record has the key "vlaue", which means nothing | Did you mean "value"?',
      ],
    ],
    [
      "a key that is nothing like any",
      `a:
  type: A
  value: 192.0.2.1
  comment: the web server
`,
      [
        'example.com.yaml:4:3 error unknown-key: The record has the key "comment", which means nothing | Known are type, ttl, value, values, octodns, zonepipe.',
      ],
    ],
    [
      "dynamic",
      `a:
  type: A
  value: 192.0.2.1
  dynamic: {pools: {one: {values: [{value: 192.0.2.1}]}}, rules: [{pool: one}]}
`,
      [
        "example.com.yaml:4:3 error octodns-dynamic: dynamic makes a provider's own answers by place and health; every nameserver here gives the same answer | Remove `dynamic` and write under `value` or `values` what everybody shall get.",
      ],
    ],
    [
      "geo",
      `a:
  type: A
  value: 192.0.2.1
  geo: {AF: [192.0.2.2]}
`,
      [
        "example.com.yaml:4:3 error octodns-geo: geo makes a provider's own answers by place; every nameserver here gives the same answer | Remove `geo` and write under `value` or `values` what everybody shall get.",
      ],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});

describe("ttl", () => {
  test.each<[string, string, string[]]>([
    [
      "from 0 to 2^31-1",
      `a: {type: A, ttl: 0, value: 192.0.2.1}
b: {type: A, ttl: 2147483647, value: 192.0.2.1}
`,
      [],
    ],
    [
      "more than 2^31-1",
      `a:
  type: A
  ttl: 2147483648
  value: 192.0.2.1
`,
      [
        'example.com.yaml:3:8 error ttl-range: ttl is "2147483648"; expected whole seconds from 0 to 2147483647 | Write the number of seconds, for example 3600.',
      ],
    ],
    [
      "a number of a hundred digits",
      `a:
  type: A
  ttl: 9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999
  value: 192.0.2.1
`,
      [
        'example.com.yaml:3:8 error ttl-range: ttl is "9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999"; expected whole seconds from 0 to 2147483647 | Write the number of seconds, for example 3600.',
      ],
    ],
    [
      "less than 0",
      `a:
  type: A
  ttl: -1
  value: 192.0.2.1
`,
      [
        'example.com.yaml:3:8 error ttl-range: ttl is "-1"; expected whole seconds from 0 to 2147483647 | Write the number of seconds, for example 3600.',
      ],
    ],
    [
      "a unit",
      `a:
  type: A
  ttl: 1h
  value: 192.0.2.1
`,
      [
        'example.com.yaml:3:8 error ttl-range: ttl is "1h"; expected whole seconds from 0 to 2147483647 | Write 3600.',
      ],
    ],
    [
      "words",
      `a:
  type: A
  ttl: soon
  value: 192.0.2.1
`,
      [
        'example.com.yaml:3:8 error ttl-range: ttl is "soon"; expected whole seconds from 0 to 2147483647 | Write the number of seconds, for example 3600.',
      ],
    ],
    [
      "nothing",
      `a:
  type: A
  ttl:
  value: 192.0.2.1
`,
      [
        "example.com.yaml:3:3 error ttl-range: ttl is empty; expected whole seconds from 0 to 2147483647 | Write the number of seconds, for example 3600.",
      ],
    ],
    [
      "a list",
      `a:
  type: A
  ttl: [300]
  value: 192.0.2.1
`,
      [
        "example.com.yaml:3:8 error ttl-range: ttl is a list; expected whole seconds from 0 to 2147483647 | Write the number of seconds, for example 3600.",
      ],
    ],
    [
      "a number that YAML 1.1 takes for another one",
      `a:
  type: A
  ttl: 0300
  value: 192.0.2.1
`,
      [
        "example.com.yaml:3:8 warning yaml-implicit-type: ttl is 0300; other YAML readers take it for the number 192 (YAML 1.1) | Write 300.",
      ],
    ],
    [
      "hexadecimal, which nobody writes but YAML allows",
      `a:
  type: A
  ttl: 0x1F
  value: 192.0.2.1
`,
      [
        'example.com.yaml:3:8 error ttl-range: ttl is "0x1F"; expected whole seconds from 0 to 2147483647 | Write the number of seconds, for example 3600.',
      ],
    ],
    [
      "a fraction",
      `a:
  type: A
  ttl: 300.5
  value: 192.0.2.1
`,
      [
        'example.com.yaml:3:8 error ttl-range: ttl is "300.5"; expected whole seconds from 0 to 2147483647 | Write the number of seconds, for example 3600.',
      ],
    ],
    [
      "a number in quotes",
      `a:
  type: A
  ttl: '300'
  value: 192.0.2.1
`,
      [],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});

describe("value and values", () => {
  test.each<[string, string, string[]]>([
    [
      "a list under value, a single one under values",
      `a: {type: A, value: [192.0.2.1, 192.0.2.2]}
b: {type: A, values: 192.0.2.1}
`,
      [],
    ],
    [
      "neither",
      `a:
  type: A
  ttl: 300
`,
      [
        "example.com.yaml:2:3 error missing-value: The A record has no value | Add `value: …`, or several under `values:`.",
      ],
    ],
    [
      "both",
      `a:
  type: A
  value: 192.0.2.1
  values: [192.0.2.2]
`,
      [
        "example.com.yaml:3:10 error value-and-values: The A record has both value and values; octoDNS would drop this one | Write all of them under `values:`.",
      ],
    ],
    [
      "nothing after the colon",
      `a:
  type: A
  value:
`,
      [
        "example.com.yaml:3:3 error missing-value: The A record has no value | Add `value: …`, or several under `values:`.",
      ],
    ],
    [
      "null",
      `a:
  type: A
  value: ~
`,
      [
        "example.com.yaml:3:10 error missing-value: The A record has no value | Add `value: …`, or several under `values:`.",
      ],
    ],
    [
      "an empty list",
      `a:
  type: A
  values: []
`,
      [
        "example.com.yaml:3:11 error missing-value: The A record has no value | Add `value: …`, or several under `values:`.",
      ],
    ],
    [
      "an empty item",
      `a:
  type: A
  values:
    - 192.0.2.1
    -
`,
      [
        "example.com.yaml:4:7 error missing-value: A is empty; expected a single value | Write the value, or remove the key. An empty text is written ''.",
      ],
    ],
    [
      "a list in a list",
      `a:
  type: A
  values: [[192.0.2.1]]
`,
      [
        "example.com.yaml:3:12 error wrong-kind: A is a list; expected a single value | Write one value here.",
      ],
    ],
    [
      "a mapping where a text is expected",
      `a:
  type: A
  value: {address: 192.0.2.1}
`,
      [
        "example.com.yaml:3:10 error wrong-kind: A is a mapping; expected a single value | Write a single value.",
      ],
    ],
    [
      "a text where a mapping is expected",
      `a:
  type: MX
  value: 10 mx.example.net.
`,
      [
        'example.com.yaml:3:10 error wrong-kind: MX is "10 mx.example.net."; expected a mapping | Write its keys: preference: …, exchange: ….',
      ],
    ],
    [
      "several values of a type that has one",
      `a:
  type: CNAME
  values: [b.example.net., c.example.net.]
`,
      [
        "example.com.yaml:3:11 error single-value: CNAME takes one value; expected `value:` with it | A name has one CNAME at most. Write `value: …`.",
      ],
    ],
    [
      "a list of one of a type that has one",
      `a:
  type: CNAME
  value: [b.example.net.]
`,
      [
        "example.com.yaml:3:10 error single-value: CNAME takes one value; expected `value:` with it | A name has one CNAME at most. Write `value: …`.",
      ],
    ],
    [
      "the same name and type in two records",
      `a:
  - {type: A, value: 192.0.2.1}
  - {type: AAAA, value: '2001:db8::1'}
  - {type: A, value: 192.0.2.2}
`,
      [
        "example.com.yaml:4:12 error duplicate-rrset: The name has A records already, at example.com.yaml:2 | Write all their values in one place, under `values:`.",
      ],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});
