import { describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { A6 } from "../../dns/records/a6.ts";
import { AMTRELAY } from "../../dns/records/amtrelay.ts";
import { HIP } from "../../dns/records/hip.ts";
import { RECORD_TYPES } from "../../dns/records/index.ts";
import { IPSECKEY } from "../../dns/records/ipseckey.ts";
import type { AnyRecordType } from "../../dns/records/record-type.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { checkFiles } from "../../test/check-zones.ts";

/** The help that names the host which was meant. */
const SITE = "Write the host alone: site.example.net.";
const X = "Write the host alone: x.";

/** What is no name; what is said of it; and how to mend it where a host is wanted. */
const NO_NAMES: readonly (readonly [string, string, string])[] = [
  ["https://site.example.net/", "a URL", SITE],
  ["http://u:p@site.example.net:8080/a?b#c", "a URL", SITE],
  ["//site.example.net", "a URL", SITE],
  ["http:x", "a URL", X],
  ["site.example.net/path", "a name with a path", SITE],
  ["site.example.net/", "a name with a path", SITE],
  ["0/25", "a name with a path", "Write the host alone: 0."],
  ["192.0.2.0/24", "a network", "Give the host a name with an A or AAAA record, and write that name."],
  ["x:8080", "a name with a port", X],
  ["x:", "a name with a port", X],
  [
    "192.0.2.1:53",
    "a name with a port",
    "Give the host a name with an A or AAAA record, and write that name.",
  ],
  ["http://192.0.2.1/", "a URL", "Give the host a name with an A or AAAA record, and write that name."],
  ["2001:db8::1", "an address", "Give the host a name with an A or AAAA record, and write that name."],
  ["[2001:db8::1]", "an address", "Give the host a name with an A or AAAA record, and write that name."],
  ["[2001:db8::1]:53", "an address", "Give the host a name with an A or AAAA record, and write that name."],
  [
    "[192.0.2.1]",
    "a name in square brackets",
    "Give the host a name with an A or AAAA record, and write that name.",
  ],
  ["x?y", "a name with a part of a URL", X],
  ["x#y", "a name with a part of a URL", X],
  [" x", "with white space at its start", X],
  ["x ", "with white space at its end", X],
  ["x\t", "with a tab at its end", X],
  ["x\n", "with a line break at its end", `${X} After | or > the line break is a part of the value.`],
  ["\u00a0x", "with white space (U+00A0) at its start", X],
  ["x\u200b", "with an invisible character (U+200B) at its end", X],
  ["\ufeffx", "with an invisible character (U+FEFF) at its start", X],
  ["a\u00adb", "with an invisible character (U+00AD) in it", "Remove it."],
  ["a b", "with white space in it", "Remove it; where the name really has it, write \\032."],
  ["a\tb", "with a tab in it", "Remove it; where the name really has it, write \\009."],
  ["10 mail.example.net.", "with white space in it", "Write the host alone: mail.example.net."],
  ["site.example.net ; the new one", "with white space in it", SITE],
  [
    "site.example.net, x.example.net",
    "several names",
    "Write each on its own: site.example.net, x.example.net.",
  ],
  ["<site>", "a name in angle brackets", "Write the host alone: site."],
  ["<https://site.example.net/>", "a name in angle brackets", SITE],
  ["[docs](https://site.example.net/)", "a Markdown link", SITE],
  ["user@x", "a mail address", X],
  ["mailto:user@x", "a mail address", X],
  ['"x."', "a name in quotes", X],
  ["'x'", "a name in quotes", X],
  ["`x`", "a name in quotes", X],
  ["“x”", "a name in quotes", X],
  ["(x)", "a name in parentheses", X],
  ["{x y}", "a name in braces", "Remove it; where the name really has it, write \\{."],
  ["$1SITE", "a placeholder that nothing has filled in", "Write the name itself."],
  ["{{ site }}", "a placeholder that nothing has filled in", "Write the name itself."],
  ["x,", 'with "," at its end', X],
  ["x;", 'with ";" at its end', X],
  [",x", 'with "," at its start', X],
  ["https://", "a URL", "Remove it; where the name really has it, write \\:."],
  ["x.example.com.,", 'with "," at its end', "Write the host alone: x.example.com."],
  ["x.example.com.;", 'with ";" at its end', "Write the host alone: x.example.com."],
  ["a–b", "with – (U+2013) in it", "Remove it."],
  ["a=b", 'with "=" in it', "Remove it; where the name really has it, write \\=."],
  ['x"', "with a quote in it", 'Remove it; where the name really has it, write \\".'],
];

/** Where a host is written, as YAML around it. */
const HOSTS: { readonly [words: string]: (value: string) => string } = {
  CNAME: (value) => `a: {type: CNAME, value: ${value}}\n`,
  DNAME: (value) => `a: {type: DNAME, value: ${value}}\n`,
  NS: (value) => `a: {type: NS, value: ${value}}\n`,
  PTR: (value) => `a: {type: PTR, value: ${value}}\n`,
  "MX exchange": (value) => `a: {type: MX, value: {preference: 10, exchange: ${value}}}\n`,
  "SRV target": (value) =>
    `_a._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 1, target: ${value}}}\n`,
  "SVCB targetname": (value) => `a: {type: SVCB, value: {svcpriority: 1, targetname: ${value}}}\n`,
  "HTTPS targetname": (value) => `a: {type: HTTPS, value: {svcpriority: 1, targetname: ${value}}}\n`,
  "NAPTR replacement": (value) =>
    `a: {type: NAPTR, value: {order: 1, preference: 1, flags: S, service: '', regexp: '', replacement: ${value}}}\n`,
  "RP txt": (value) => `a: {type: RP, value: {mbox: ., txt: ${value}}}\n`,
  "AFSDB hostname": (value) => `a: {type: AFSDB, value: {subtype: 1, hostname: ${value}}}\n`,
};

/** The same in `_config.yaml`. */
const SETTINGS: { readonly [words: string]: (value: string) => string } = {
  "nameservers.name": (value) => `nameservers: [{name: ns1.example.net.}, {name: ${value}}]\n`,
  "soa.mname": (value) => `nameservers: [{name: ns1.example.net.}]\nsoa: {mname: ${value}}\n`,
};

const PLACES: readonly (readonly [string, (value: string) => { readonly [file: string]: string }])[] = [
  ...Object.entries(HOSTS).map(
    ([words, yaml]) => [words, (value: string) => ({ "example.com.yaml": yaml(value) })] as const,
  ),
  ...Object.entries(SETTINGS).map(
    ([words, yaml]) =>
      [words, (value: string) => ({ "_config.yaml": yaml(value), "example.com.yaml": "{}\n" })] as const,
  ),
];

/** A text as a value in quotes, every character as it is. */
const quoted = (text: string) => JSON.stringify(text);

describe.each(PLACES)("as %s", (words, files) => {
  test.each(NO_NAMES)("%j is no name", async (text, what, help) => {
    const inFiles = files(quoted(text));
    const { problems } = await checkFiles(inFiles);
    const [file, yaml] = Object.entries(inFiles)[0]!;
    const before = yaml.slice(0, yaml.indexOf(quoted(text))).split("\n");
    const place = `${file}:${before.length}:${before.at(-1)!.length + 1}`;
    const message = `${words} is ${JSON.stringify(text)}, ${what}; expected a name`;
    expect(problems).toContain(`${place} error not-a-name: ${message} | ${help}`);
  });

  test.each([
    "site.example.net",
    "site.example.net.",
    "_a_b.example.net.",
    "Münster.example.net",
    "1.0/25.2.0.192.in-addr.arpa.",
    "a/b.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
    "1.0/25.rev.example.net.",
    "a\\032b\\058c\\,d.example.net.",
  ])("%s is one", async (text) => {
    expect((await checkFiles(files(quoted(text)))).problems).toEqual([]);
  });
});

describe("a name in the data of any type", () => {
  const fields = (RECORD_TYPES as readonly AnyRecordType[]).flatMap((type) =>
    type.names
      .filter((name) => type.fields[name]!.extent === "name")
      .map((name) => [`${type.type} ${name}`, type.fields[name]!] as const),
  );

  test.each([
    ...fields,
    ["IPSECKEY gateway", IPSECKEY.fields.gateway] as const,
    ["AMTRELAY relay", AMTRELAY.fields.relay] as const,
    ["A6 prefix_name", A6.fields.prefix_name] as const,
  ])("%s has no path, and has A-labels", (_, field) => {
    expect(() => field.accept("site.example.net/path")).toThrow("a name with a path; expected a");
    expect(() => field.accept("münchen.example.net")).toThrow(
      "with letters outside ASCII; expected its A-labels",
    );
  });

  test("HIP rendezvous_servers are no URLs", () => {
    const { accept } = HIP.fields.rendezvous_servers;
    expect(() => accept(["rvs.example.net", "https://site.example.net/"])).toThrow("a URL; expected a name");
  });
});

describe("a mailbox", () => {
  test.each<[string, string, string]>([
    ["user@example.net", "a mail address", "Write the @ as a dot: user.example.net."],
    ["john.doe@example.net", "a mail address", "Write the @ as a dot: john\\.doe.example.net."],
    ["mailto:user@example.net", "a mail address", "Write the @ as a dot: user.example.net."],
    ["https://example.net/", "a URL", "Write the name alone: example.net."],
    ["user.example.net ", "with white space at its end", "Write the name alone: user.example.net."],
  ])("of RP is not %s", async (text, what, help) => {
    const { problems } = await checkFiles({
      "example.com.yaml": `a: {type: RP, value: {txt: ., mbox: ${quoted(text)}}}\n`,
    });
    expect(problems).toEqual([
      `example.com.yaml:1:37 error not-a-name: RP mbox is ${JSON.stringify(text)}, ${what}; expected a mailbox as a name | ${help}`,
    ]);
  });

  test.each<[string, string]>([
    ["https://user@example.net/", "a URL; expected a mailbox as a name | Write the name alone: example.net."],
    [
      "john\\.doe@example.net",
      "expected a mailbox as a name | Write the @ as a dot: john\\.doe.example.net.",
    ],
    ["mailto:user@example.net", "expected a mail address | Write the address alone: user@example.net."],
    ["<user@example.net>", "expected a mail address | Write the address alone: user@example.net."],
    ["user@example.net\n", "expected a mail address | Write the address alone: user@example.net."],
    [" user@example.net", "expected a mail address | Write the address alone: user@example.net."],
    ["A User <user@example.net>", "expected a mail address | Write the address alone: user@example.net."],
    ["user@example.net:25", "expected a mail address | Write the address alone: user@example.net."],
    ["user@example.net,", "expected a mail address | Write the address alone: user@example.net."],
    ["user@example.net/", "expected a mail address | Write the address alone: user@example.net."],
    ["a b@example.net", "expected a mail address | Write for example hostmaster@example.com."],
    ["user@", "expected a mail address | Write for example hostmaster@example.com."],
    [
      "user.example.net ",
      "with white space at its end; expected a mailbox as a name | Write the name alone: user.example.net.",
    ],
    [
      "user.example.net:25",
      "a name with a port; expected a mailbox as a name | Write the name alone: user.example.net.",
    ],
  ])("of the SOA is not %j", async (text, told) => {
    const { problems } = await checkFiles({
      "_config.yaml": `nameservers: [{name: ns1.example.net.}]\nsoa: {rname: ${quoted(text)}}\n`,
      "example.com.yaml": "{}\n",
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^_config\.yaml:2:14 error (?:not-a-name|config-value): soa\.rname is /);
    expect(problems[0]).toContain(told);
  });

  test.each<[string, string]>([
    ["john.doe@example.net", "john\\.doe.example.net."],
    ["dns+zones@example.net.", "dns+zones.example.net."],
    ["o'neil@münchen.example", "o'neil.xn--mnchen-3ya.example."],
    ["john\\.doe.example.net.", "john\\.doe.example.net."],
    ["hostmaster.example.net", "hostmaster.example.net."],
  ])("of the SOA is %s", async (text, rname) => {
    const { problems, zones } = await checkFiles({
      "_config.yaml": `nameservers: [{name: ns1.example.net.}]\nsoa: {rname: ${quoted(text)}}\n`,
      "example.com.yaml": "{}\n",
    });
    expect(problems).toEqual([]);
    expect(printRecord(zones[0]!.records[0]!)).toContain(` ns1.example.net. ${rname} `);
  });
});

describe("as an owner", () => {
  const check = async (name: string, zone = "example.com", type = "{type: TXT, value: text}") =>
    checkFiles({ [`${zone}.yaml`]: `${quoted(name)}: ${type}\n` });

  const isPrefix = (text: string) => /^[0-9./]+$/.test(text); // which is one below the zone's name
  test.each(NO_NAMES.filter(([text]) => !isPrefix(text)))("%j is no name", async (text, what) => {
    const { problems } = await check(text);
    const message = `Name is ${JSON.stringify(text)}, ${what}; expected a name relative to the zone`;
    expect(problems).toEqual([
      expect.stringContaining(`example.com.yaml:1:1 error not-a-name: ${message} | `),
    ]);
  });

  test.each<[string, string]>([
    ["https://www.example.com/", "Write the name alone: www."],
    ["example.com:443", "Write the name alone: ''."],
    ["www ", "Write the name alone: www."],
    ["www,", "Write the name alone: www."],
    ["Dr. Who, 2nd floor._ipp._tcp", "Write \\. for a dot in the name of a service instance."],
  ])("%j is mended by: %s", async (text, help) => {
    expect((await check(text)).problems).toEqual([expect.stringMatching(/\| (.*)$/)]);
    expect((await check(text)).problems[0]!.split(" | ")[1]).toBe(help);
  });

  test.each<[string, string, string]>([
    ["0/25", "2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa."],
    ["dyn/customer-1", "2.0.192.in-addr.arpa", "dyn/customer-1.2.0.192.in-addr.arpa."],
    ["0/25.2.0.192.in-addr", "arpa", "0/25.2.0.192.in-addr.arpa."],
    ["0/25", "example.com", "0/25.example.com."],
    ["_dmarc", "example.com", "_dmarc.example.com."],
    ["a_b.c", "example.com", "a_b.c.example.com."],
    ["a\\032b\\058", "example.com", "a\\032b:.example.com."],
    ["Lobby, 2nd floor._ipp._tcp", "example.com", "lobby,\\0322nd\\032floor._ipp._tcp.example.com."],
    ["Lobby: 1/2 <new>._ipp._tcp", "example.com", "lobby:\\0321/2\\032<new>._ipp._tcp.example.com."],
    ["Dr\\. Who._http._udp", "example.com", "dr\\.\\032who._http._udp.example.com."],
  ])("%s in %s is one", async (text, zone, owner) => {
    const { problems, zones } = await check(text, zone);
    expect(problems).toEqual([]);
    expect(printName(zones.at(-1)!.records.at(-1)!.owner)).toBe(owner);
  });
});

test("a service instance is a target of PTR and SRV, in UTF-8 and in the case that it was written in", async () => {
  const { problems, zones } = await checkFiles({
    "example.com.yaml": `_ipp._tcp: {type: PTR, value: 'Büro, 2nd floor._ipp._tcp.example.com.'}
_a._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 1, target: 'Lobby, 2nd floor._ipp._tcp.example.net.'}}
`,
  });
  expect(problems).toEqual([]);
  expect(zones[0]!.records.slice(-2).map(printRecord)).toEqual([
    "_ipp._tcp.example.com. 3600 IN PTR B\\195\\188ro,\\0322nd\\032floor._ipp._tcp.example.com.",
    "_a._tcp.example.com. 3600 IN SRV 1 1 1 Lobby,\\0322nd\\032floor._ipp._tcp.example.net.",
  ]);
});

test(". alone is the target of what is not offered", async () => {
  const { problems } = await checkFiles({
    "example.com.yaml": `m: {type: MX, value: {preference: 0, exchange: .}}
_s._tcp: {type: SRV, value: {priority: 0, weight: 0, port: 0, target: .}}
s: {type: SVCB, value: {svcpriority: 1, targetname: .}}
h: {type: HTTPS, value: {svcpriority: 1, targetname: .}}
n: {type: NAPTR, value: {order: 1, preference: 1, flags: U, service: E2U+sip, regexp: '!^.*$!sip:info@example.com!', replacement: .}}
r: {type: RP, value: {mbox: ., txt: .}}
`,
  });
  expect(problems).toEqual([]);
});

test("a file may be named after a name with any octet, which is escaped there", async () => {
  const { problems } = await checkFiles({
    "a%3Ab.example.yaml": "{}\n",
    "0%2F25.2.0.192.in-addr.arpa.yaml": "{}\n",
  });
  expect(problems).toEqual([]);
});

test.each([
  ["a:b.example", 'The file\'s name is "a:b.example.", with ":" in it; expected the name of a zone'],
  ["a b.example", 'The file\'s name is "a b.example.", with white space in it; expected the name of a zone'],
])("a file is not named %s", async (zone, message) => {
  const { problems } = await checkFiles({ [`${zone}.yaml`]: "{}\n" });
  expect(problems).toEqual([expect.stringContaining(`${zone}.yaml:1:1 error not-a-name: ${message} | `)]);
});
