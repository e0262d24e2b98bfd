import { describe, expect, test } from "vitest";
import { checkZone } from "../../test/check-zones.ts";

describe("records that stand alone", () => {
  test.each<[string, string, string[]]>([
    [
      "a CNAME alone",
      `a: {type: CNAME, value: b.example.net.}
`,
      [],
    ],
    [
      "a CNAME and others",
      `a:
  - {type: A, value: 192.0.2.1}
  - {type: CNAME, value: b.example.net.}
  - {type: TXT, values: [one, two]}
`,
      [
        "example.com.yaml:3:26 error cname-and-other: a.example.com. has a CNAME and also A (in line 2), TXT (in line 4); expected the CNAME alone | Remove the CNAME, or everything else at this name.",
      ],
    ],
    [
      "a CNAME at the apex",
      `'': {type: CNAME, value: b.example.net.}
`,
      [
        "example.com.yaml:1:26 error apex-cname: example.com. is the zone's apex and has a CNAME, which allows no SOA and NS beside it | Write an ALIAS record with the same target, or A and AAAA records with its addresses.",
      ],
    ],
    [
      "a DNAME at the apex, with nothing below",
      `'': {type: DNAME, value: example.net.}
`,
      [],
    ],
    [
      "a DNAME and other data",
      `a: [{type: DNAME, value: example.net.}, {type: TXT, value: one}]
`,
      [],
    ],
    [
      "a DNAME and a CNAME",
      `a: [{type: DNAME, value: example.net.}, {type: CNAME, value: example.net.}]
`,
      [
        "example.com.yaml:1:62 error dname-and-cname: a.example.com. has a CNAME and also a DNAME (in line 1) | Keep one of them: a CNAME stands alone at its name.",
      ],
    ],
    [
      "a DNAME at a delegation",
      `a: [{type: DNAME, value: example.net.}, {type: NS, value: ns1.example.net.}]
`,
      [
        "example.com.yaml:1:26 error dname-and-ns: a.example.com. has a DNAME and is delegated by NS records | Remove the NS records, or put the DNAME into the zone that they delegate to.",
      ],
    ],
    [
      "data below a DNAME",
      `a: {type: DNAME, value: example.net.}
b.a: [{type: A, value: 192.0.2.1}, {type: TXT, value: one}]
xa: {type: A, value: 192.0.2.1}
`,
      [
        "example.com.yaml:2:24 error occluded-by-dname: b.a.example.com. lies below the DNAME at a.example.com., so its A is never answered | Move it to the DNAME's target, or remove the DNAME.",
        "example.com.yaml:2:55 error occluded-by-dname: b.a.example.com. lies below the DNAME at a.example.com., so its TXT is never answered | Move it to the DNAME's target, or remove the DNAME.",
      ],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});

describe("values of one RRset", () => {
  test.each<[string, string, string[]]>([
    [
      "a value twice",
      `a: {type: A, values: [192.0.2.1, 192.0.2.2, 192.0.2.1]}
`,
      [
        "example.com.yaml:1:45 error duplicate-value: a.example.com. has A 192.0.2.1 twice, here and in line 1 | Keep one of them.",
      ],
    ],
    [
      "a value twice in two spellings",
      `a:
  type: MX
  values:
    - {preference: 10, exchange: MX.example.net.}
    - {preference: 10, exchange: mx.example.net}
b: {type: AAAA, values: ['2001:db8::1', '2001:DB8:0:0::1']}
`,
      [
        "example.com.yaml:5:7 error duplicate-value: a.example.com. has MX 10 mx.example.net. twice, here and in line 4 | Keep one of them.",
        "example.com.yaml:6:41 error duplicate-value: b.example.com. has AAAA 2001:db8::1 twice, here and in line 6 | Keep one of them.",
        "example.com.yaml:6:41 warning ipv6-non-canonical: AAAA is not in its canonical form, which is 2001:db8::1 | Write 2001:db8::1.",
      ],
    ],
    [
      "a null MX alone",
      `a: {type: MX, value: {preference: 0, exchange: .}}
`,
      [],
    ],
    [
      "a null MX with others",
      `a:
  type: MX
  values:
    - {preference: 0, exchange: .}
    - {preference: 10, exchange: mx.example.net.}
`,
      [
        'example.com.yaml:4:33 error null-mx-with-others: a.example.com. has a null MX ".", which says that nobody takes mail, and 1 more | Remove the null MX, or all others.',
      ],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});

describe("names in data", () => {
  test.each<[string, string, string[]]>([
    [
      "MX and SRV at an alias",
      `a: {type: CNAME, value: b.example.net.}
m: {type: MX, value: {preference: 10, exchange: a.example.com.}}
_sip._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 5060, target: A.example.com.}}
`,
      [
        "example.com.yaml:2:49 error mx-target-cname: MX target a.example.com. is an alias; expected a name with addresses | Write the name that it stands for, b.example.net. (example.com.yaml:1).",
        "example.com.yaml:3:76 error srv-target-cname: SRV target a.example.com. is an alias; expected a name with addresses | Write the name that it stands for, b.example.net. (example.com.yaml:1).",
      ],
    ],
    [
      "NS at an alias",
      `a: {type: CNAME, value: b.example.net.}
s: {type: NS, value: a.example.com.}
`,
      [
        "example.com.yaml:2:22 error ns-target-cname: NS target a.example.com. is an alias; expected a name with addresses | Write the name that it stands for, b.example.net. (example.com.yaml:1).",
      ],
    ],
    [
      "MX at a name that a wildcard makes an alias",
      `'*': {type: CNAME, value: b.example.net.}
m: {type: MX, value: {preference: 10, exchange: x.example.com.}}
`,
      [
        "example.com.yaml:2:49 error mx-target-cname: MX target x.example.com. is an alias; expected a name with addresses | Write the name that it stands for, b.example.net. (example.com.yaml:1).",
      ],
    ],
    [
      "MX at a name that exists below a wildcard alias",
      `'*': {type: CNAME, value: b.example.net.}
y.x: {type: A, value: 192.0.2.1}
m: {type: MX, values: [{preference: 10, exchange: x.example.com.}, {preference: 10, exchange: z.x.example.com.}]}
`,
      [],
    ],
    [
      "MX at a name below a DNAME",
      `a: {type: DNAME, value: example.net.}
m: {type: MX, value: {preference: 10, exchange: x.a.example.com.}}
`,
      [
        "example.com.yaml:2:49 error mx-target-cname: MX target x.a.example.com. is an alias; expected a name with addresses | Write the name that it stands for, example.net. (example.com.yaml:1).",
      ],
    ],
    [
      "MX at an alias in a zone that is delegated",
      `s: {type: NS, value: ns1.example.net.}
m: {type: MX, value: {preference: 10, exchange: x.s.example.com.}}
`,
      [],
    ],
    [
      "addresses as targets",
      `a: {type: CNAME, value: 192.0.2.1}
m: {type: MX, value: {preference: 10, exchange: 192.0.2.1.}}
s: {type: NS, value: '2001:db8::1'}
_sip._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 5060, target: 192.0.2.1}}
`,
      [
        "example.com.yaml:1:25 error cname-target-is-ip: CNAME target is the address 192.0.2.1; expected the name of a host | Give the host a name with an A or AAAA record, and write that name.",
        "example.com.yaml:2:49 error mx-target-is-ip: MX target is the address 192.0.2.1; expected the name of a host | Give the host a name with an A or AAAA record, and write that name.",
        'example.com.yaml:3:22 error not-a-name: NS is "2001:db8::1", an address; expected a name | Give the host a name with an A or AAAA record, and write that name.',
        "example.com.yaml:4:76 error srv-target-is-ip: SRV target is the address 192.0.2.1; expected the name of a host | Give the host a name with an A or AAAA record, and write that name.",
      ],
    ],
    [
      "names of digits that are no addresses",
      `a: {type: CNAME, value: 1.2.0.192.in-addr.arpa.}
b: {type: CNAME, value: 1.2.3.400.}
c: {type: CNAME, value: 1.2.3.}
`,
      [],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});

describe("delegations", () => {
  test.each<[string, string, string[]]>([
    [
      "with glue and DS",
      `s:
  - {type: NS, values: [ns1.s.example.com., ns2.example.net.]}
  - {type: DS, value: {key_tag: 1, algorithm: 13, digest_type: 2, digest: 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21}}
ns1.s: [{type: A, value: 192.0.2.1}, {type: AAAA, value: '2001:db8::1'}]
`,
      [],
    ],
    [
      "without glue",
      `s: {type: NS, values: [ns1.s.example.com., ns2.example.com.]}
`,
      [
        "example.com.yaml:1:24 error glue-missing: NS target ns1.s.example.com. lies in the zone and has no A or AAAA record there | Add the address of ns1.s.example.com.: nobody can ask the delegated zone for it first.",
        "example.com.yaml:1:44 error glue-missing: NS target ns2.example.com. lies in the zone and has no A or AAAA record there | Add an A or AAAA record for ns2.example.com., or write a nameserver that has one.",
      ],
    ],
    [
      "to itself, with glue at the same name",
      `s: [{type: NS, value: s.example.com.}, {type: A, value: 192.0.2.1}]
`,
      [],
    ],
    [
      "glue that only a wildcard would give",
      `s: {type: NS, value: ns.s.example.com.}
'*.s': {type: A, value: 192.0.2.1}
`,
      [
        "example.com.yaml:1:22 error glue-missing: NS target ns.s.example.com. lies in the zone and has no A or AAAA record there | Add the address of ns.s.example.com.: nobody can ask the delegated zone for it first.",
        "example.com.yaml:2:25 error occluded-below-delegation: *.s.example.com. is delegated at s.example.com., so its A is never answered | Move it to the zone that is delegated there; only addresses of its nameservers stay here.",
      ],
    ],
    [
      "a nameserver whose address a wildcard gives",
      `s: {type: NS, value: ns.x.example.com.}
'*.x': {type: A, value: 192.0.2.1}
`,
      [],
    ],
    [
      "a nameserver in a sibling that is delegated too",
      `s: {type: NS, value: ns.t.example.com.}
t: {type: NS, value: ns1.example.net.}
`,
      [],
    ],
    [
      "addresses below that no nameserver has, and other data",
      `s: {type: NS, value: ns1.example.net.}
www.s: [{type: A, value: 192.0.2.1}, {type: TXT, value: one}]
`,
      [
        "example.com.yaml:2:26 error occluded-below-delegation: www.s.example.com. is delegated at s.example.com., so its A is never answered | Move it to the zone that is delegated there; only addresses of its nameservers stay here.",
        "example.com.yaml:2:57 error occluded-below-delegation: www.s.example.com. is delegated at s.example.com., so its TXT is never answered | Move it to the zone that is delegated there; only addresses of its nameservers stay here.",
      ],
    ],
    [
      "other data at the delegation itself",
      `s: [{type: NS, value: ns1.example.net.}, {type: TXT, value: one}, {type: A, value: 192.0.2.1}]
`,
      [
        "example.com.yaml:1:61 error occluded-below-delegation: s.example.com. is delegated at s.example.com., so its TXT is never answered | Move it to the zone that is delegated there; only addresses of its nameservers stay here.",
        "example.com.yaml:1:84 error occluded-below-delegation: s.example.com. is delegated at s.example.com., so its A is never answered | Move it to the zone that is delegated there; only addresses of its nameservers stay here.",
      ],
    ],
    [
      "a delegation below a delegation",
      `s: {type: NS, value: ns1.example.net.}
t.s: {type: NS, value: ns1.example.net.}
`,
      [
        "example.com.yaml:2:24 error occluded-below-delegation: t.s.example.com. is delegated at s.example.com., so its NS is never answered | Move it to the zone that is delegated there; only addresses of its nameservers stay here.",
      ],
    ],
    [
      "DS at the apex",
      `'': {type: DS, value: {key_tag: 1, algorithm: 13, digest_type: 2, digest: 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21}}
`,
      [
        "example.com.yaml:1:23 error ds-at-apex: example.com. has a DS at its own apex; expected it in the parent zone | Give it to whoever runs the parent zone, and remove it here.",
      ],
    ],
    [
      "DS without NS",
      `s: {type: DS, value: {key_tag: 1, algorithm: 13, digest_type: 2, digest: 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21}}
`,
      [
        "example.com.yaml:1:22 error ds-without-ns: s.example.com. has a DS but no NS; expected a delegation | Add the NS records of the delegated zone, or remove the DS.",
      ],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});
