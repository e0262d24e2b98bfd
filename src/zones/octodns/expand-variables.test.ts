import { describe, expect, test } from "vitest";
import { checkFiles, NAMESERVERS, readRecords } from "../../../test/check-zones.ts";

const NAMES = `${NAMESERVERS}names: {web: [192.0.2.1, "2001:db8::1", 192.0.2.2], four: 192.0.2.4, cdn: cdn.example.net}\n`;

describe("a variable is", () => {
  test.each<[string, string, string[]]>([
    ["all IPv4 addresses in A", "A, value: $web", ["A 192.0.2.1", "A 192.0.2.2"]],
    ["all IPv6 addresses in AAAA", "AAAA, value: $web", ["AAAA 2001:db8::1"]],
    [
      "beside others in a list",
      "A, values: [$web, 192.0.2.9, $four]",
      [1, 2, 9, 4].map((last) => `A 192.0.2.${last}`),
    ],
    ["a name in CNAME", "CNAME, value: $cdn", ["CNAME cdn.example.net."]],
    [
      "a name in a list",
      "NS, values: [$cdn, ns.example.net.]",
      ["NS cdn.example.net.", "NS ns.example.net."],
    ],
    ["an exchange", "MX, value: {preference: 1, exchange: $cdn}", ["MX 1 cdn.example.net."]],
    ["one under an older name", "MX, value: {priority: 1, value: $cdn}", ["MX 1 cdn.example.net."]],
    [
      "a target",
      "SRV, value: {priority: 1, weight: 2, port: 3, target: $cdn}",
      ["SRV 1 2 3 cdn.example.net."],
    ],
    [
      "hints",
      "HTTPS, value: {svcpriority: 1, targetname: $cdn, svcparams: {ipv4hint: [$web, 192.0.2.9], ipv6hint: $web}}",
      ["HTTPS 1 cdn.example.net. ipv4hint=192.0.2.1,192.0.2.2,192.0.2.9 ipv6hint=2001:db8::1"],
    ],
    [
      "a list of names",
      "HIP, value: {pk_algorithm: 2, hit: 20, public_key: AQNR, rendezvous_servers: [$cdn, b.]}",
      ["HIP 2 20 AQNR cdn.example.net. b."],
    ],
    ["nothing in a text", "TXT, values: [$web, a $cdn]", ['TXT "$web"', 'TXT "a $cdn"']],
    ["nothing in what is no name", "CAA, value: {tag: issue, value: $cdn}", ['CAA 0 issue "$cdn"']],
  ])("%s", async (_, record, expected) => {
    const { records } = await readRecords(`x: {type: ${record}}\n`, NAMES);
    expect(records).toEqual(expected.map((line) => `x.example.com. 3600 IN ${line}`));
  });

  test("part of its records, and of no others", async () => {
    const { zones } = await checkFiles({
      "_config.yaml": NAMES,
      "example.com.yaml":
        "a: {type: A, values: [$web, 192.0.2.9]}\nb: {type: MX, value: {preference: 1, exchange: $cdn}}\n",
    });
    expect(zones[0]!.records.slice(3).map(({ variables }) => variables)).toEqual([
      ["web"],
      ["web"],
      undefined,
      ["cdn"],
    ]);
  });

  test("made by placeholders of a template, too", async () => {
    const { zones } = await checkFiles({
      "_config.yaml": NAMES.replace("four:", "web-a:"),
      "_t.yaml": "$zones: [a.example]\nx: {type: A, value: '$web-{label}'}\n",
    });
    expect(zones[0]!.records.at(-1)?.variables).toEqual(["web-a"]);
  });
});

describe("refused is", () => {
  test.each<[string, string, string[]]>([
    [
      "a variable that is none",
      "x: {type: A, value: $wbe}",
      ['1:21 error variable-unknown: There is no variable $wbe | Did you mean "$web"?'],
    ],
    [
      "one that nothing is like",
      "x: {type: CNAME, value: $other}",
      [
        "1:25 error variable-unknown: There is no variable $other | Write `names: {other: …}` in _config.yaml, or the value itself here.",
      ],
    ],
    [
      "one without an address of that family",
      "x: {type: AAAA, value: $four}",
      [
        "1:24 error variable-kind: AAAA $four has no IPv6 address | Add one at _config.yaml:2, or remove this record.",
      ],
    ],
    [
      "a name where addresses belong",
      "x: {type: A, value: $cdn}",
      [
        "1:21 error variable-kind: A $cdn stands for the name cdn.example.net; expected IPv4 addresses | Write addresses, or a variable of some.",
      ],
    ],
    [
      "addresses where a name belongs",
      "x: {type: CNAME, value: $web}",
      [
        "1:25 error variable-kind: CNAME $web stands for addresses; expected a name | Write a name, or a variable of one.",
      ],
    ],
    [
      "everything at once",
      "x: {type: A, values: [$wbe, $cdn, 192.0.2.1]}",
      [
        '1:23 error variable-unknown: There is no variable $wbe | Did you mean "$web"?',
        "1:29 error variable-kind: A $cdn stands for the name cdn.example.net; expected IPv4 addresses | Write addresses, or a variable of some.",
      ],
    ],
  ])("%s", async (_, yaml, expected) => {
    const { problems } = await readRecords(`${yaml}\n`, NAMES);
    expect(problems).toEqual(expected.map((line) => `example.com.yaml:${line}`));
  });
});

describe("in _config.yaml", () => {
  test.each<[string, string, string[]]>([
    [
      "a variable that no record has is told",
      "{web: 192.0.2.1, x: a.}",
      [
        "2:9 warning variable-unused: No record has the variable $web | Remove it, or write $web where it belongs.",
        "2:25 warning variable-unused: No record has the variable $x | Remove it, or write $x where it belongs.",
      ],
    ],
    [
      "a variable may not name another",
      "{web: $x, y: [$web]}",
      [
        '2:14 error variable-kind: names.web is "$x", another variable; expected addresses, or a name | Write what it stands for.',
        '2:22 error variable-kind: names.y is "$web", another variable; expected addresses, or a name | Write what it stands for.',
      ],
    ],
    [
      "addresses and names are judged",
      '{a: 192.0.2.256, b: ["2001:db8:0::1", x.example.], c: a..b, 1x: a.}',
      [
        '2:12 error ipv4-invalid: names.a is "192.0.2.256"; expected an IPv4 address such as 192.0.2.1 | Write four numbers from 0 to 255 with dots between, without leading zeros.',
        "2:29 warning ipv6-non-canonical: names.b is not in its canonical form, which is 2001:db8::1 | Write 2001:db8::1.",
        '2:46 error ipv4-invalid: names.b is "x.example."; expected an IPv4 address such as 192.0.2.1 | Write four numbers from 0 to 255 with dots between, without leading zeros.',
        '2:62 error empty-label: names.c is refused: Name "a..b" has an empty label | Write exactly one dot between two labels, and none at the start.',
        '2:68 error variable-kind: "1x" cannot be the name of a variable | Begin with a letter, and write letters, digits, dashes and underscores.',
      ],
    ],
    [
      "a mapping is no variable",
      "{web: {a: b}}",
      ["2:14 error wrong-kind: names.web is a mapping; expected a single value | Write a single value."],
    ],
    [
      "names is a mapping",
      "[a]",
      ["2:8 error wrong-kind: names is a list; expected a mapping | Write a mapping."],
    ],
  ])("%s", async (_, names, expected) => {
    const { problems } = await readRecords(
      "x: {type: A, value: 192.0.2.1}\n",
      `${NAMESERVERS}names: ${names}\n`,
    );
    expect(problems).toEqual(expected.map((line) => `_config.yaml:${line}`));
  });
});
