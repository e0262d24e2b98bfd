import { describe, expect, test } from "vitest";
import { readRecords } from "../../../test/check-zones.ts";

describe("octoDNS' own example", () => {
  // It passes octodns-validate with the strict and best-practice rules, with escaped_semicolons false.
  const EXAMPLE = `---
'':
  - type: NS
    ttl: 86400
    values: [ns1.example.com., ns2.example.com.]
  - type: A
    value: 192.0.2.1
  - type: MX
    values:
      - {preference: 10, exchange: mx1.example.com.}
      - {preference: 20, exchange: mx2.example.com.}
  - type: TXT
    values: [v=spf1 mx -all, google-site-verification=abc]
  - type: CAA
    values:
      - {flags: 0, tag: issue, value: letsencrypt.org}
      - {flags: 0, tag: issuewild, value: ";"}
  - type: HTTPS
    value: {svcpriority: 1, targetname: ., svcparams: {alpn: [h2, h3], no-default-alpn: }}
_443._tcp.www:
  type: TLSA
  value: {certificate_usage: 3, selector: 1, matching_type: 1, certificate_association_data: 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0}
_dmarc: {type: TXT, value: v=DMARC1; p=reject; rua=mailto:d@example.com}
_sip._tcp: {type: SRV, ttl: 300, values: [{priority: 10, weight: 5, port: 5060, target: sip.example.com.}]}
mx1: {type: A, value: 192.0.2.10}
mx2: {type: A, value: 192.0.2.11}
ns1: [{type: A, value: 192.0.2.53}, {type: AAAA, value: "2001:db8::53"}]
ns2: {type: A, value: 192.0.2.54}
sip: {type: A, value: 192.0.2.20}
www: {type: CNAME, ttl: 300, value: example.com.}
'*': {type: A, value: 192.0.2.9}
_http._tcp: {type: URI, value: {priority: 10, weight: 1, target: 'https://www.example.com/'}}
child:
  - {type: NS, values: [ns1.example.net., ns2.example.net.]}
  - {type: DS, value: {key_tag: 60485, algorithm: 13, digest_type: 2, digest: 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21}}
dn: {type: DNAME, value: example.net.}
e164: {type: NAPTR, value: {order: 100, preference: 10, flags: U, service: E2U+sip, regexp: '!^.*$!sip:info@example.com!', replacement: .}}
host: {type: SSHFP, value: {algorithm: 4, fingerprint_type: 2, fingerprint: 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0}}
loc: {type: LOC, value: {lat_degrees: 52, lat_minutes: 22, lat_seconds: 23.0, lat_direction: N, long_degrees: 4, long_minutes: 53, long_seconds: 32.0, long_direction: E, altitude: -2, size: 1, precision_horz: 10000, precision_vert: 10}}
svc: {type: SVCB, value: {svcpriority: 1, targetname: www.example.com., svcparams: {mandatory: [port], alpn: [h2], port: 8443, ipv4hint: [192.0.2.7], ipv6hint: ['2001:db8::7'], key65400: abc}}}
`;
  const RECORDS = [
    "example.com. 3600 IN A 192.0.2.1",
    "example.com. 3600 IN MX 10 mx1.example.com.",
    "example.com. 3600 IN MX 20 mx2.example.com.",
    'example.com. 3600 IN TXT "v=spf1 mx -all"',
    'example.com. 3600 IN TXT "google-site-verification=abc"',
    'example.com. 3600 IN CAA 0 issue "letsencrypt.org"',
    'example.com. 3600 IN CAA 0 issuewild ";"',
    "example.com. 3600 IN HTTPS 1 . alpn=h2,h3 no-default-alpn",
    "_443._tcp.www.example.com. 3600 IN TLSA 3 1 1 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
    '_dmarc.example.com. 3600 IN TXT "v=DMARC1; p=reject; rua=mailto:d@example.com"',
    "_sip._tcp.example.com. 300 IN SRV 10 5 5060 sip.example.com.",
    "mx1.example.com. 3600 IN A 192.0.2.10",
    "mx2.example.com. 3600 IN A 192.0.2.11",
    "ns1.example.com. 3600 IN A 192.0.2.53",
    "ns1.example.com. 3600 IN AAAA 2001:db8::53",
    "ns2.example.com. 3600 IN A 192.0.2.54",
    "sip.example.com. 3600 IN A 192.0.2.20",
    "www.example.com. 300 IN CNAME example.com.",
    "*.example.com. 3600 IN A 192.0.2.9",
    '_http._tcp.example.com. 3600 IN URI 10 1 "https://www.example.com/"',
    "child.example.com. 3600 IN NS ns1.example.net.",
    "child.example.com. 3600 IN NS ns2.example.net.",
    "child.example.com. 3600 IN DS 60485 13 2 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21",
    "dn.example.com. 3600 IN DNAME example.net.",
    'e164.example.com. 3600 IN NAPTR 100 10 "U" "E2U+sip" "!^.*$!sip:info@example.com!" .',
    "host.example.com. 3600 IN SSHFP 4 2 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
    "loc.example.com. 3600 IN LOC 52 22 23.000 N 4 53 32.000 E -2.00m 1m 10000m 10m",
    "svc.example.com. 3600 IN SVCB 1 www.example.com. mandatory=port alpn=h2 port=8443 ipv4hint=192.0.2.7 ipv6hint=2001:db8::7 key65400=abc",
  ];

  test.each([
    ["by default", ""],
    ["with escaped_semicolons: false, as it is written", "escaped_semicolons: false\n"],
    ["with escaped_semicolons: true", "escaped_semicolons: true\n"],
  ])("gives octoDNS' records %s", async (_, config) => {
    expect(await readRecords(EXAMPLE, config)).toEqual({ records: RECORDS, problems: [] });
  });

  test("gives the same records with every semicolon escaped, as octoDNS writes it by default", async () => {
    const escaped = EXAMPLE.replace("v=DMARC1; p=reject;", "v=DMARC1\\; p=reject\\;");
    const { records, problems } = await readRecords(escaped, "");
    expect(records).toEqual(RECORDS);
    expect(problems.map((line) => line.split(":")[2])).toEqual(["28 info semicolon-escaped"]);
  });
});

describe("what a piece of YAML says", () => {
  test.each<[string, string, string[]]>([
    ["one record", "www: {type: A, ttl: 60, value: 192.0.2.1}", ["www.example.com. 60 IN A 192.0.2.1"]],
    [
      "the default TTL of octoDNS",
      "www: {type: A, value: 192.0.2.1}",
      ["www.example.com. 3600 IN A 192.0.2.1"],
    ],
    [
      "names in lower case",
      "WWW.Sub: {type: A, value: 192.0.2.1}",
      ["www.sub.example.com. 3600 IN A 192.0.2.1"],
    ],
    [
      "letters outside ASCII in names",
      "ü: {type: CNAME, value: ß.example.}",
      ["xn--tda.example.com. 3600 IN CNAME xn--zca.example."],
    ],
    [
      "the same where a value may be something else than a name",
      "a: {type: IPSECKEY, value: {precedence: 1, gateway_type: 3, algorithm: 0, gateway: ß.example.}}",
      ["a.example.com. 3600 IN IPSECKEY 1 3 0 xn--zca.example."],
    ],
    [
      "the same where there are several names, or there may be one",
      `a: {type: HIP, value: {pk_algorithm: 2, hit: 20, public_key: AQNR, rendezvous_servers: [ß.example., b.]}}
b: {type: A6, value: {prefix_length: 128, prefix_name: ß.example.}}`,
      [
        "a.example.com. 3600 IN HIP 2 20 AQNR xn--zca.example. b.",
        "b.example.com. 3600 IN A6 128 xn--zca.example.",
      ],
    ],
    [
      "types that have no text, by their mnemonics",
      "a: {type: NULL, value: '\\# 2 0102'}\nb: {type: UINFO, value: '\\# 0'}",
      ["a.example.com. 3600 IN NULL \\# 2 0102", "b.example.com. 3600 IN UINFO \\# 0"],
    ],
    [
      "targets with and without a final dot",
      "a: {type: CNAME, value: b.example}\nc: {type: CNAME, value: b.example.}",
      ["a.example.com. 3600 IN CNAME b.example.", "c.example.com. 3600 IN CNAME b.example."],
    ],
    [
      "integer names",
      "1: {type: PTR, value: a.}\n10: {type: PTR, values: [b., c.]}",
      ["1.example.com. 3600 IN PTR a.", "10.example.com. 3600 IN PTR b.", "10.example.com. 3600 IN PTR c."],
    ],
    [
      "older names of MX fields",
      "a: {type: MX, value: {priority: 10, value: b.example.}}",
      ["a.example.com. 3600 IN MX 10 b.example."],
    ],
    [
      "CAA without flags",
      "a: {type: CAA, value: {tag: issue, value: ca.example.net}}",
      ['a.example.com. 3600 IN CAA 0 issue "ca.example.net"'],
    ],
    [
      "TXT in UTF-8",
      "a: {type: TXT, value: Grüße 🙂}",
      ['a.example.com. 3600 IN TXT "Gr\\195\\188\\195\\159e \\240\\159\\153\\130"'],
    ],
    [
      "TXT with quotes and backslashes",
      "a: {type: TXT, value: 'say \"a\\b\"'}",
      ['a.example.com. 3600 IN TXT "say \\"a\\\\b\\""'],
    ],
    [
      "TXT of more than 255 octets",
      `a: {type: TXT, value: ${"x".repeat(300)}}`,
      [`a.example.com. 3600 IN TXT "${"x".repeat(255)}" "${"x".repeat(45)}"`],
    ],
    ["an empty TXT", "a: {type: TXT, value: ''}", ['a.example.com. 3600 IN TXT ""']],
    [
      "TXT in zone file notation, put together and split again",
      `a: {type: TXT, value: '"v=DKIM1; " "p=abc"'}`,
      ['a.example.com. 3600 IN TXT "v=DKIM1; p=abc"'],
    ],
    [
      "TXT that begins with a quote and does not end with one",
      `a: {type: TXT, value: '"Hello" she said'}`,
      ['a.example.com. 3600 IN TXT "Hello\\" she sai"'],
    ],
    [
      "TXT with the border of two strings alone",
      `a: {type: TXT, value: 'one" "two'}`,
      ['a.example.com. 3600 IN TXT "onetwo"'],
    ],
    [
      "TXT in a folded block",
      "a:\n  type: TXT\n  value: >-\n    v=spf1\n    -all\n",
      ['a.example.com. 3600 IN TXT "v=spf1 -all"'],
    ],
    [
      "a type without a form of its own",
      "a: {type: TYPE65280, value: '\\# 4 0a000001'}",
      ["a.example.com. 3600 IN TYPE65280 \\# 4 0a000001"],
    ],
    [
      "a known type by its number, in the form for any type",
      "a: {type: TYPE16, values: ['\\# 4 01610162', plain]}",
      ['a.example.com. 3600 IN TXT "a" "b"', 'a.example.com. 3600 IN TXT "plain"'],
    ],
    [
      "TXT by its name, which has no other form than a text",
      "a: {type: TXT, value: '\\# 4 01610162'}",
      ['a.example.com. 3600 IN TXT "\\\\# 4 01610162"'],
    ],
    [
      "merges, the later one winning",
      "a: &a {type: A, ttl: 60, value: 192.0.2.1}\nb: {<<: *a, value: 192.0.2.2}\nc: {ttl: 30, <<: *a}",
      [
        "a.example.com. 60 IN A 192.0.2.1",
        "b.example.com. 60 IN A 192.0.2.2",
        "c.example.com. 60 IN A 192.0.2.1",
      ],
    ],
    [
      "a list of merges, the first one winning",
      "a: &a {type: A, ttl: 60, value: 192.0.2.1}\nb: &b {type: A, ttl: 30, value: 192.0.2.2}\nc: {<<: [*a, *b]}",
      [
        "a.example.com. 60 IN A 192.0.2.1",
        "b.example.com. 30 IN A 192.0.2.2",
        "c.example.com. 60 IN A 192.0.2.1",
      ],
    ],
    [
      "DS in the old form",
      "a: [{type: NS, value: b.}, {type: DS, value: {flags: 60485, protocol: 13, algorithm: 2, public_key: 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21}}]",
      [
        "a.example.com. 3600 IN NS b.",
        "a.example.com. 3600 IN DS 60485 13 2 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21",
      ],
    ],
  ])("%s", async (_, yaml, expected) => {
    expect((await readRecords(yaml)).records).toEqual(expected);
  });

  test("TXT with \\; where escaped_semicolons is false has a backslash", async () => {
    const { records } = await readRecords("a: {type: TXT, value: 'a\\; b'}", "escaped_semicolons: false\n");
    expect(records).toEqual(['a.example.com. 3600 IN TXT "a\\\\; b"']);
  });

  test("data that are longer than a record can be are refused", async () => {
    const { problems } = await readRecords(`a: {type: TXT, value: ${"x".repeat(66_000)}}`);
    expect(problems).toEqual([
      "example.com.yaml:1:23 error txt-value: TXT is 66259 octets long; expected 65535 at most | Shorten it.",
    ]);
  });
});
