import type { Family, Rule } from "./rule.ts";

const NAMESERVERS = "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n";

/** Told by those who read zones for `check` and `plan` (see `checkLayout`), for laying out is no matter of one zone. */
export const LAYOUT: Rule = {
  id: "layout",
  severity: "warning",
  about: "A file of a zone that has another layout than `zonepipe fmt` gives it",
  why: "With one layout a change shows what changes and nothing else, and octoDNS reads the file, which wants keys in order. It is off unless `_config.yaml` gives it a level. Information of this name is told by `fmt` itself, of what it leaves as it was written.",
  mend: "Run `zonepipe fmt`. What it leaves as it was written: put anchors before their aliases in natural order, and write no rare forms of YAML.",
  off: true,
  accepted: [
    {
      "_config.yaml": `${NAMESERVERS}lint: {layout: error}\n`,
      "example.com.yaml": "'': {type: TXT, value: one}\nwww: {type: A, value: 192.0.2.80}\n",
    },
    "www:   {type: A, value: '192.0.2.80'}\n",
  ],
  refused: [
    {
      sample: {
        "_config.yaml": `${NAMESERVERS}lint: {layout: error}\n`,
        "example.com.yaml": "'': {type: TXT, value: one}\nwww: { type: A, value: 192.0.2.80 }\n",
      },
      finds: ["example.com.yaml:2:1 The file has another layout from here on"],
    },
  ],
};

/** The rules that speak while YAML is read and zones are put together, other than "this cannot be read". */
export const READING: Family = {
  subject: "How zones are written",
  rules: [
    LAYOUT,
    {
      id: "yaml-implicit-type",
      severity: "warning",
      source: "YAML 1.2 §10.3",
      about: "A text without quotes that other YAML readers take for something else",
      why: "octoDNS and editors with YAML 1.1 read `no` as false, 1.10 as 1.1 and 12:30 as 750. The same file means two things.",
      mend: "Put it in quotes, or write the number in plain decimal digits.",
      accepted: ["'': {type: TXT, value: '1.10'}\n"],
      refused: [
        {
          sample: "'': {type: TXT, value: 1.10}\n",
          finds: [
            "1:24 TXT is 1.10 without quotes; other YAML readers take it for the number 1.1 (YAML 1.1)",
          ],
        },
      ],
    },
    {
      id: "yaml-merge-override",
      severity: "warning",
      about: "A merge `<<` that overrides a key written before it, which only octoDNS does",
      why: "By YAML the key that is written wins, wherever it stands; octoDNS lets a later merge win. The same file means two things.",
      mend: "Write `<<` first, and the key that shall win behind it.",
      accepted: ["www:\n  <<: {type: A, value: 192.0.2.1}\n  value: 192.0.2.80\n"],
      refused: [
        {
          sample: "www:\n  value: 192.0.2.80\n  <<: {type: A, value: 192.0.2.1}\n",
          finds: ["3:3 The merge overrides value of line 2 with that of line 3"],
        },
      ],
    },
    {
      id: "semicolon-escaped",
      severity: "warning",
      about: "`\\;` in TXT: information where it means `;`, a warning where its backslash is one",
      why: "octoDNS writes a semicolon as \\; by default. Whether the backslash is published depends on a setting.",
      mend: "Write the semicolon alone. YAML needs no backslash before it.",
      accepted: ["_dmarc: {type: TXT, value: v=DMARC1; p=reject}\n"],
      refused: [
        {
          sample: {
            "_config.yaml": `${NAMESERVERS}escaped_semicolons: false\n`,
            "example.com.yaml": "'': {type: TXT, value: 'a\\;b'}\n",
          },
          finds: ["example.com.yaml:1:24 TXT has \\; in it, which is a backslash and a semicolon here"],
        },
      ],
    },
    {
      id: "txt-chunks",
      severity: "info",
      about: "TXT in zone file notation, its strings in quotes",
      why: "It is read as octoDNS reads it: the quotes are taken away and the strings put together. A text in one piece says the same and is easier to change.",
      mend: "Write the text in one piece; it is split where DNS needs that.",
      accepted: ["'': {type: TXT, value: one text}\n"],
      refused: [
        {
          sample: "'': {type: TXT, value: '\"one \" \"text\"'}\n",
          finds: [
            "1:24 A text that begins with a quote is read in zone file notation, its strings put together (1 value)",
          ],
        },
      ],
    },
    {
      id: "txt-quotes",
      severity: "warning",
      about: "Quotes in TXT that take something of the text with them",
      why: 'octoDNS takes the first and the last character from a text that begins with a quote, and " " from any. What is published then is not what stands there.',
      mend: "Put quotes around the whole text to publish all of it, or write it without quotes.",
      accepted: ["'': {type: TXT, value: 'She said \"Hello\"'}\n"],
      refused: [
        {
          sample: "'': {type: TXT, value: '\"Hello\" she said'}\n",
          finds: [
            '1:24 TXT begins with a quote and does not end with one, so it loses its first and its last character, as in octoDNS; published is "Hello\\" she sai"',
          ],
        },
        {
          sample: "'': {type: TXT, value: 'one\" \"two'}\n",
          finds: [
            '1:24 TXT has " " in it, which is taken away as the border of two strings, as in octoDNS; published is "onetwo"',
          ],
        },
      ],
    },
    {
      id: "ds-old-form",
      severity: "warning",
      about: "DS with octoDNS' old keys, which mean something else",
      why: "In the old form `algorithm` is the key tag and `public_key` the algorithm's neighbour. Whoever reads the file takes one for the other.",
      mend: "Write key_tag, algorithm, digest_type and digest.",
      accepted: [
        "lab:\n  - {type: NS, values: [ns1.example.net., ns2.example.net.]}\n  - type: DS\n    value: {key_tag: 60485, algorithm: 13, digest_type: 2, digest: 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21}\n",
      ],
      refused: [
        {
          sample:
            "lab:\n  - {type: NS, values: [ns1.example.net., ns2.example.net.]}\n  - type: DS\n    value: {flags: 60485, protocol: 13, algorithm: 2, public_key: 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21}\n",
          finds: [
            "4:12 DS stands in octoDNS' old form, where flags is the key_tag, protocol is the algorithm, algorithm is the digest_type, public_key is the digest",
          ],
        },
      ],
    },
    {
      id: "octodns-lenient",
      severity: "warning",
      about: "`octodns.lenient`, which turns nothing off here",
      why: "In octoDNS it turns every check of a record off. Here a single rule is turned off, with a reason.",
      mend: "Remove it; where a rule does not apply write `zonepipe: {disable: [{rule: …, reason: …}]}`.",
      accepted: ["www: {type: A, value: 192.0.2.80}\n"],
      refused: [
        {
          sample: "www: {type: A, value: 192.0.2.80, octodns: {lenient: true}}\n",
          finds: ["1:54 octodns.lenient is true; it turns nothing off here"],
        },
      ],
    },
    {
      id: "octodns-not-used",
      severity: "warning",
      about: "`octodns.healthcheck` or `auto_arpa_priority`, which nothing here goes by",
      why: "octoDNS checks hosts and orders the PTR records that it makes by them. Here a zone says what is written.",
      mend: "Remove the key.",
      accepted: ["www: {type: A, value: 192.0.2.80}\n"],
      refused: [
        {
          sample: "www: {type: A, value: 192.0.2.80, octodns: {healthcheck: {protocol: TCP}}}\n",
          finds: ["1:45 octodns.healthcheck has no effect here (1 record)"],
        },
      ],
    },
    {
      id: "octodns-targets",
      severity: "warning",
      about: "`octodns.excluded` or `included`, by which only some providers have a record",
      why: "octoDNS chooses providers by them. Here the zone is one and the same for everybody, so the record is published where it was not.",
      mend: "Remove the key, or the record if it must not be published.",
      accepted: ["www: {type: A, value: 192.0.2.80}\n"],
      refused: [
        {
          sample: "www: {type: A, value: 192.0.2.80, octodns: {excluded: [route53]}}\n",
          finds: [
            "1:45 octodns.excluded keeps 1 record from some of octoDNS' providers; here every nameserver publishes it",
          ],
        },
      ],
    },
    {
      id: "octodns-proxied",
      severity: "warning",
      about: "Records behind Cloudflare's proxy, which is gone here",
      why: "Cloudflare answers with its own addresses for them. Here the record says what it says: the address of the origin is open to everybody, and nothing stands before it.",
      mend: "Make sure that the origin can stand alone, then remove the key.",
      accepted: ["www: {type: A, value: 192.0.2.80}\n"],
      refused: [
        {
          sample: "www: {type: A, value: 192.0.2.80, octodns: {cloudflare: {proxied: true}}}\n",
          finds: [
            "1:58 Cloudflare's proxy stands before 1 record in octoDNS; here its own value is published: everybody sees the address of the origin, and the proxy with its certificate, cache and protection is gone",
          ],
        },
      ],
    },
    {
      id: "octodns-provider-keys",
      severity: "warning",
      about: "Keys of octoDNS' providers, which have no effect here",
      why: "They switch on things that one provider has, such as health checks of its own. Without them the record means what it says.",
      mend: "Remove the key when the record is right without it.",
      accepted: ["www: {type: A, value: 192.0.2.80}\n"],
      refused: [
        {
          sample: "www: {type: A, value: 192.0.2.80, octodns: {cloudflare: {auto-ttl: true}}}\n",
          finds: ["1:45 Keys of octoDNS' providers have no effect here: octodns.cloudflare (1 record)"],
        },
      ],
    },
    {
      id: "ipv6-non-canonical",
      severity: "warning",
      source: "RFC 5952 §4",
      about: "An IPv6 address that is not in its canonical form",
      why: "The same address in two spellings is not found by a search, and shows as a change where there is none.",
      mend: "Write it in lower case, without leading zeros, the longest run of zeros as ::.",
      accepted: ["www: {type: AAAA, value: '2001:db8::80'}\n"],
      refused: [
        {
          sample: "www: {type: AAAA, value: '2001:DB8:0:0::80'}\n",
          finds: ["1:26 AAAA is not in its canonical form, which is 2001:db8::80"],
        },
      ],
    },
    {
      id: "apex-ns-differs",
      severity: "warning",
      about: "The zone's own apex NS and the nameservers in `_config.yaml` differ",
      why: "The zone's own records are published and the others are asked, so the answers that are checked are not those that people get.",
      mend: "Remove the NS records from the zone, or write the same nameservers in both places.",
      accepted: ["'': {type: NS, values: [ns1.example.net., ns2.example.net.]}\n"],
      refused: [
        {
          sample: "'': {type: NS, values: [ns1.example.net., ns3.example.net.]}\n",
          finds: [
            "1:43 The apex NS differ from the nameservers at _config.yaml:1; only here: ns3.example.net.; only there: ns2.example.net.",
          ],
        },
      ],
    },
    {
      id: "unused-disable",
      severity: "warning",
      about: "A rule is turned off for a record that it says nothing about",
      why: "The entry outlived its cause. It would hide the next problem of that kind without anybody having thought of it.",
      mend: "Remove the entry from `disable`.",
      accepted: [
        "intranet: {type: A, value: 10.1.2.3, zonepipe: {disable: [{rule: special-address, reason: only for the inside}]}}\n",
      ],
      refused: [
        {
          sample:
            "www: {type: A, value: 192.0.2.80, zonepipe: {disable: [{rule: special-address, reason: only for the inside}]}}\n",
          finds: [
            "1:56 Rule special-address is turned off here, but it has nothing to say about this record",
          ],
        },
      ],
    },
    {
      id: "file-not-read",
      severity: "warning",
      about: "A file or folder that looks like a zone and is not read as one",
      why: "Its records are not published, and nobody misses them until somebody looks for them.",
      mend: "Name it as a zone, such as example.com.yaml, or let its name begin with _ if it is none.",
      accepted: [{ "example.com.yaml": "{}\n", "_notes.yml": "{}\n" }],
      refused: [
        {
          sample: { "example.com.yaml": "{}\n", "example.org.yml": "{}\n" },
          finds: ["example.org.yml:1:1 This looks like a zone or a part of one, and is not read"],
        },
      ],
    },
  ],
};
