import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DS_STATES, KEY_ROLES, KEY_STATES } from "../../src/dnssec/zone-keys.ts";
import { load } from "../../src/zones/load.ts";
import { validate } from "../../src/zones/validate.ts";
import { keysYaml, keyYaml } from "../dnssec/keys-yaml.ts";
import { fakeFiles } from "../fakes/files.ts";
import type { TextTarget } from "./put-texts.ts";
import { faultOfProblems, faultOfRecords } from "./zone-texts.ts";

/** A zone in YAML before `check`: whatever the file holds, there are problems with a place in it, or a zone. */
export function zoneYaml(): TextTarget {
  return {
    part: "zones in YAML",
    seeds: [example("example.com.yaml"), example("2.0.192.in-addr.arpa.yaml"), TYPES],
    dictionary: DICTIONARY,
    check: (text) => check({ "example.com.yaml": text, "_config.yaml": example("_config.yaml") }, text),
  };
}

/** The settings of all zones before `check`, with zones that have no mistakes. */
export function configYaml(): TextTarget {
  return {
    part: "_config.yaml",
    seeds: [example("_config.yaml")],
    dictionary: DICTIONARY,
    check: (text) => check({ "example.com.yaml": example("example.com.yaml"), "_config.yaml": text }, text),
  };
}

/** The keys of signed zones before `check`, with zones that have no mistakes. */
export function keysYamlText(): TextTarget {
  return {
    part: "_keys.yaml",
    seeds: [
      keysYaml(),
      keysYaml({ more: SIGNING, keys: [keyYaml(), keyYaml({ state: "foreign", ds: "seen" })] }),
    ],
    dictionary: [
      ...DICTIONARY,
      ...(keysYaml().match(/\S+/g) ?? []),
      ...KEY_STATES,
      ...KEY_ROLES,
      ...DS_STATES,
    ],
    check: (text) =>
      check(
        {
          "example.com.yaml": example("example.com.yaml"),
          "_config.yaml": example("_config.yaml"),
          "_keys.yaml": text,
        },
        text,
      ),
  };
}

const SIGNING = "    windows: 52\n    denial: nsec3\n    ttl: 300\n    cds: keys\n    csync: true\n";

function example(file: string): string {
  return readFileSync(join(import.meta.dirname, "../../zones", file), "utf8");
}

async function check(
  files: { readonly [file: string]: string },
  fuzzed: string,
): Promise<string | undefined> {
  const placed = Object.entries(files).map(([file, text]) => [`zones/${file}`, Buffer.from(text, "latin1")]);
  const { zones, problems } = validate(await load("zones", fakeFiles(Object.fromEntries(placed))));
  const name = Object.keys(files).find((file) => files[file] === fuzzed);
  return (
    faultOfProblems(
      problems.filter(({ file }) => file === `zones/${name}`),
      fuzzed,
    ) ?? faultOfRecords(zones.flatMap(({ records }) => records))
  );
}

const TYPES = `
'':
  - {type: NS, values: [ns1.example.net., ns2.example.net.]}
  - {type: MX, values: [{preference: 10, exchange: mail}, {preference: 20, exchange: mail.example.net.}]}
  - {type: CAA, value: {flags: 0, tag: issue, value: ca.example.net}}
  - {type: TXT, values: ["v=spf1 -all", 'a\\;b']}
_sip._tcp: {type: SRV, ttl: 60, values: [{priority: 0, weight: 5, port: 5060, target: sip}]}
sip: &sip {type: A, ttl: 300, values: [192.0.2.1, 192.0.2.2]}
again:
  <<: *sip
  ttl: 600
sub: {type: NS, values: [ns1.sub, ns2.example.net.]}
ns1.sub: [{type: A, value: 192.0.2.3}, {type: AAAA, value: "2001:db8::3"}]
www: {type: CNAME, value: sip, zonepipe: {owner: web, note: "no", disable: [{rule: ttl, reason: test}]}}
_443._tcp: {type: TLSA, value: {certificate_usage: 3, selector: 1, matching_type: 1, certificate_association_data: "00"}}
"*": {type: LOC, value: {lat_degrees: 1, lat_direction: N, long_degrees: 1, long_direction: E, altitude: 1, size: 1, precision_horz: 1, precision_vert: 1}}
`;

const DICTIONARY = [
  ..."{ } [ ] - ? : , # & * ! | > ' \" % @ ` ~ - --- ... &a *a *b << !!str !!int !!binary !!null !!set !x".split(
    " ",
  ),
  ..."null true yes no on off y n 0 -1 1.5 1e400 .inf -.inf .nan 0x1f 0o17 017 0b1 1_000 12:30:45".split(" "),
  ..."9007199254740993 4294967296 2147483648 2001-01-01 ? __proto__ constructor toString hasOwnProperty".split(
    " ",
  ),
  ..."type: ttl: value: values: A AAAA MX TXT CNAME NS SOA ALIAS DNAME URLFWD octodns: zonepipe: lenient:".split(
    " ",
  ),
  ..."192.0.2.1 ::1 2001:db8::1 www example.com. . .. * @ xn--a \\; \\\\ %41 \u00e9 \u00c3\u00a4".split(" "),
  "{type: A, value: 192.0.2.1}",
  "[".repeat(300),
  "{a: ".repeat(100),
  "- ".repeat(200),
  "a: &x [1, 1, 1]\nb: &y [*x, *x, *x, *x]\nc: &z [*y, *y, *y, *y]\nd: [*z, *z, *z, *z]\n",
  "<<: [*sip, *sip]",
  "\n",
  "\n  ",
  "\t",
  "|\n  text\n",
  ">-\n  text\n",
  "\u2028",
  "\xef\xbb\xbf",
  "a".repeat(300),
];
