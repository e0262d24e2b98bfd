import { describe, expect, test } from "vitest";
import { printRecord } from "../../dns/zone-file/print.ts";
import { checkFiles, NAMESERVERS } from "../../test/check-zones.ts";
import { type FakeFiles, fakeFiles } from "../../test/fakes/files.ts";
import { makePullRequestPlan, readBase } from "../plan/pull-request.ts";
import { load } from "./load.ts";
import { unreadIn } from "./unread.ts";
import { readZones, validate } from "./validate.ts";

const PARKED = `'': {type: TXT, value: v=spf1 -all}
www: {type: CNAME, value: '{zone}.'}
`;

const from = (...zones: readonly string[]) =>
  `${NAMESERVERS}zones:\n${zones.map((zone) => `  ${zone}: {from: parked.yaml}\n`).join("")}`;

/** The records of all zones but SOA and NS, and what is wrong. */
async function read(files: FakeFiles): Promise<{ records: string[]; problems: string[] }> {
  const { zones, problems } = await checkFiles(files);
  const records = zones.flatMap((zone) => zone.records.map(printRecord));
  return { records: records.filter((line) => !/ IN (?:SOA|NS) /.test(line)), problems };
}

describe("one file is many zones", () => {
  const RECORDS = [
    'a.example. 3600 IN TXT "v=spf1 -all"',
    "www.a.example. 3600 IN CNAME a.example.",
    'b.example. 3600 IN TXT "v=spf1 -all"',
    "www.b.example. 3600 IN CNAME b.example.",
  ];

  test.each<[string, FakeFiles]>([
    ["that _config.yaml names", { "_config.yaml": from("a.example", "b.example"), "parked.yaml": PARKED }],
    [
      "by a path",
      {
        "_config.yaml": from("a.example", "b.example").replaceAll("parked.yaml", "_t/parked.yaml"),
        "_t/parked.yaml": PARKED,
      },
    ],
    ["that it lists itself", { "_parked.yaml": `$zones: [b.example, a.example.]\n${PARKED}` }],
    [
      "that it lists itself, in a folder",
      { "_t/parked.yaml": `$zones:\n- b.example\n- a.example\n${PARKED}` },
    ],
    [
      "of both kinds, and with a dot in the file's name",
      {
        "_config.yaml": from("a.example").replaceAll("parked.yaml", "_parked.all.yaml"),
        "_parked.all.yaml": `$zones: [b.example]\n${PARKED}`,
      },
    ],
  ])("%s", async (_, files) => {
    expect(await read(files)).toEqual({ records: RECORDS, problems: [] });
  });

  test("with what else a zone has in its own file", async () => {
    const files = {
      "_config.yaml": from("a.example"),
      "parked.yaml": PARKED,
      "a.example.yaml": "x: {type: A, value: 192.0.2.1}\n",
    };
    expect(await read(files)).toEqual({
      records: [...RECORDS.slice(0, 2), "x.a.example. 3600 IN A 192.0.2.1"],
      problems: [],
    });
  });

  test("with settings of its own", async () => {
    const files = {
      "_config.yaml": `${from()}  a.example: {from: parked.yaml, default_ttl: 60}\n`,
      "parked.yaml": PARKED,
    };
    expect((await read(files)).records[0]).toBe('a.example. 60 IN TXT "v=spf1 -all"');
  });
});

test.each<[string, string, string, string[]]>([
  ["the zone", "a.b.example", "'{zone}'", ['"a.b.example"']],
  ["its first label", "a.b.example", "'{label}'", ['"a"']],
  ["its name with dashes", "a-b.c.example", "'{zone-dashes}'", ['"a-b-c-example"']],
  ["an international name", "ü.example", "'{zone}'", ['"xn--tda.example"']],
  ["braces", "a.example", "'{{zone}} {{{zone}}} }}{{'", ['"{zone} {a.example} }{"']],
  ["a text in several lines", "a.example", "|-\n  {zone}\n  x", ['"a.example\\010x"']],
  ["a list", "a.example", "['{zone}', x]", ['"a.example"', '"x"']],
])("a placeholder stands for %s", async (_, zone, value, texts) => {
  const files = {
    "_t.yaml": `$zones: [${zone}]\nx:\n type: TXT\n value: ${value.replaceAll("\n", "\n ")}\n`,
  };
  const { records, problems } = await read(files);
  expect(problems).toEqual([]);
  expect(records.map((line) => line.replace(/^.* TXT /, ""))).toEqual(texts);
});

test("a name may have placeholders too", async () => {
  const files = { "_t.yaml": "$zones: [a.example]\n'*.{label}': {type: A, value: 192.0.2.1}\n" };
  expect((await read(files)).records).toEqual(["*.a.a.example. 3600 IN A 192.0.2.1"]);
});

test("in the file of a zone a brace is a brace", async () => {
  const { records } = await read({ "a.example.yaml": "x: {type: TXT, value: '{zone} {{ }'}\n" });
  expect(records).toEqual(['x.a.example. 3600 IN TXT "{zone} {{ }"']);
});

describe("what is wrong in a template", () => {
  test.each<[string, FakeFiles, string[]]>([
    [
      "is told once for all zones",
      { "_t.yaml": "$zones: [a.example, b.example, c.example]\nx: {type: A, value: y}\n" },
      [
        '_t.yaml:2:21 error ipv4-invalid: A is "y"; expected an IPv4 address such as 192.0.2.1 (3 zones, such as a.example) | Write four numbers from 0 to 255 with dots between, without leading zeros.',
      ],
    ],
    [
      "is told once, also where the zone's name is in the words",
      {
        "_t.yaml":
          "$zones: [a.example, b.example]\nx: [{type: CNAME, value: a.}, {type: A, value: 192.0.2.1}]\n",
      },
      [
        "_t.yaml:2:26 error cname-and-other: x.a.example. has a CNAME and also A (in line 2); expected the CNAME alone (2 zones, such as a.example) | Remove the CNAME, or everything else at this name.",
      ],
    ],
    [
      "names the zone that alone has it",
      {
        "_config.yaml": from("a.example", "b.example"),
        "parked.yaml": PARKED,
        "b.example.yaml": "www: {type: A, value: 192.0.2.1}\n",
      },
      [
        "parked.yaml:2:27 error cname-and-other: www.b.example. has a CNAME and also A (at b.example.yaml:1); expected the CNAME alone (zone b.example) | Remove the CNAME, or everything else at this name.",
      ],
    ],
    [
      "a word that is none",
      { "_t.yaml": "$zones: [a.example]\nx: {type: TXT, value: '{zoen}'}\n" },
      [
        '_t.yaml:2:23 error placeholder-unknown: {zoen} stands for nothing here (zone a.example) | Did you mean "zone"? A brace that is meant is written {{ or }}.',
      ],
    ],
    [
      "a brace alone",
      { "_t.yaml": "$zones: [a.example]\nx: {type: TXT, value: 'a } b'}\n" },
      [
        '_t.yaml:2:23 error placeholder-brace: "a } b" has a brace without the other (zone a.example) | Write }} for a brace, or a placeholder such as {zone}.',
      ],
    ],
    [
      "the same type in the zone's own file",
      {
        "_config.yaml": from("a.example"),
        "parked.yaml": PARKED,
        "a.example.yaml": "'': {type: TXT, value: x}\n",
      },
      [
        "a.example.yaml:1:12 error duplicate-rrset: The name has TXT records already, at parked.yaml:1 | Write all their values in one place, under `values:`.",
      ],
    ],
    [
      "two templates of one zone",
      { "_t.yaml": "$zones: [a.example]\n", "_u.yaml": "$zones: [A.example, a.example]\n" },
      [
        "_u.yaml:1:10 error template-twice: Zone a.example. has two templates, zones/_t.yaml and zones/_u.yaml | A zone has one template. What else it has belongs into a file of its own.".replaceAll(
          "zones/",
          "",
        ),
        '_u.yaml:1:21 error duplicate-item: $zones has "a.example" twice | Write it once.',
      ],
    ],
    [
      "names that are none",
      { "_t.yaml": "$zones: [a..b, [x]]\n", "_u.yaml": "$zones: a.example\n", "a.example.yaml": "{}\n" },
      [
        '_t.yaml:1:10 error wrong-kind: $zones has "a..b"; expected names of zones | Write for example `$zones: [example.com, example.net]`.',
        "_t.yaml:1:16 error wrong-kind: $zones has a list; expected names of zones | Write for example `$zones: [example.com, example.net]`.",
        '_u.yaml:1:9 error wrong-kind: $zones has "a.example"; expected a list of zones | Write for example `$zones: [example.com, example.net]`.',
      ],
    ],
    [
      "a file that is not there, or lies outside",
      { "_config.yaml": `${from("a.example")}  b.example: {from: ../x.yaml}\n`, "b.example.yaml": "{}\n" },
      [
        '_config.yaml:3:21 error template-missing: There is no file "parked.yaml" | Write the path of the template from the folder of the zones, as in `from: parked.yaml`.',
        "_config.yaml:4:21 error include-escape: The file \"../x.yaml\" lies outside the zones' folder; expected a file within it | Move the template into the zones' folder.",
      ],
    ],
    [
      "a list of zones in the file of a zone",
      { "a.example.yaml": "$zones: [b.example]\n$arguments: {}\n" },
      [
        "a.example.yaml:1:1 error template-key: $zones makes a template of a file whose name begins with _; this is the file of a zone | Let the name of the file begin with _, or remove $zones.",
        "a.example.yaml:2:1 error template-key: $arguments says what an included file wants to be told; this is no included file | Remove $arguments.",
      ],
    ],
    [
      "a rule that is turned off, and only some zones need that",
      {
        "_t.yaml":
          "$zones: [a.example, b.example]\nwww.a.example: {type: A, value: 192.0.2.1, zonepipe: {disable: [{rule: name-repeats-zone, reason: r}]}}\n",
      },
      [],
    ],
    [
      "a rule that is turned off, and no zone needs that",
      {
        "_t.yaml":
          "$zones: [b.example, c.example]\nwww.a.example: {type: A, value: 192.0.2.1, zonepipe: {disable: [{rule: name-repeats-zone, reason: r}]}}\n",
      },
      [
        "_t.yaml:2:65 warning unused-disable: Rule name-repeats-zone is turned off here, but it has nothing to say about this record (2 zones, such as b.example) | Remove the entry from `disable`.",
      ],
    ],
  ])("%s", async (_, files, expected) => {
    expect((await read(files)).problems).toEqual(expected);
  });

  test("from: where it says nothing", async () => {
    const config = `${NAMESERVERS}from: parked.yaml\n`;
    const { problems } = await read({ "_config.yaml": config, "a.example.yaml": "{}\n" });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('unknown-key: The file has the key "from", which means nothing');
  });

  test("keeps its zones unread, and no others", async () => {
    const files = {
      "zones/_t.yaml": "$zones: [a.example, b.example]\nx: {type: A, value: y}\n",
      "zones/b.example.yaml": "y: {type: TXT, value: y}\n",
      "zones/c.example.yaml": "{}\n",
    };
    const read = readZones(await load("zones", fakeFiles(files)));
    const { zones, isCommon } = unreadIn(read);
    expect([[...zones].map(({ origin }) => origin).sort(), isCommon]).toEqual([
      ["\x01a\x07example\0", "\x01b\x07example\0"],
      false,
    ]);
  });
});

test("records stand at the template's line, and a plan shows it", async () => {
  const text = (last: number) =>
    `$zones: [a.example, b.example]\n'':\n  - type: A\n    value: 192.0.2.${last}\n`;
  const filesOf = (last: number) =>
    fakeFiles({ "zones/_config.yaml": NAMESERVERS, "zones/_t.yaml": text(last) });
  const base = await readBase("zones", filesOf(1));
  const { zones } = validate(await load("zones", filesOf(2)));
  const plan = makePullRequestPlan(base, zones, () => [], new Date("2026-11-22T12:00:00Z"));
  const places = plan.zones.flatMap(({ changes = [] }) =>
    changes.flatMap(({ added, removed }) => [added[0]!.at, removed[0]!.at]),
  );
  const line = { file: "zones/_t.yaml", line: 4, column: 12 };
  expect(places).toEqual([line, line, line, line]);
});

test("a template is parsed once, however many zones there are", async () => {
  const names = Array.from({ length: 1000 }, (_, at) => `zone${at}.example`);
  const text = `$zones:\n${names.map((name) => `- ${name}\n`).join("")}${PARKED}`;
  const files = fakeFiles({ "zones/_t.yaml": text });
  const sources = await load("zones", files);
  const [first, ...others] = sources.zones.map(({ template }) => template);
  expect(new Set(others)).toEqual(new Set([first]));
  expect(readZones(sources).zones.map(({ zone }) => zone.records.length)).toEqual(names.map(() => 3));
});
