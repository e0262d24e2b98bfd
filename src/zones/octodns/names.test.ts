import { describe, expect, test } from "vitest";
import { checkZone } from "../../../test/check-zones.ts";

describe("names of a zone", () => {
  test.each<[string, string, string[]]>([
    [
      "the apex, a wildcard, service labels, several labels",
      `'': {type: A, value: 192.0.2.1}
'*': {type: A, value: 192.0.2.1}
_a._tcp.x.y: {type: A, value: 192.0.2.1}
'*.b': {type: A, value: 192.0.2.1}
a-b.c-d: {type: A, value: 192.0.2.1}
`,
      [],
    ],
    [
      "@ in quotes",
      `'@': {type: A, value: 192.0.2.1}
`,
      [
        "example.com.yaml:1:1 error name-at-sign: Name is \"@\"; expected a name relative to the zone | Write '' for the zone's own name.",
      ],
    ],
    [
      "a whole name in the zone",
      `www.example.com.: {type: A, value: 192.0.2.1}
`,
      [
        'example.com.yaml:1:1 error name-trailing-dot: Name "www.example.com." ends with a dot; expected a name relative to example.com. | Write www.',
      ],
    ],
    [
      "the zone's own whole name",
      `example.com.: {type: A, value: 192.0.2.1}
`,
      [
        "example.com.yaml:1:1 error name-trailing-dot: Name \"example.com.\" ends with a dot; expected a name relative to example.com. | Write ''.",
      ],
    ],
    [
      "a whole name outside the zone",
      `www.example.net.: {type: A, value: 192.0.2.1}
`,
      [
        'example.com.yaml:1:1 error out-of-zone: Name "www.example.net." lies outside the zone example.com. | Move it to the file of its own zone.',
      ],
    ],
    [
      "an empty label",
      `a..b: {type: A, value: 192.0.2.1}
`,
      [
        'example.com.yaml:1:1 error empty-label: Name "a..b" has an empty label | Write exactly one dot between two labels, and none at the start.',
      ],
    ],
    [
      "an empty label at the start",
      `'.a': {type: A, value: 192.0.2.1}
`,
      [
        'example.com.yaml:1:1 error empty-label: Name ".a" has an empty label | Write exactly one dot between two labels, and none at the start.',
      ],
    ],
    [
      "white space",
      `'a b': {type: A, value: 192.0.2.1}
"a\\tb": {type: A, value: 192.0.2.1}
`,
      [
        'example.com.yaml:1:1 error not-a-name: Name is "a b", with white space in it; expected a name relative to the zone | Remove it; where the name really has it, write \\032.',
        'example.com.yaml:2:1 error not-a-name: Name is "a\\tb", with a tab in it; expected a name relative to the zone | Remove it; where the name really has it, write \\009.',
      ],
    ],
    [
      "a label of 63 octets",
      `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: {type: A, value: 192.0.2.1}
`,
      [],
    ],
    [
      "a label of 64 octets",
      `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: {type: A, value: 192.0.2.1}
`,
      [
        'example.com.yaml:1:1 error label-length: Label "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" is 64 octets long; expected 63 at most | Shorten the label.',
      ],
    ],
    [
      "a name of 256 octets",
      `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: {type: A, value: 192.0.2.1}
`,
      [
        'example.com.yaml:1:1 error name-length: Name "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" is 256 octets long; expected 255 at most | Shorten the name; its length on the wire is one octet per label, the labels, and one at the end.',
      ],
    ],
    [
      "escapes: a dot and an octet in a label",
      `'a\\.b': {type: A, value: 192.0.2.1}
'\\032': {type: A, value: 192.0.2.1}
'a\\.': {type: A, value: 192.0.2.1}
`,
      [],
    ],
    [
      "a broken escape",
      `'a\\25': {type: A, value: 192.0.2.1}
`,
      [
        'example.com.yaml:1:1 error bad-escape: Name "a\\\\25" has the escape "\\\\25"; expected \\DDD from \\000 to \\255, or \\ and one other character | Write a backslash itself as \\\\.',
      ],
    ],
    [
      "the same name in two spellings and the same type",
      `www: {type: A, value: 192.0.2.1}
WWW: {type: A, value: 192.0.2.1}
`,
      [
        "example.com.yaml:2:13 error duplicate-rrset: The name has A records already, at example.com.yaml:1 | Write all their values in one place, under `values:`.",
      ],
    ],
    [
      "the same name in two spellings and two types",
      `www: {type: A, value: 192.0.2.1}
WWW: {type: TXT, value: one}
`,
      [],
    ],
    [
      "letters outside ASCII and their A-label",
      `münchen: {type: A, value: 192.0.2.1}
xn--mnchen-3ya: {type: A, value: 192.0.2.1}
`,
      [
        "example.com.yaml:2:24 error duplicate-rrset: The name has A records already, at example.com.yaml:1 | Write all their values in one place, under `values:`.",
      ],
    ],
    [
      "letters outside ASCII in another case",
      `MÜNCHEN: {type: A, value: 192.0.2.1}
münchen: {type: A, value: 192.0.2.1}
`,
      [
        "example.com.yaml:2:17 error duplicate-rrset: The name has A records already, at example.com.yaml:1 | Write all their values in one place, under `values:`.",
      ],
    ],
    [
      "a label that is no IDN",
      `a。b: {type: A, value: 192.0.2.1}
ﬁx: {type: A, value: 192.0.2.1}
"\\u200da": {type: A, value: 192.0.2.1}
`,
      [
        'example.com.yaml:1:1 error idna-invalid: Name "a。b" has the label "a。b", which is no internationalized label (RFC 5891) | Write letters, digits and hyphens of one script, or the A-label, which begins with xn--.',
        'example.com.yaml:2:1 error idna-invalid: Name "ﬁx" has the label "ﬁx", which is no internationalized label (RFC 5891) | Write letters, digits and hyphens of one script, or the A-label, which begins with xn--.',
        'example.com.yaml:3:1 error idna-invalid: Name "‍a" has the label "‍a", which is no internationalized label (RFC 5891): it has a joiner, which cannot be seen | Write letters, digits and hyphens of one script, or the A-label, which begins with xn--.',
      ],
    ],
    [
      "an IDN that becomes too long",
      `üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü: {type: A, value: 192.0.2.1}
`,
      [
        'example.com.yaml:1:1 error label-length: Label "xn--tdaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" is 66 octets long; expected 63 at most | Shorten the label.',
      ],
    ],
    [
      "numbers as names",
      `1: {type: A, value: 192.0.2.1}
10: {type: A, value: 192.0.2.1}
'010': {type: A, value: 192.0.2.1}
`,
      [],
    ],
    [
      "names that other YAML readers take for something else",
      `no: {type: A, value: 192.0.2.1}
on: {type: A, value: 192.0.2.1}
010: {type: A, value: 192.0.2.1}
1.10: {type: A, value: 192.0.2.1}
1e3: {type: A, value: 192.0.2.1}
2026-01-01: {type: A, value: 192.0.2.1}
true: {type: A, value: 192.0.2.1}
`,
      [
        "example.com.yaml:1:1 warning yaml-implicit-type: Name no stands without quotes; other YAML readers take it for the truth value false (YAML 1.1) | Write 'no'.",
        "example.com.yaml:2:1 warning yaml-implicit-type: Name on stands without quotes; other YAML readers take it for the truth value true (YAML 1.1) | Write 'on'.",
        "example.com.yaml:3:1 warning yaml-implicit-type: Name 010 stands without quotes; other YAML readers take it for the number 8 (YAML 1.1) | Write '010'.",
        "example.com.yaml:4:1 warning yaml-implicit-type: Name 1.10 stands without quotes; other YAML readers take it for the number 1.1 (YAML 1.1) | Write '1.10'.",
        "example.com.yaml:5:1 warning yaml-implicit-type: Name 1e3 stands without quotes; other YAML readers take it for the number 1000 (YAML 1.2) | Write '1e3'.",
        "example.com.yaml:6:1 warning yaml-implicit-type: Name 2026-01-01 stands without quotes; other YAML readers take it for a date (YAML 1.1) | Write '2026-01-01'.",
        "example.com.yaml:7:1 warning yaml-implicit-type: Name true stands without quotes; other YAML readers take it for the truth value true (YAML 1.1) | Write 'true'.",
      ],
    ],
    [
      "names that look like truth values but are none for octoDNS",
      `y: {type: A, value: 192.0.2.1}
n: {type: A, value: 192.0.2.1}
'no': {type: A, value: 192.0.2.1}
`,
      [],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});

describe("what stands under a name", () => {
  test.each<[string, string, string[]]>([
    [
      "nothing",
      `a:
`,
      [
        'example.com.yaml:1:1 error missing-value: Name "a" is empty; expected a record or a list of records | Write below it for example `type: A` and `value: 192.0.2.1`, or remove the name.',
      ],
    ],
    [
      "a text",
      `a: 192.0.2.1
`,
      [
        'example.com.yaml:1:4 error wrong-kind: Name "a" is "192.0.2.1"; expected a record or a list of records | Write below it for example `type: A` and `value: 192.0.2.1`, or remove the name.',
      ],
    ],
    [
      "an empty list",
      `a: []
`,
      [
        'example.com.yaml:1:4 error missing-value: Name "a" is an empty list; expected a record or a list of records | Write below it for example `type: A` and `value: 192.0.2.1`, or remove the name.',
      ],
    ],
    [
      "a list of texts",
      `a: [192.0.2.1]
`,
      [
        'example.com.yaml:1:5 error wrong-kind: A record of "a" is "192.0.2.1"; expected a mapping | Write `type: …` and `value: …` below the name.',
      ],
    ],
    [
      "a list in a list",
      `a: [[{type: A, value: 192.0.2.1}]]
`,
      [
        'example.com.yaml:1:5 error wrong-kind: A record of "a" is a list; expected a mapping | Write `type: …` and `value: …` below the name.',
      ],
    ],
    [
      "an empty item",
      `a:
  -
  - {type: A, value: 192.0.2.1}
`,
      [
        'example.com.yaml:2:3 error wrong-kind: A record of "a" is empty; expected a mapping | Write `type: …` and `value: …` below the name.',
      ],
    ],
    [
      "an octoDNS configuration instead of a zone",
      `providers:
  config: {class: octodns.provider.yaml.YamlProvider, directory: ./config}
`,
      [
        "example.com.yaml:2:3 error missing-type: The record has no type | Add for example `type: A`.",
        'example.com.yaml:2:3 error unknown-key: The record has the key "config", which means nothing | Known are type, ttl, value, values, octodns, zonepipe.',
      ],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});
