import { describe, expect, test } from "vitest";
import { checkZone } from "../../../test/check-zones.ts";

describe("octodns: is honoured or refused at its place", () => {
  test.each<[string, string, string[]]>([
    [
      "ignored: true",
      `a:
  type: A
  value: 192.0.2.1
  octodns:
    ignored: true
`,
      [
        "example.com.yaml:5:14 error octodns-ignored: octodns.ignored is true; octoDNS leaves the record as it is at the provider, here it would vanish | Remove `ignored` to publish the record, or remove the record.",
      ],
    ],
    [
      "ignored: yes, which octoDNS takes for true",
      `a:
  type: A
  value: 192.0.2.1
  octodns:
    ignored: yes
`,
      [
        "example.com.yaml:5:14 error octodns-ignored: octodns.ignored is true; octoDNS leaves the record as it is at the provider, here it would vanish | Remove `ignored` to publish the record, or remove the record.",
      ],
    ],
    [
      "ignored: false",
      `a:
  type: A
  value: 192.0.2.1
  octodns:
    ignored: false
`,
      [],
    ],
    [
      "lenient: true",
      `a:
  type: A
  value: 192.0.2.1
  octodns:
    lenient: true
`,
      [
        "example.com.yaml:5:14 warning octodns-lenient: octodns.lenient is true; it turns nothing off here | Remove it. One rule is turned off with `zonepipe: {disable: [{rule: …, reason: …}]}`.",
      ],
    ],
    [
      "lenient: false",
      `a:
  type: A
  value: 192.0.2.1
  octodns:
    lenient: false
`,
      [],
    ],
    [
      "excluded, twice",
      `a:
  type: A
  value: 192.0.2.1
  octodns:
    excluded: [route53]
b:
  type: A
  value: 192.0.2.1
  octodns:
    excluded: [route53]
`,
      [
        "example.com.yaml:5:5 warning octodns-targets: octodns.excluded keeps 2 records from some of octoDNS' providers; here every nameserver publishes them | Remove the key if that is right, or the record if it must not be published.",
      ],
    ],
    [
      "included",
      `a:
  type: A
  value: 192.0.2.1
  octodns:
    included: [route53]
`,
      [
        "example.com.yaml:5:5 warning octodns-targets: octodns.included keeps 1 record from some of octoDNS' providers; here every nameserver publishes it | Remove the key if that is right, or the record if it must not be published.",
      ],
    ],
    [
      "healthcheck",
      `a:
  type: A
  value: 192.0.2.1
  octodns:
    healthcheck:
      host: www.example.com
      path: /_dns
      port: 443
      protocol: HTTPS
`,
      [
        "example.com.yaml:5:5 warning octodns-not-used: octodns.healthcheck has no effect here (1 record) | Nothing is checked and no answer changes by health. Remove the key.",
      ],
    ],
    [
      "auto_arpa_priority",
      `a:
  type: A
  value: 192.0.2.1
  octodns:
    auto_arpa_priority: 10
`,
      [
        "example.com.yaml:5:5 warning octodns-not-used: octodns.auto_arpa_priority orders PTR records that octoDNS makes; here none are made (1 record) | Remove the key, and write the reverse zone.",
      ],
    ],
    [
      "keys of two providers in three records",
      `a:
  type: A
  value: 192.0.2.1
  octodns:
    cloudflare: {proxied: true}
b:
  type: A
  value: 192.0.2.1
  octodns:
    cloudflare: {proxied: true}
    route53: {healthcheck: {region: eu}}
c:
  type: A
  value: 192.0.2.1
  octodns:
    cloudflare: {auto-ttl: true}
`,
      [
        "example.com.yaml:5:18 warning octodns-proxied: Cloudflare's proxy stands before 2 records in octoDNS; here their own values are published: everybody sees the address of the origin, and the proxy with its certificate, cache and protection is gone | Make sure that the origin can stand alone, with its own certificate. Then remove octodns.cloudflare.proxied.",
        "example.com.yaml:11:5 warning octodns-provider-keys: Keys of octoDNS' providers have no effect here: octodns.route53 (1 record), octodns.cloudflare (1 record) | Remove them when the zone no longer goes through octoDNS.",
      ],
    ],
    [
      "a misspelt key",
      `a:
  type: A
  value: 192.0.2.1
  octodns:
    ingored: true
`,
      [
        'example.com.yaml:5:5 error unknown-key: octodns has the key "ingored", which means nothing | Did you mean "ignored"?',
      ],
    ],
    [
      "a misspelt key with a mapping",
      `a:
  type: A
  value: 192.0.2.1
  octodns:
    healthchek: {protocol: TCP}
`,
      [
        'example.com.yaml:5:5 error unknown-key: octodns has the key "healthchek", which means nothing | Did you mean "healthcheck"?',
      ],
    ],
    [
      "a key that is no provider's",
      `a:
  type: A
  value: 192.0.2.1
  octodns:
    proxied: true
`,
      [
        'example.com.yaml:5:5 error unknown-key: octodns has the key "proxied", which means nothing | Known are ignored, lenient, excluded, included, healthcheck, auto_arpa_priority, and providers with a mapping.',
      ],
    ],
    [
      "no mapping",
      `a: {type: A, value: 192.0.2.1, octodns: [lenient]}
`,
      [
        "example.com.yaml:1:41 error wrong-kind: octodns is a list; expected a mapping | Write its keys below it, or remove it.",
      ],
    ],
    [
      "nothing",
      `a: {type: A, value: 192.0.2.1, octodns: }
`,
      [],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});

describe("older shapes of values", () => {
  test.each<[string, string, string[]]>([
    [
      "MX with priority and value",
      `a: {type: MX, value: {priority: 10, value: mx.example.net.}}
`,
      [],
    ],
    [
      "MX with a field under both names",
      `a: {type: MX, value: {priority: 10, preference: 10, exchange: mx.example.net.}}
`,
      [
        "example.com.yaml:1:49 error unknown-key: MX preference stands there under two names | Keep one of the two keys; they mean the same.",
      ],
    ],
    [
      "MX with an older name that is wrong",
      `a: {type: MX, value: {priority: ten, value: mx.example.net.}}
`,
      [
        'example.com.yaml:1:33 error mx-preference: MX priority is "ten"; expected a whole number from 0 to 65535 | Write a number in that range, in decimal digits.',
      ],
    ],
    [
      "DS in the old form",
      `a:
  - {type: NS, value: ns1.example.net.}
  - type: DS
    value: {flags: 60485, protocol: 13, algorithm: 2, public_key: 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21}
`,
      [
        "example.com.yaml:4:12 warning ds-old-form: DS stands in octoDNS' old form, where flags is the key_tag, protocol is the algorithm, algorithm is the digest_type, public_key is the digest | Write key_tag: …, algorithm: …, digest_type: …, digest: ….",
      ],
    ],
    [
      "DS in the old form with a field that is wrong",
      `a:
  - {type: NS, value: ns1.example.net.}
  - type: DS
    value: {flags: 99999, protocol: 13, algorithm: 2, public_key: 00}
`,
      [
        "example.com.yaml:4:12 warning ds-old-form: DS stands in octoDNS' old form, where flags is the key_tag, protocol is the algorithm, algorithm is the digest_type, public_key is the digest | Write key_tag: …, algorithm: …, digest_type: …, digest: ….",
        'example.com.yaml:4:20 error ds-key-tag: DS flags is "99999"; expected a whole number from 0 to 65535 | Write a number in that range, in decimal digits.',
        "example.com.yaml:4:67 warning yaml-implicit-type: DS public_key is 00 without quotes; other YAML readers take it for the number 0 (YAML 1.1) | Write '00'.",
      ],
    ],
    [
      "DS in a mixture of both forms",
      `a:
  - {type: NS, value: ns1.example.net.}
  - {type: DS, value: {flags: 1, algorithm: 13, digest_type: 2, digest: 00}}
`,
      [
        "example.com.yaml:3:23 error missing-key: DS has no protocol | Add `protocol: …`.",
        "example.com.yaml:3:23 error missing-key: DS has no public_key | Add `public_key: …`.",
        'example.com.yaml:3:49 error unknown-key: DS has the key "digest_type", which means nothing | Known are flags, protocol, algorithm, public_key.',
        'example.com.yaml:3:65 error unknown-key: DS has the key "digest", which means nothing | Known are flags, protocol, algorithm, public_key.',
      ],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});

describe("semicolons and quotes in TXT", () => {
  test.each<[string, string, string, string[]]>([
    [
      "semicolons alone",
      `a: {type: TXT, value: v=DMARC1; p=none}
`,
      `nameservers: [{name: ns1.example.net.}]
`,
      [],
    ],
    [
      "escaped semicolons, told once",
      `a: {type: TXT, value: 'v=DMARC1\\; p=none'}
b: {type: SPF, values: ['one\\; two', three]}
`,
      `nameservers: [{name: ns1.example.net.}]
`,
      [
        "example.com.yaml:1:23 info semicolon-escaped: \\; is read as ; in TXT, as octoDNS writes it (2 values) | Nothing needs to be done. A semicolon alone means the same.",
      ],
    ],
    [
      "semicolons escaped twice",
      `a: {type: TXT, value: 'v=DMARC1\\\\; p=none'}
`,
      `nameservers: [{name: ns1.example.net.}]
`,
      [
        "example.com.yaml:1:23 error semicolon-escaped-twice: TXT has \\\\; in it, a semicolon that is escaped twice; expected ; or \\; | Write a semicolon alone; in single quotes or without quotes a backslash is not doubled.",
      ],
    ],
    [
      "escaped semicolons where escaped_semicolons is false",
      `a: {type: TXT, values: ['one\\; two', 'three\\; four']}
`,
      `nameservers: [{name: ns1.example.net.}]
escaped_semicolons: false
`,
      [
        "example.com.yaml:1:25 warning semicolon-escaped: TXT has \\; in it, which is a backslash and a semicolon here | Write a semicolon alone, or set `escaped_semicolons: true` in _config.yaml.",
        "example.com.yaml:1:38 warning semicolon-escaped: TXT has \\; in it, which is a backslash and a semicolon here | Write a semicolon alone, or set `escaped_semicolons: true` in _config.yaml.",
      ],
    ],
    [
      "semicolons alone where escaped_semicolons is false",
      `a: {type: TXT, values: [one; two]}
`,
      `nameservers: [{name: ns1.example.net.}]
escaped_semicolons: false
`,
      [],
    ],
    [
      "zone file notation",
      `a: {type: TXT, value: '"v=DKIM1; " "p=abc"'}
`,
      `nameservers: [{name: ns1.example.net.}]
`,
      [
        "example.com.yaml:1:23 info txt-chunks: A text that begins with a quote is read in zone file notation, its strings put together (1 value) | Nothing needs to be done. Write the text alone; it is split when the zone is rendered.",
      ],
    ],
    [
      "text that loses its last character with its first quote",
      `a: {type: TXT, value: '"Hello" she said'}
`,
      `nameservers: [{name: ns1.example.net.}]
`,
      [
        'example.com.yaml:1:23 warning txt-quotes: TXT begins with a quote and does not end with one, so it loses its first and its last character, as in octoDNS; published is "Hello\\" she sai" | Put quotes around the whole value to publish all of it: a quote, the text, a quote.',
      ],
    ],
    [
      "text that loses an escaped semicolon to its first quote, which leaves the backslash",
      `a: {type: TXT, value: '"Hello;'}
`,
      `nameservers: [{name: ns1.example.net.}]
escaped_semicolons: false
`,
      [
        'example.com.yaml:1:23 warning txt-quotes: TXT begins with a quote and does not end with one, so it loses its first and its last character, as in octoDNS; published is "Hello\\\\" | Put quotes around the whole value to publish all of it: a quote, the text, a quote.',
      ],
    ],
    [
      "the border of two strings without their outer quotes",
      `a: {type: TXT, value: 'one" "two'}
`,
      `nameservers: [{name: ns1.example.net.}]
`,
      [
        'example.com.yaml:1:23 warning txt-quotes: TXT has " " in it, which is taken away as the border of two strings, as in octoDNS; published is "onetwo" | Write the text in one piece if that is right, or put quotes around the whole value.',
      ],
    ],
    [
      "escaped semicolons in CAA, which octoDNS leaves alone",
      `a: {type: CAA, value: {tag: issue, value: '\\;'}}
`,
      `nameservers: [{name: ns1.example.net.}]
`,
      [
        'example.com.yaml:1:43 error caa-value: CAA value is "\\\\;" for issue; expected a domain, or ";" for nobody (RFC 8659 §4.2) | Write the authority\'s domain, and parameters as in ca.example.net; account=1234.',
      ],
    ],
  ])("%s", async (_, yaml, config, problems) => {
    expect(await checkZone(yaml, config)).toEqual(problems);
  });
});

describe("zonepipe: holds what is ours", () => {
  test.each<[string, string, string[]]>([
    [
      "owner and note",
      `a: {type: A, value: 192.0.2.1, zonepipe: {owner: web team, note: the old server}}
`,
      [],
    ],
    [
      "a rule that is turned off with a reason",
      `a: {type: TXT, value: 1.10, zonepipe: {disable: [{rule: yaml-implicit-type, reason: only we read it}]}}
`,
      [],
    ],
    [
      "a rule of the whole zone that is turned off for one record",
      `a: {type: CNAME, value: b.example.net.}
b: {type: MX, value: {preference: 10, exchange: a.example.com.}, zonepipe: {disable: [{rule: mx-target-cname, reason: until July}]}}
`,
      [],
    ],
    [
      "a rule that is turned off in vain",
      `a: {type: TXT, value: one, zonepipe: {disable: [{rule: yaml-implicit-type, reason: only we read it}]}}
`,
      [
        "example.com.yaml:1:49 warning unused-disable: Rule yaml-implicit-type is turned off here, but it has nothing to say about this record | Remove the entry from `disable`.",
      ],
    ],
    [
      "a rule without a reason",
      `a: {type: TXT, value: 1.10, zonepipe: {disable: [{rule: yaml-implicit-type}]}}
`,
      [
        "example.com.yaml:1:23 warning yaml-implicit-type: TXT is 1.10 without quotes; other YAML readers take it for the number 1.1 (YAML 1.1) | Write '1.10'.",
        "example.com.yaml:1:50 error missing-key: zonepipe disable has no reason | Say why the rule does not apply here: `reason: …`.",
      ],
    ],
    [
      "a reason that says nothing",
      `a: {type: TXT, value: 1.10, zonepipe: {disable: [{rule: yaml-implicit-type, reason: ' '}]}}
`,
      [
        "example.com.yaml:1:23 warning yaml-implicit-type: TXT is 1.10 without quotes; other YAML readers take it for the number 1.1 (YAML 1.1) | Write '1.10'.",
        'example.com.yaml:1:85 error wrong-kind: zonepipe disable reason is " "; expected a text | Write for example `zonepipe: {owner: web team, note: …, disable: [{rule: …, reason: …}]}`.',
      ],
    ],
    [
      "a reason without a rule",
      `a: {type: TXT, value: one, zonepipe: {disable: [{reason: because}]}}
`,
      [
        "example.com.yaml:1:49 error missing-key: zonepipe disable has no rule | Write the id that stands in brackets at the end of the problem: `rule: …`.",
      ],
    ],
    [
      "a rule that is like none, without the list of all",
      `a: {type: TXT, value: x, zonepipe: {disable: [{rule: nope, reason: x}]}}
`,
      [
        'example.com.yaml:1:54 error unknown-rule: There is no rule "nope" that can be turned off | `zonepipe explain` lists the rules.',
      ],
    ],
    [
      "a rule that does not exist",
      `a: {type: TXT, value: 1.10, zonepipe: {disable: [{rule: yaml-implicit-typ, reason: x}]}}
`,
      [
        "example.com.yaml:1:23 warning yaml-implicit-type: TXT is 1.10 without quotes; other YAML readers take it for the number 1.1 (YAML 1.1) | Write '1.10'.",
        'example.com.yaml:1:57 error unknown-rule: There is no rule "yaml-implicit-typ" that can be turned off | Did you mean "yaml-implicit-type"?',
      ],
    ],
    [
      "a rule that nobody can turn off",
      `a: {type: TXT, value: one, zonepipe: {disable: [{rule: cname-and-other, reason: x}]}}
`,
      [
        "example.com.yaml:1:56 error firm-rule: Rule cname-and-other cannot be turned off: a zone that breaks it cannot be served | Mend what it found, and remove this entry.",
      ],
    ],
    [
      "rule ids alone",
      `a: {type: TXT, value: 1.10, zonepipe: {disable: [yaml-implicit-type]}}
`,
      [
        "example.com.yaml:1:23 warning yaml-implicit-type: TXT is 1.10 without quotes; other YAML readers take it for the number 1.1 (YAML 1.1) | Write '1.10'.",
        'example.com.yaml:1:50 error wrong-kind: zonepipe disable is "yaml-implicit-type"; expected {rule: …, reason: …} | Write for example `zonepipe: {owner: web team, note: …, disable: [{rule: …, reason: …}]}`.',
      ],
    ],
    [
      "one mapping instead of a list",
      `a: {type: TXT, value: 1.10, zonepipe: {disable: {rule: yaml-implicit-type, reason: x}}}
`,
      [],
    ],
    [
      "unknown keys",
      `a: {type: TXT, value: one, zonepipe: {onwer: me, disable: [{rule: txt-chunks, reason: x, until: 2027}]}}
`,
      [
        'example.com.yaml:1:39 error unknown-key: zonepipe has the key "onwer", which means nothing | Did you mean "owner"?',
        "example.com.yaml:1:60 warning unused-disable: Rule txt-chunks is turned off here, but it has nothing to say about this record | Remove the entry from `disable`.",
        'example.com.yaml:1:90 error unknown-key: zonepipe disable has the key "until", which means nothing | Known are rule, reason.',
      ],
    ],
    [
      "no mapping",
      `a: {type: TXT, value: one, zonepipe: mine}
`,
      [
        'example.com.yaml:1:38 error wrong-kind: zonepipe is "mine"; expected a mapping | Write for example `zonepipe: {owner: web team, note: …, disable: [{rule: …, reason: …}]}`.',
      ],
    ],
    [
      "a list where a text is expected",
      `a: {type: TXT, value: one, zonepipe: {owner: [me], disable: yes}}
`,
      [
        "example.com.yaml:1:46 error wrong-kind: zonepipe owner is a list; expected a text of one line | Write for example `owner: web team`.",
        'example.com.yaml:1:61 error wrong-kind: zonepipe disable is "yes"; expected a list of {rule: …, reason: …} | Write for example `zonepipe: {owner: web team, note: …, disable: [{rule: …, reason: …}]}`.',
      ],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});
