import { describe, expect, test } from "vitest";
import { printRecord } from "../../../dns/zone-file/print.ts";
import { checkFiles, NAMESERVERS } from "../../../test/check-zones.ts";
import type { FakeFiles } from "../../../test/fakes/files.ts";

/** The records of all zones but SOA and NS, and what is wrong. */
async function read(files: FakeFiles): Promise<{ records: string[]; problems: string[] }> {
  const { zones, problems } = await checkFiles(files);
  const records = zones.flatMap((zone) => zone.records.map(printRecord));
  const own = records.filter((line) => !/ IN (?:SOA|NS) /.test(line));
  return { records: own.map((line) => line.replace(" 3600 IN", "")), problems };
}

const KEY = "$arguments: {key: what it is}\nx: {type: TXT, value: '{key} {zone}'}\n";

describe("an included file", () => {
  test.each<[string, FakeFiles, string[]]>([
    [
      "is told something",
      { "a.example.yaml": "$add: !include {file: _s/x.yaml, key: v}\n", "_s/x.yaml": KEY },
      ['x.a.example. TXT "v a.example"'],
    ],
    [
      "says something else in each place",
      {
        "a.example.yaml": "x: !include {file: _t.yaml, to: b}\ny: !include {file: _t.yaml, to: c}\n",
        "_t.yaml": "$arguments: {to: }\ntype: CNAME\nvalue: '{to}.{zone}.'\n",
        "b.a.example.yaml": "x: !include {file: _t.yaml, to: d}\n",
      },
      [
        "x.a.example. CNAME b.a.example.",
        "y.a.example. CNAME c.a.example.",
        "x.b.a.example. CNAME d.b.a.example.",
      ],
    ],
    [
      "has a default, for a path alone too",
      {
        "a.example.yaml": "x: !include _t.yaml\ny: !include {file: _t.yaml, to: c}\n",
        "_t.yaml": "$arguments: {to: {about: x, default: b}}\ntype: CNAME\nvalue: '{to}.example.'\n",
      },
      ["x.a.example. CNAME b.example.", "y.a.example. CNAME c.example."],
    ],
    [
      "tells another one, and what it got may have braces",
      {
        "a.example.yaml": "$add: !include {file: _x.yaml, key: '{zone} {{'}\n",
        "_x.yaml": "$arguments: {key: }\n$add: !include {file: _y.yaml, inner: '<{key}>'}\n",
        "_y.yaml": "$arguments: {inner: }\ny: {type: TXT, value: '{inner}'}\n",
      },
      ['y.a.example. TXT "<{zone} {{>"'],
    ],
    [
      "without arguments of its own knows the zone through others",
      {
        "a.example.yaml": "<<: !include _x.yaml\n",
        "_x.yaml": "y: {type: TXT, value: '{zone}'}\n<<: !include _y.yaml\n",
        "_y.yaml": "$arguments:\nz: {type: TXT, value: '{zone}'}\n",
      },
      ['y.a.example. TXT "{zone}"', 'z.a.example. TXT "a.example"'],
    ],
    [
      "gets what a template fills in",
      {
        "_t.yaml": "$zones: [a.example, b.example]\n$add: !include {file: _s/x.yaml, key: '{label}!'}\n",
        "_s/x.yaml": KEY,
      },
      ['x.a.example. TXT "a! a.example"', 'x.b.example. TXT "b! b.example"'],
    ],
    [
      "is a part of a list where it is a list",
      {
        "a.example.yaml":
          "x: [{type: A, value: 192.0.2.1}, !include _r.yaml]\ny: {type: A, values: [192.0.2.1, !include _v.yaml]}\n",
        "_r.yaml": "- {type: TXT, value: x}\n- {type: AAAA, value: '2001:db8::1'}\n",
        "_v.yaml": "[192.0.2.2, 192.0.2.3]\n",
      },
      [
        "x.a.example. A 192.0.2.1",
        'x.a.example. TXT "x"',
        "x.a.example. AAAA 2001:db8::1",
        ...[1, 2, 3].map((last) => `y.a.example. A 192.0.2.${last}`),
      ],
    ],
  ])("%s", async (_, files, records) => {
    expect(await read(files)).toEqual({ records, problems: [] });
  });

  test.each<[string, FakeFiles, string[]]>([
    [
      "that is told nothing",
      { "a.example.yaml": "$add: !include _s.yaml\n", "_s.yaml": KEY },
      [
        'a.example.yaml:1:16 error include-argument: "_s.yaml" wants to be told key | Write `!include {file: _s.yaml, key: …}`: what it is.',
      ],
    ],
    [
      "that is told something else",
      { "a.example.yaml": "$add: !include {file: _s.yaml, kye: v, key: w}\n", "_s.yaml": KEY },
      ['a.example.yaml:1:32 error include-argument: The included file knows no "kye" | Did you mean "key"?'],
    ],
    [
      "that is told a list",
      { "a.example.yaml": "$add: !include {file: _s.yaml, key: [v]}\n", "_s.yaml": KEY },
      [
        "a.example.yaml:1:37 error wrong-kind: !include key is a list; expected a text | Write `key: …` with a single value; an empty text is written ''.",
      ],
    ],
    [
      "that takes nothing",
      {
        "a.example.yaml": "x: !include {file: _s.yaml, key: v}\n",
        "_s.yaml": "{type: TXT, value: '{key}'}\n",
      },
      [
        'a.example.yaml:1:29 error include-argument: The included file knows no "key" | A file says under $arguments what it wants to be told; this one has none.',
      ],
    ],
    [
      "with a word that it does not declare",
      {
        "a.example.yaml": "$add: !include {file: _s.yaml, key: v}\n",
        "_s.yaml": `${KEY}y: {type: TXT, value: '{kee}'}\n`,
      },
      [
        '_s.yaml:3:23 error placeholder-unknown: {kee} stands for nothing here (zone a.example) | Did you mean "key"? A brace that is meant is written {{ or }}.',
      ],
    ],
    [
      "whose arguments cannot be such",
      {
        "a.example.yaml": "$add: !include _s.yaml\n",
        "_s.yaml": "$arguments: {zone: x, A b: y, c: {abuot: z, default: d}}\n",
      },
      [
        '_s.yaml:1:14 error include-argument: $arguments has "zone", which cannot be an argument | Write small letters, digits and dashes; file, zone, label, zone-dashes stand for something else.',
        '_s.yaml:1:23 error include-argument: $arguments has "A b", which cannot be an argument | Write small letters, digits and dashes; file, zone, label, zone-dashes stand for something else.',
        '_s.yaml:1:35 error unknown-key: $arguments.c has the key "abuot", which means nothing | Did you mean "about"?',
      ],
    ],
    [
      "that is not there",
      { "a.example.yaml": "$add: !include {file: _s.yaml, key: v}\n" },
      [
        'a.example.yaml:1:23 error include-missing: There is no file "_s.yaml" | Paths are relative to the file that names them.',
      ],
    ],
    [
      "for a zone where no zone is read",
      {
        "_config.yaml": "<<: !include _s.yaml\n",
        "_s.yaml": "$arguments:\ndefault_ttl: '{zone}'\n",
        "a.example.yaml": "'': {type: NS, values: [a., b.]}\n",
      },
      [
        "_s.yaml:2:14 error placeholder-unknown: {zone} stands for nothing here | No zone is read here. A brace that is meant is written {{ or }}.",
      ],
    ],
  ])("%s is refused", async (_, files, expected) => {
    expect((await read(files)).problems).toEqual(expected);
  });

  test("that includes others twice each is too much before it takes long", async () => {
    const twice = (at: number) =>
      `$arguments: {key: }\n${["a", "b"].map((one) => `${one}${at}: !include {file: _${at + 1}.yaml, key: '{key}${one}'}\n`).join("")}`;
    const chain = Array.from({ length: 14 }, (_, at) => [`_${at}.yaml`, twice(at)]);
    const { problems } = await read({
      "a.example.yaml": "$add: !include {file: _0.yaml, key: k}\n",
      ...Object.fromEntries(chain),
      "_14.yaml": "$arguments: {key: }\ntype: TXT\nvalue: '{key}'\n",
    });
    expect(problems.some((line) => line.includes("yaml-alias-bomb"))).toBe(true);
  });
});

describe("$add", () => {
  test.each<[string, string, string[]]>([
    ["brings names", "$add: {x: {type: A, value: 192.0.2.1}}\n", ["x.a.example. A 192.0.2.1"]],
    [
      "joins the records of a name, and the values of a type",
      "$add:\n- x: [{type: A, value: 192.0.2.2}, {type: TXT, value: t}]\n- x: {type: A, values: [192.0.2.3]}\nx: {type: A, ttl: 60, value: 192.0.2.1}\n",
      [
        "x.a.example. 60 IN A 192.0.2.1",
        "x.a.example. 60 IN A 192.0.2.2",
        "x.a.example. 60 IN A 192.0.2.3",
        'x.a.example. TXT "t"',
      ],
    ],
    ["may be nothing", "$add: []\nx: {type: A, value: 192.0.2.1}\n", ["x.a.example. A 192.0.2.1"]],
  ])("%s", async (_, yaml, records) => {
    expect(await read({ "a.example.yaml": yaml })).toEqual({ records, problems: [] });
  });

  test.each<[string, string, string[]]>([
    [
      "another TTL",
      "$add: {x: {type: A, ttl: 30, value: 192.0.2.2}}\nx: {type: A, ttl: 60, value: 192.0.2.1}\n",
      [
        "a.example.yaml:1:26 error add-differs: The record that is added has another ttl than the one at a.example.yaml:2, and both are one | Write ttl in one of the two places.",
      ],
    ],
    [
      "what is no mapping",
      "$add: [x]\n",
      [
        'a.example.yaml:1:8 error wrong-kind: $add is "x"; expected names with their records, or a list of such | Write for example `$add: !include {file: _snippets/no-mail.yaml}`.',
      ],
    ],
  ])("refuses %s", async (_, yaml, problems) => {
    expect((await read({ "_config.yaml": NAMESERVERS, "a.example.yaml": yaml })).problems).toEqual(problems);
  });

  test("in quotes is a name that there cannot be", async () => {
    const { problems } = await read({ "a.example.yaml": "'$add': {type: A, value: 192.0.2.1}\n" });
    expect(problems).toHaveLength(1);
  });
});
