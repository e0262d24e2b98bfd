import { describe, expect, test } from "vitest";
import { checkZone } from "../../../test/check-zones.ts";

describe("a value is refused at the field that is wrong, and says what is expected", () => {
  test.each<[string, string, string[]]>([
    [
      "the example of the design",
      `www:
  type: MX
  values:
    - preference: ten
      exchange: mx.example.net.
`,
      [
        'example.com.yaml:4:19 error mx-preference: MX preference is "ten"; expected a whole number from 0 to 65535 | Write a number in that range, in decimal digits.',
      ],
    ],
    [
      "two fields of one value",
      `a:
  type: SRV
  value:
    priority: 70000
    weight: 5
    port: -1
    target: sip..example.net.
`,
      [
        'example.com.yaml:4:15 error srv-priority: SRV priority is "70000"; expected a whole number from 0 to 65535 | Write a number in that range, in decimal digits.',
        'example.com.yaml:6:11 error srv-port: SRV port is "-1"; expected a whole number from 0 to 65535 | Write a number in that range, in decimal digits.',
        'example.com.yaml:7:13 error empty-label: SRV target is refused: Name "sip..example.net." has an empty label | Write exactly one dot between two labels, and none at the start.',
      ],
    ],
    [
      "a field that is missing",
      `a: {type: MX, value: {preference: 10}}
`,
      [
        'example.com.yaml:1:22 error missing-key: MX has no exchange | Add `exchange: …`: Host that takes the mail; "." when the name takes none.',
      ],
    ],
    [
      "a field that is misspelt",
      `a: {type: MX, value: {preference: 10, exhcange: mx.example.net.}}
`,
      [
        'example.com.yaml:1:22 error missing-key: MX has no exchange | Add `exchange: …`: Host that takes the mail; "." when the name takes none.',
        'example.com.yaml:1:39 error unknown-key: MX has the key "exhcange", which means nothing | Did you mean "exchange"?',
      ],
    ],
    [
      "a field that is empty",
      `a: {type: MX, value: {preference: 10, exchange: }}
`,
      [
        "example.com.yaml:1:39 error missing-value: MX exchange is empty; expected a single value | Write the value, or remove the key. An empty text is written ''.",
      ],
    ],
    [
      "a field that is a list",
      `a: {type: MX, value: {preference: 10, exchange: [mx.example.net.]}}
`,
      [
        "example.com.yaml:1:49 error wrong-kind: MX exchange is a list; expected a single value | Write one value here.",
      ],
    ],
    [
      "A",
      `a: {type: A, value: 256.0.2.1}
`,
      [
        'example.com.yaml:1:21 error ipv4-invalid: A is "256.0.2.1"; expected an IPv4 address such as 192.0.2.1 | Write four numbers from 0 to 255 with dots between, without leading zeros.',
      ],
    ],
    [
      "AAAA",
      `a: {type: AAAA, value: '2001:db8::g'}
`,
      [
        'example.com.yaml:1:24 error ipv6-invalid: AAAA is "2001:db8::g"; expected an IPv6 address such as 2001:db8::1 | Write eight groups of up to four hex digits with colons between; `::` stands once for a run of zeros.',
      ],
    ],
    [
      "CNAME with a label that is too long",
      `a: {type: CNAME, value: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.net.}
`,
      [
        'example.com.yaml:1:25 error label-length: CNAME is refused: Label "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" is 64 octets long; expected 63 at most | Shorten the label.',
      ],
    ],
    [
      "CAA flags by default, and a tag with a hyphen",
      `a: {type: CAA, value: {tag: issue-wild, value: ca.example.net}}
`,
      [
        'example.com.yaml:1:29 error caa-value: CAA tag is "issue-wild"; expected a tag such as issue: 1 to 255 letters and digits | Write issue, issuewild, iodef, issuemail or contactemail.',
      ],
    ],
    [
      "CAA whose fields do not fit",
      `a: {type: CAA, value: {flags: 1, tag: issue, value: ca.example.net}}
`,
      [
        "example.com.yaml:1:31 error caa-value: CAA flags is 1; expected 0 or 128 (RFC 8659 §4.1) | Write 0, or 128 for critical.",
      ],
    ],
    [
      "DS with a digest of another length",
      `a:
  - {type: NS, value: ns1.example.net.}
  - type: DS
    value: {key_tag: 1, algorithm: 13, digest_type: 2, digest: 00ff}
`,
      [
        "example.com.yaml:4:64 error ds-value: DS digest has 4 hex digits; expected 64 for digest_type 2 | Copy the whole digest again, or correct the digest_type.",
      ],
    ],
    [
      "TLSA with a letter that is no hex digit",
      `_443._tcp: {type: TLSA, value: {certificate_usage: 3, selector: 1, matching_type: 1, certificate_association_data: zz}}
`,
      [
        'example.com.yaml:1:116 error tlsa-certificate-association-data: TLSA certificate_association_data has the character "z"; expected hex digits | Copy the whole value again: two digits from 0 to 9 and a to f for each octet.',
      ],
    ],
    [
      "SSHFP with an odd number of digits",
      `a: {type: SSHFP, value: {algorithm: 4, fingerprint_type: 2, fingerprint: abc}}
`,
      [
        "example.com.yaml:1:74 error sshfp-fingerprint: SSHFP fingerprint has 3 hex digits; expected two for each octet | Copy the whole value again: two digits from 0 to 9 and a to f for each octet.",
      ],
    ],
    [
      "NAPTR without a flag that exists",
      `a: {type: NAPTR, value: {order: 1, preference: 1, flags: X-, service: E2U+sip, regexp: '', replacement: .}}
`,
      [
        'example.com.yaml:1:58 warning naptr-value: NAPTR flags is "X-"; expected one of S, A, U and P, or none (RFC 3403 §4.1) | Write the one flag that says what the result is.',
      ],
    ],
    [
      "LOC out of range",
      `a: {type: LOC, value: {lat_degrees: 91, lat_minutes: 22, lat_seconds: 23.0, lat_direction: N, long_degrees: 4, long_minutes: 53, long_seconds: 32.0, long_direction: E, altitude: -2, size: 1, precision_horz: 10000, precision_vert: 10}}
`,
      [
        'example.com.yaml:1:37 error loc-ranges: LOC lat_degrees is "91"; expected a whole number from 0 to 90 | Write a value in that range.',
      ],
    ],
    [
      "HTTPS with a port that is no number",
      `a:
  type: HTTPS
  value:
    svcpriority: 1
    targetname: .
    svcparams:
      alpn: [h2, h3]
      port: https
`,
      [
        'example.com.yaml:8:13 error https-svcparams: HTTPS svcparams port is "https"; expected a whole number from 0 to 65535 | Write a number in that range, in decimal digits.',
      ],
    ],
    [
      "HTTPS with a bad address in a list",
      `a:
  type: HTTPS
  value:
    svcpriority: 1
    targetname: .
    svcparams:
      ipv4hint:
        - 192.0.2.1
        - 192.0.2
`,
      [
        'example.com.yaml:9:11 error ipv4-invalid: HTTPS svcparams ipv4hint is "192.0.2"; expected an IPv4 address such as 192.0.2.1 | Write four numbers from 0 to 255 with dots between, without leading zeros.',
      ],
    ],
    [
      "HTTPS with an unknown parameter",
      `a: {type: HTTPS, value: {svcpriority: 1, targetname: ., svcparams: {aplm: [h2]}}}
`,
      [
        'example.com.yaml:1:69 error unknown-key: HTTPS svcparams has the key "aplm", which means nothing | Known are mandatory, alpn, no-default-alpn, port, ipv4hint, ech, ipv6hint, dohpath, ohttp, tls-supported-groups.',
      ],
    ],
    [
      "HTTPS with an item twice",
      `a: {type: HTTPS, value: {svcpriority: 1, targetname: ., svcparams: {alpn: [h2, h2]}}}
`,
      ["example.com.yaml:1:75 error duplicate-item: HTTPS svcparams alpn has an item twice | Write it once."],
    ],
    [
      "HTTPS whose parameters do not fit",
      `a: {type: HTTPS, value: {svcpriority: 1, targetname: ., svcparams: {no-default-alpn: }}}
`,
      [
        "example.com.yaml:1:68 error svcb-no-default-alpn: HTTPS has no-default-alpn without alpn (RFC 9460 §7.1.1) | Add alpn with the protocols that the service speaks, or remove no-default-alpn.",
      ],
    ],
    [
      "a null MX with a preference",
      `a: {type: MX, value: {preference: 10, exchange: .}}
`,
      [
        'example.com.yaml:1:35 error null-mx-pref: MX preference is 10 for the null MX "."; expected 0 (RFC 7505 §3) | Write `preference: 0`.',
      ],
    ],
    [
      "a name in data with letters outside ASCII",
      `a: {type: CNAME, value: www.münchen.example.}
`,
      [],
    ],
    [
      "a gateway that is not of the kind that the record says",
      `a: {type: IPSECKEY, value: {precedence: 1, gateway_type: 1, algorithm: 0, gateway: gw.example.}}
`,
      [
        'example.com.yaml:1:28 error ipseckey-value: IPSECKEY gateway is "gw.example."; expected an IPv4 address such as 192.0.2.1 for kind 1 | Correct it, or its kind: 0 for none, 1 for IPv4, 2 for IPv6, 3 for a name.',
      ],
    ],
    [
      "a name in data that is no IDN",
      `a: {type: CNAME, value: www.ﬁx.example.}
`,
      [
        'example.com.yaml:1:25 error idna-invalid: CNAME has the label "ﬁx", which is no internationalized label (RFC 5891) | Write letters, digits and hyphens of one script, or the A-label, which begins with xn--.',
      ],
    ],
    [
      "OPENPGPKEY that is no Base64",
      `a: {type: OPENPGPKEY, value: '***'}
`,
      [
        'example.com.yaml:1:30 error openpgpkey-value: OPENPGPKEY has the character "*"; expected Base64 | Copy the whole value again, with the = at its end where it has one.',
      ],
    ],
    [
      "data of an unknown type with a wrong length",
      `a: {type: TYPE65280, value: '\\# 5 0a000001'}
`,
      [
        "example.com.yaml:1:29 error type65280-value: TYPE65280 has 4 octets of data and says 5 | Write the number of octets, which is half the number of hex digits.",
      ],
    ],
    [
      "octets that are no data of the type",
      `a: {type: TYPE1, value: '\\# 3 0a0000'}
`,
      [expect.stringMatching(/^example\.com\.yaml:1:25 error a-value: A /)],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});

describe("texts without quotes that other YAML readers read otherwise", () => {
  test.each<[string, string, string[]]>([
    [
      "a number that loses a digit",
      `a: {type: TXT, value: 1.10}
`,
      [
        "example.com.yaml:1:23 warning yaml-implicit-type: TXT is 1.10 without quotes; other YAML readers take it for the number 1.1 (YAML 1.1) | Write '1.10'.",
      ],
    ],
    [
      "truth values, a time, a date, octal, hexadecimal",
      `a: {type: TXT, values: [yes, 12:30, 2026-01-01, 010, 0x1F, 1e3]}
`,
      [
        "example.com.yaml:1:25 warning yaml-implicit-type: TXT is yes without quotes; other YAML readers take it for the truth value true (YAML 1.1) | Write 'yes'.",
        "example.com.yaml:1:30 warning yaml-implicit-type: TXT is 12:30 without quotes; other YAML readers take it for the number 750 (YAML 1.1) | Write '12:30'.",
        "example.com.yaml:1:37 warning yaml-implicit-type: TXT is 2026-01-01 without quotes; other YAML readers take it for a date (YAML 1.1) | Write '2026-01-01'.",
        "example.com.yaml:1:49 warning yaml-implicit-type: TXT is 010 without quotes; other YAML readers take it for the number 8 (YAML 1.1) | Write '010'.",
        "example.com.yaml:1:54 warning yaml-implicit-type: TXT is 0x1F without quotes; other YAML readers take it for the number 31 (YAML 1.1) | Write '0x1F'.",
        "example.com.yaml:1:60 warning yaml-implicit-type: TXT is 1e3 without quotes; other YAML readers take it for the number 1000 (YAML 1.2) | Write '1e3'.",
      ],
    ],
    [
      "in quotes",
      `a: {type: TXT, values: ['1.10', "yes"]}
`,
      [],
    ],
    [
      "numbers that stay themselves",
      `a: {type: TXT, values: [10, 1.5, -3]}
`,
      [],
    ],
    [
      "an IPv6 address of digits only",
      `a: {type: AAAA, value: 1:2:3:4:5:6:7:8}
`,
      [
        "example.com.yaml:1:24 warning yaml-implicit-type: AAAA is 1:2:3:4:5:6:7:8 without quotes; other YAML readers take it for the number 2895057742028 (YAML 1.1) | Write '1:2:3:4:5:6:7:8'.",
      ],
    ],
    [
      "numbers where a number is expected",
      `a: {type: MX, value: {preference: 010, exchange: mx.example.net.}}
`,
      [
        "example.com.yaml:1:35 warning yaml-implicit-type: MX preference is 010 without quotes; other YAML readers take it for the number 8 (YAML 1.1) | Write 10.",
      ],
    ],
    [
      "a digest that is a number with an exponent",
      `a:
  - {type: NS, value: ns1.example.net.}
  - {type: DS, value: {key_tag: 1, algorithm: 13, digest_type: 99, digest: 12345e67}}
`,
      [
        "example.com.yaml:3:64 warning unassigned-number: DS digest_type is 99, which means nothing yet; 1 to 6 do | Correct the number, or copy the whole record again from where it was made.",
        "example.com.yaml:3:76 warning yaml-implicit-type: DS digest is 12345e67 without quotes; other YAML readers take it for the number 1.2345e+71 (YAML 1.2) | Write '12345e67'.",
      ],
    ],
    [
      "the directions of LOC, which YAML 1.1 could take for no",
      `a: {type: LOC, value: {lat_degrees: 52, lat_minutes: 22, lat_seconds: 23.0, lat_direction: N, long_degrees: 4, long_minutes: 53, long_seconds: 32.0, long_direction: E, altitude: -2, size: 1, precision_horz: 10000, precision_vert: 10}}
`,
      [],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});
