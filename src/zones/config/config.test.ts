import { describe, expect, test } from "vitest";
import { checkZone } from "../../../test/check-zones.ts";

describe("_config.yaml", () => {
  test.each<[string, string, string, string[]]>([
    [
      "everything that can be said",
      `www: {type: A, value: 192.0.2.1}
`,
      `default_ttl: 300
nameservers:
  - {name: ns1.example.net., addresses: [192.0.2.53, "2001:db8::53"]}
  - {name: ns2.example.net, app: my-dns-2}
  - {name: ns3.example.org., addresses: [192.0.2.55], fed: {by: transfer, key: ns3-key, notify: ["192.0.2.55:5353", "2001:db8::1", "[2001:db8::1]:54"]}}
  - {name: ns4.example.org., addresses: [192.0.2.56], fed: {by: files}}
nameserver_ttl: 86400
soa: {mname: ns0.example.net., rname: host.master@example.com, refresh: 86400, retry: 7200, expire: 3600000, minimum: 3600, ttl: 3600}
serial: unixtime
safety: {max_delete_percent: 50, min_rrsets: 0}
journal: {versions: 0, size: 5000}
lint: {txt-chunks: warning, ds-old-form: ignore}
escaped_semicolons: false
zones:
  example.com: {default_ttl: 60}
`,
      [],
    ],
    [
      "an empty file",
      `'': {type: NS, value: ns1.example.net.}
`,
      `# nothing
`,
      [],
    ],
    [
      "a list",
      `'': {type: NS, value: ns1.example.net.}
`,
      `- default_ttl: 300
`,
      [
        "_config.yaml:1:1 error wrong-kind: The settings are a list; expected a mapping | Write for example `default_ttl: 3600`.",
      ],
    ],
    [
      "a misspelt key",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
defualt_ttl: 300
`,
      [
        '_config.yaml:2:1 error unknown-key: The file has the key "defualt_ttl", which means nothing | Did you mean "default_ttl"?',
      ],
    ],
    [
      "a misspelt key of a zone",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
zones:
  example.com:
    seriall: date
`,
      [
        '_config.yaml:4:5 error unknown-key: zones.example.com has the key "seriall", which means nothing | Did you mean "serial"?',
      ],
    ],
    [
      "a misspelt key of soa",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
soa: {refrehs: 300}
`,
      [
        '_config.yaml:2:7 error unknown-key: soa has the key "refrehs", which means nothing | Did you mean "refresh"?',
      ],
    ],
    [
      "a key that nobody knows",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net., fly_app: dns}]
`,
      [
        '_config.yaml:1:40 error unknown-key: nameservers.0 has the key "fly_app", which means nothing | Known are name, addresses, app, fed, alias.',
      ],
    ],
    [
      "times that are none",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
default_ttl: 1d
soa: {refresh: -1, expire: [1], ttl: soon}
`,
      [
        '_config.yaml:2:14 error ttl-range: default_ttl is "1d"; expected whole seconds from 0 to 2147483647 | Write 86400.',
        '_config.yaml:3:16 error ttl-range: soa.refresh is "-1"; expected whole seconds from 0 to 2147483647 | Write the number of seconds, for example 3600.',
        "_config.yaml:3:28 error wrong-kind: soa.expire is a list; expected a single value | Write one value here.",
        '_config.yaml:3:38 error ttl-range: soa.ttl is "soon"; expected whole seconds from 0 to 2147483647 | Write the number of seconds, for example 3600.',
      ],
    ],
    [
      "a nameserver without a name",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{addresses: [192.0.2.53]}, {name: ns1.example.net.}]
`,
      ["_config.yaml:1:15 error missing-key: nameservers.0 has no name | Add `name: …`."],
    ],
    [
      "how a nameserver is fed, in ways that do not go together",
      `www: {type: A, value: 192.0.2.1}
`,
      `soa: {refresh: 3600, retry: 900}
nameservers:
  - {name: ns1.example.net., addresses: [192.0.2.51], app: dns, fed: {by: files}}
  - {name: ns2.example.net., fed: {by: files}}
  - {name: ns3.example.net., addresses: [192.0.2.53], fed: {by: post}}
  - {name: ns4.example.net., addresses: [192.0.2.54], fed: {by: files, key: ns4-key}}
  - {name: ns5.example.net., addresses: [192.0.2.55], fed: {key: ns5-key}}
  - {name: ns6.example.net., addresses: [192.0.2.56], fed: transfer}
  - {name: ns7.example.net., addresses: [192.0.2.57], fed: {by: transfer, key: "a b", notify: [ns7.example.net, "192.0.2.57:0"]}}
`,
      [
        "_config.yaml:3:70 error config-value: nameservers.fed stands beside an app; expected one of the two | A nameserver with an app is ours and gets the zones with its image: remove `fed`, or `app`.",
        "_config.yaml:4:35 error config-value: nameservers.fed stands at a nameserver without addresses | Write its `addresses`, or remove `fed`: nobody could ask whether it follows.",
        '_config.yaml:5:65 error config-value: nameservers.fed.by is "post"; expected one of transfer, files | Known are transfer, files.',
        "_config.yaml:6:77 error config-value: nameservers.fed has a key or notify, and is fed by files | Remove them: they are of transfers, as in `fed: {by: transfer, key: ns3-key.}`.",
        "_config.yaml:7:60 error missing-key: nameservers.4.fed has no by | Add `by: …`.",
        '_config.yaml:8:60 error wrong-kind: nameservers.5.fed is "transfer"; expected a mapping | Write a mapping.',
        '_config.yaml:9:80 error config-value: nameservers.fed.key is "a b"; expected the name of a TSIG key | Write the name that stands before the algorithm in ZONEPIPE_TSIG_KEYS, as in `ns3-key.`, and never the secret.',
        '_config.yaml:9:96 error ipv4-invalid: nameservers.fed.notify is "ns7.example.net"; expected an IPv4 address such as 192.0.2.1 | Write four numbers from 0 to 255 with dots between, without leading zeros.',
        "_config.yaml:9:113 error config-value: nameservers.fed.notify has port 0; expected 1 to 65535 | Write the port that it listens at.",
      ],
    ],
    [
      "nameservers as texts",
      `'': {type: NS, value: ns1.example.net.}
`,
      `nameservers: [ns1.example.net.]
`,
      [
        '_config.yaml:1:15 error wrong-kind: nameservers.0 is "ns1.example.net."; expected a mapping | Write a mapping.',
      ],
    ],
    [
      "an app that is none",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net., app: -a}, {name: ns2.example.net., app: My_DNS}]
`,
      [
        '_config.yaml:1:45 error config-value: nameservers.app is "-a"; expected the name of an app on Fly.io | Write what `fly apps list` shows, for example my-dns-1.',
        '_config.yaml:1:80 error config-value: nameservers.app is "My_DNS"; expected the name of an app on Fly.io | Write what `fly apps list` shows, for example my-dns-1.',
      ],
    ],
    [
      "an address that is none",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net., addresses: [192.0.2.256, '2001:db8::x']}]
`,
      [
        '_config.yaml:1:52 error ipv4-invalid: nameservers.addresses is "192.0.2.256"; expected an IPv4 address such as 192.0.2.1 | Write four numbers from 0 to 255 with dots between, without leading zeros.',
        '_config.yaml:1:65 error ipv6-invalid: nameservers.addresses is "2001:db8::x"; expected an IPv6 address such as 2001:db8::1 | Write eight groups of up to four hex digits with colons between; `::` stands once for a run of zeros.',
      ],
    ],
    [
      "a name that is none",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1..example.net.}, {name: ns2.example.net.}]
`,
      [
        '_config.yaml:1:22 error empty-label: nameservers.name is refused: Name "ns1..example.net." has an empty label | Write exactly one dot between two labels, and none at the start.',
      ],
    ],
    [
      "a mailbox with dots",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
soa: {rname: first.last@example.com}
`,
      [],
    ],
    [
      "a mailbox without a local part",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
soa: {rname: '@example.com'}
`,
      [
        '_config.yaml:2:14 error config-value: soa.rname is "@example.com"; expected a mail address | Write for example hostmaster@example.com.',
      ],
    ],
    [
      "a mailbox with a space",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
soa: {rname: 'host master@example.com'}
`,
      [
        '_config.yaml:2:14 error config-value: soa.rname is "host master@example.com"; expected a mail address | Write for example hostmaster@example.com.',
      ],
    ],
    [
      "a serial style that does not exist",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
serial: dat
`,
      [
        '_config.yaml:2:9 error config-value: serial is "dat"; expected one of date, unixtime, increment | Did you mean "date"?',
      ],
    ],
    [
      "a form of webhook that there is not",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
watch: {webhook: teams, parents: maybe}
`,
      [
        '_config.yaml:2:18 error config-value: watch.webhook is "teams"; expected one of generic, slack, off | Known are generic, slack, off.',
        '_config.yaml:2:34 error config-value: watch.parents is "maybe"; expected one of true, false | Known are true, false.',
      ],
    ],
    [
      "safety out of range",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
safety: {max_delete_percent: 101, min_rrsets: few}
`,
      [
        '_config.yaml:2:30 error config-value: safety.max_delete_percent is "101"; expected a whole number from 0 to 100 | Write a number in decimal digits.',
        '_config.yaml:2:47 error config-value: safety.min_rrsets is "few"; expected a whole number from 0 to 1000000000 | Write a number in decimal digits.',
      ],
    ],
    [
      "a journal without end",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
journal: {versions: 101, size: 1MB}
`,
      [
        '_config.yaml:2:21 error config-value: journal.versions is "101"; expected a whole number from 0 to 100 | Write a number in decimal digits.',
        '_config.yaml:2:32 error config-value: journal.size is "1MB"; expected a whole number from 0 to 1000000000 | Write a number in decimal digits.',
      ],
    ],
    [
      "a truth value of YAML 1.1",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
escaped_semicolons: no
`,
      [
        '_config.yaml:2:21 error config-value: escaped_semicolons is "no"; expected one of true, false | Known are true, false.',
      ],
    ],
    [
      "a level that does not exist",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
lint: {txt-chunks: off}
`,
      [
        '_config.yaml:2:20 error config-value: lint.txt-chunks is "off"; expected one of error, warning, info, ignore | Known are error, warning, info, ignore.',
      ],
    ],
    [
      "a rule that does not exist",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
lint: {txt-chunk: ignore}
`,
      [
        '_config.yaml:2:8 error unknown-rule: There is no rule "txt-chunk" that can be set | Did you mean "txt-chunks"?',
      ],
    ],
    [
      "a rule that always weighs the same",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
lint: {cname-and-other: ignore}
`,
      [
        "_config.yaml:2:8 error firm-rule: Rule cname-and-other always weighs the same: a zone that breaks it cannot be served | Remove it from `lint`.",
      ],
    ],
    [
      "settings of a zone that does not exist",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
zones:
  exmaple.com: {default_ttl: 60}
`,
      [
        '_config.yaml:3:3 error config-unknown-zone: There is no zone "exmaple.com" | Did you mean "example.com"?',
      ],
    ],
    [
      "settings of a zone in two spellings",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
zones:
  example.com: {default_ttl: 60}
  EXAMPLE.COM.: {default_ttl: 61}
`,
      [
        "_config.yaml:4:3 error yaml-duplicate-key: Zone example.com. has settings twice, under two spellings | Write them in one place.",
      ],
    ],
    [
      "settings of a zone that are no mapping",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
zones:
  example.com: 60
`,
      [
        '_config.yaml:3:16 error wrong-kind: zones.example.com is "60"; expected a mapping | Write a mapping.',
      ],
    ],
    [
      "a key twice",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
default_ttl: 60
default_ttl: 61
`,
      [
        '_config.yaml:3:1 error yaml-duplicate-key: Key "default_ttl" stands twice in one mapping, here and in line 2 | Keep one of them.',
      ],
    ],
    [
      "broken YAML",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.net.}]
soa: {refresh: 1
serial: date
`,
      [
        "_config.yaml:2:6 error yaml-syntax: A bracket opens here and is not closed | Close it with }. All lines within must be indented.",
      ],
    ],
    [
      "a rule that weighs more, less and nothing",
      `a: {type: TXT, values: [1.10, 'one\\; two', '"three" "four"']}
`,
      `nameservers: [{name: ns1.example.net.}]
lint: {yaml-implicit-type: error, semicolon-escaped: warning, txt-chunks: ignore}
`,
      [
        "example.com.yaml:1:25 error yaml-implicit-type: TXT is 1.10 without quotes; other YAML readers take it for the number 1.1 (YAML 1.1) | Write '1.10'.",
        "example.com.yaml:1:31 warning semicolon-escaped: \\; is read as ; in TXT, as octoDNS writes it (1 value) | Nothing needs to be done. A semicolon alone means the same.",
      ],
    ],
    [
      "a rule that one zone turns off",
      `a: {type: TXT, value: 1.10}
`,
      `nameservers: [{name: ns1.example.net.}]
lint: {yaml-implicit-type: error}
zones: {example.com: {lint: {yaml-implicit-type: ignore}}}
`,
      [],
    ],
  ])("%s", async (_, yaml, config, problems) => {
    expect(await checkZone(yaml, config)).toEqual(problems);
  });
});

describe("nameservers and the zone's own records", () => {
  test.each<[string, string, string, string[]]>([
    [
      "the same NS in both",
      `'': {type: NS, values: [NS2.example.net., ns1.example.net]}
`,
      `nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]
`,
      [],
    ],
    [
      "other NS in the zone",
      `'': {type: NS, values: [ns1.example.net., ns3.example.net.]}
`,
      `nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]
`,
      [
        "example.com.yaml:1:43 warning apex-ns-differs: The apex NS differ from the nameservers at _config.yaml:1; only here: ns3.example.net.; only there: ns2.example.net. | The zone's own records are published, the others are asked. Remove the NS records here, or write the same.",
      ],
    ],
    [
      "fewer NS in the zone",
      `'': {type: NS, value: ns1.example.net.}
`,
      `nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]
`,
      [
        "example.com.yaml:1:23 warning apex-ns-differs: The apex NS differ from the nameservers at _config.yaml:1; only there: ns2.example.net. | The zone's own records are published, the others are asked. Remove the NS records here, or write the same.",
      ],
    ],
    [
      "no NS anywhere",
      `www: {type: A, value: 192.0.2.1}
`,
      `default_ttl: 300
`,
      [
        "example.com.yaml:1:1 error apex-ns-missing: The zone example.com. has no NS record at its apex | List its nameservers under `nameservers:` in _config.yaml, or add an NS record under ''.",
      ],
    ],
    [
      "NS in the zone that are refused",
      `'': {type: NS, value: ns1..example.net.}
`,
      `nameservers: [{name: ns1.example.net.}]
`,
      [
        'example.com.yaml:1:23 error empty-label: NS is refused: Name "ns1..example.net." has an empty label | Write exactly one dot between two labels, and none at the start.',
      ],
    ],
    [
      "a nameserver in the zone with addresses only in _config",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.com., addresses: [192.0.2.53]}]
`,
      [],
    ],
    [
      "a nameserver in the zone without any address",
      `www: {type: A, value: 192.0.2.1}
`,
      `nameservers: [{name: ns1.example.com.}]
`,
      [
        "_config.yaml:1:22 error glue-missing: NS target ns1.example.com. lies in the zone and has no A or AAAA record there | Add an A or AAAA record for ns1.example.com., or write a nameserver that has one.",
      ],
    ],
    [
      "the same addresses in both",
      `ns1: [{type: A, value: 192.0.2.53}, {type: AAAA, value: '2001:db8::53'}]
`,
      `nameservers: [{name: ns1.example.com., addresses: [192.0.2.53, '2001:DB8::53']}]
`,
      [],
    ],
    [
      "another address in the zone",
      `ns1: {type: A, values: [192.0.2.53, 192.0.2.54]}
`,
      `nameservers: [{name: ns1.example.com., addresses: [192.0.2.53]}]
`,
      [
        "example.com.yaml:1:37 error nameserver-address-differs: Nameserver ns1.example.com. has other A addresses here than at _config.yaml:1 | Write the same addresses in both places, or only in _config.yaml.",
      ],
    ],
    [
      "only the other family in the zone",
      `ns1: {type: AAAA, value: '2001:db8::53'}
`,
      `nameservers: [{name: ns1.example.com., addresses: [192.0.2.53]}]
`,
      [],
    ],
    [
      "an alias in the zone",
      `ns1: {type: CNAME, value: a.example.net.}
`,
      `nameservers: [{name: ns1.example.com., addresses: [192.0.2.53]}]
`,
      [
        "_config.yaml:1:22 error ns-target-cname: NS target ns1.example.com. is an alias; expected a name with addresses | Write the name that it stands for, a.example.net. (example.com.yaml:1).",
        "example.com.yaml:1:27 error cname-and-other: ns1.example.com. has a CNAME and also A (at _config.yaml:1); expected the CNAME alone | Remove the CNAME, or everything else at this name.",
      ],
    ],
  ])("%s", async (_, yaml, config, problems) => {
    expect(await checkZone(yaml, config)).toEqual(problems);
  });
});
