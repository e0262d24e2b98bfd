import { describe, expect, test } from "vitest";
import { checkFiles } from "../../test/check-zones.ts";
import { type FakeFiles, fakeFiles } from "../../test/fakes/files.ts";
import { load } from "./load.ts";

describe("which files are zones", () => {
  test.each<[string, FakeFiles, string[]]>([
    [
      "a file, and what is none",
      {
        "example.com.yaml": `www: {type: A, value: 192.0.2.1}
`,
        "README.md": "#",
        "zone.schema.json": "{}",
        "_shared/a.yaml": "[",
        "_x.yaml": "[",
        ".hidden.yaml": "[",
      },
      [],
    ],
    [
      "a folder with a file for each name",
      {
        "example.com./$example.com.yaml": `'': {type: NS, value: ns1.example.net.}
`,
        "example.com./www.yaml": `www: {type: A, value: 192.0.2.1}
`,
        "example.com./notes.txt": "x",
      },
      [
        "example.com./$example.com.yaml:1:23 warning apex-ns-differs: The apex NS differ from the nameservers at _config.yaml:1; only there: ns2.example.net. | The zone's own records are published, the others are asked. Remove the NS records here, or write the same.",
      ],
    ],
    [
      "a folder and a file of one zone",
      {
        "example.com./www.yaml": `www: {type: A, value: 192.0.2.1}
`,
        "example.com.yaml": `mail: {type: A, value: 192.0.2.1}
`,
      },
      [],
    ],
    [
      "the same name and type in two files",
      {
        "example.com./a.yaml": `www: {type: A, value: 192.0.2.1}
`,
        "example.com./b.yaml": `www: {type: A, value: 192.0.2.1}
`,
        "example.com.yaml": `www: {type: A, value: 192.0.2.1}
`,
      },
      [
        "example.com./b.yaml:1:13 error duplicate-rrset: The name has A records already, at example.com./a.yaml:1 | Write all their values in one place, under `values:`.",
        "example.com.yaml:1:13 error duplicate-rrset: The name has A records already, at example.com./a.yaml:1 | Write all their values in one place, under `values:`.",
      ],
    ],
    [
      "names that no file can have as they are",
      {
        "0%2F25.2.0.192.in-addr.arpa.yaml": "www: {type: TXT, value: a}\n",
        "%5Fmsdcs.example.com.yaml": "www: {type: TXT, value: a}\n",
        [`${"a".repeat(63)}.${"b".repeat(63)}%/.example.org.yaml`]: "www: {type: TXT, value: a}\n",
      },
      [],
    ],
    [
      "what begins with _ and looks like a zone, included or not",
      {
        "example.com.yaml": "www: !include _www.example.com.yaml\n",
        "_www.example.com.yaml": "{type: TXT, value: a}\n",
        "_msdcs.example.com.yaml": "www: {type: TXT, value: a}\n",
      },
      [
        "_msdcs.example.com.yaml:1:1 warning file-not-read: This looks like a zone or a part of one, and is not read | If it is a zone, name it %5Fmsdcs.example.com.yaml; otherwise without dots, as in _msdcs-example-com.yaml.",
      ],
    ],
    [
      "two spellings of one zone",
      {
        "münchen.example.yaml": `www: {type: A, value: 192.0.2.1}
`,
        "xn--mnchen-3ya.example.yaml": `www: {type: A, value: 192.0.2.1}
`,
      },
      [
        'xn--mnchen-3ya.example.yaml:1:1 error idna-invalid: The same zone stands under another spelling of its name, "münchen.example" | Keep one of the two; put all records into it.',
      ],
    ],
    [
      "a zone with letters outside ASCII",
      {
        "münchen.example.yaml": `www: {type: A, value: 192.0.2.1}
`,
        "straße.example./a.yaml": `www: {type: A, value: 192.0.2.1}
`,
      },
      [],
    ],
    [
      "another case",
      {
        "EXAMPLE.com.yaml": `www: {type: A, value: 192.0.2.1}
`,
      },
      [],
    ],
    [
      "a name that no zone has",
      {
        "a..b.yaml": `www: {type: A, value: 192.0.2.1}
`,
        "ﬁx.example.yaml": `www: {type: A, value: 192.0.2.1}
`,
      },
      [
        'a..b.yaml:1:1 error empty-label: The file is named after no zone: Name "a..b." has an empty label | Name it after the zone, as in example.com.yaml or 0%2F25.2.0.192.in-addr.arpa.yaml, or let its name begin with _ if it is none.',
        'ﬁx.example.yaml:1:1 error idna-invalid: The file is named after no zone: "ﬁx.example" has the label "ﬁx", which is no internationalized label (RFC 5891) | Name it after the zone, as in example.com.yaml or 0%2F25.2.0.192.in-addr.arpa.yaml, or let its name begin with _ if it is none.',
      ],
    ],
    [
      "no zone at all",
      { "README.md": "#" },
      [
        "zones:1:1 error no-zones: The folder has no zone | Add a file named after a zone, such as example.com.yaml.",
      ],
    ],
    [
      "another ending",
      {
        "example.com.yml": `www: {type: A, value: 192.0.2.1}
`,
        "example.org./a.yml": `www: {type: A, value: 192.0.2.1}
`,
        "example.org./b.yaml": `www: {type: A, value: 192.0.2.1}
`,
      },
      [
        "example.com.yml:1:1 warning file-not-read: This looks like a zone or a part of one, and is not read | Name it example.com.yaml.",
        "example.org./a.yml:1:1 warning file-not-read: This looks like a zone or a part of one, and is not read | Name it a.yaml.",
      ],
    ],
    [
      "octoDNS' file for the apex of a zone in several files, outside of their folder",
      {
        "$example.com.yaml": `www: {type: A, value: 192.0.2.1}
`,
        "example.org./$example.org.yaml": `www: {type: A, value: 192.0.2.1}
`,
      },
      [
        "$example.com.yaml:1:1 warning file-not-read: This looks like a zone or a part of one, and is not read | Move it into the folder example.com. or name it example.com.yaml.",
      ],
    ],
    [
      "octoDNS' file for the zone's own name, and a file of a system's beside it",
      {
        "example.com./.yaml": "'': {type: A, value: 192.0.2.256}\n",
        "example.com./._www.yaml": "www: {type: A, value: 192.0.2.256}\n",
        "example.com./www.yaml": "www: {type: A, value: 192.0.2.1}\n",
      },
      [
        'example.com./.yaml:1:22 error ipv4-invalid: A is "192.0.2.256"; expected an IPv4 address such as 192.0.2.1 | Write four numbers from 0 to 255 with dots between, without leading zeros.',
      ],
    ],
    [
      "a folder without its dot",
      {
        "example.com/www.yaml": `www: {type: A, value: 192.0.2.1}
`,
        "example.org.yaml": `www: {type: A, value: 192.0.2.1}
`,
        "shared/x.yaml": `www: {type: A, value: 192.0.2.1}
`,
      },
      [
        "example.com:1:1 warning file-not-read: This looks like a zone or a part of one, and is not read | Name the folder example.com. with a dot at its end, or _example.com if it is no zone.",
      ],
    ],
    [
      "a reverse zone with numbers as names",
      {
        "2.0.192.in-addr.arpa.yaml": `1: {type: PTR, value: www.example.com.}
10: {type: PTR, value: mail.example.com.}
`,
      },
      [],
    ],
    [
      "an empty file of a split zone",
      {
        "example.com./www.yaml": `www: {type: A, value: 192.0.2.1}
`,
        "example.com./mail.yaml": `# moved
`,
      },
      [
        "example.com./mail.yaml:1:1 error empty-file: The file is empty; expected names with their records | Write {} if the zone has nothing but SOA and NS; otherwise remove the file.",
      ],
    ],
  ])("%s", async (_, files, problems) => {
    expect((await checkFiles(files)).problems).toEqual(problems);
  });
});

describe("text that is no UTF-8", () => {
  test.each<[string, FakeFiles, string[]]>([
    [
      "Latin-1",
      {
        "example.com.yaml": Buffer.from(
          "7777773a0a2020747970653a205458540a202076616c75653a2053747261df650a",
          "hex",
        ),
      },
      [
        "example.com.yaml:3:14 error yaml-encoding: The octet 0xDF is not UTF-8; expected text in UTF-8 | Save the file as UTF-8.",
      ],
    ],
    [
      "a character that is cut off at the end",
      { "example.com.yaml": Buffer.from("613a2062e282", "hex") },
      [
        "example.com.yaml:1:5 error yaml-encoding: The octet 0xE2 is not UTF-8; expected text in UTF-8 | Save the file as UTF-8.",
      ],
    ],
    [
      "pointers of Git LFS, and files that git-crypt keeps",
      {
        "example.com.yaml": "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n",
        "example.org.yaml": "\0GITCRYPT\0\u0001x",
      },
      [
        "example.com.yaml:1:1 error file-filtered: The file is a pointer of Git LFS as git has it; expected YAML | Take the zones out of the filter in .gitattributes and commit them as they are.",
        "example.org.yaml:1:1 error file-filtered: The file is encrypted by git-crypt as git has it; expected YAML | Take the zones out of the filter in .gitattributes and commit them as they are.",
      ],
    ],
    [
      "UTF-16 with its mark",
      { "example.com.yaml": Buffer.from("fffe61003a00200062000a00", "hex") },
      [
        "example.com.yaml:1:1 error yaml-encoding: The file is in UTF-16; expected UTF-8 | Save the file as UTF-8.",
      ],
    ],
    [
      "a byte order mark of UTF-8, which is allowed",
      { "example.com.yaml": "\ufeffwww: {type: A, value: 192.0.2.1}\nb: 1\n" },
      [
        'example.com.yaml:2:4 error wrong-kind: Name "b" is "1"; expected a record or a list of records | Write below it for example `type: A` and `value: 192.0.2.1`, or remove the name.',
      ],
    ],
    [
      "binary data",
      { "example.com.yaml": Buffer.from("7f454c46020101000000fffe", "hex") },
      [
        "example.com.yaml:1:11 error yaml-encoding: The octet 0xFF is not UTF-8; expected text in UTF-8 | Save the file as UTF-8.",
      ],
    ],
    [
      "Latin-1 in _config.yaml",
      {
        "example.com.yaml": `'': {type: NS, value: ns1.example.net.}
`,
        "_config.yaml": Buffer.from("613a20e90a", "hex"),
      },
      [
        "_config.yaml:1:4 error yaml-encoding: The octet 0xE9 is not UTF-8; expected text in UTF-8 | Save the file as UTF-8.",
      ],
    ],
    [
      "line ends of three kinds",
      { "example.com.yaml": "a: 1\r\nb: 2\rc: 3\n" },
      [
        'example.com.yaml:1:4 error wrong-kind: Name "a" is "1"; expected a record or a list of records | Write below it for example `type: A` and `value: 192.0.2.1`, or remove the name.',
        'example.com.yaml:2:4 error wrong-kind: Name "b" is "2"; expected a record or a list of records | Write below it for example `type: A` and `value: 192.0.2.1`, or remove the name.',
        'example.com.yaml:3:4 error wrong-kind: Name "c" is "3"; expected a record or a list of records | Write below it for example `type: A` and `value: 192.0.2.1`, or remove the name.',
      ],
    ],
  ])("%s", async (_, files, problems) => {
    expect((await checkFiles(files)).problems).toEqual(problems);
  });
});

describe("!include", () => {
  test.each<[string, FakeFiles, string[]]>([
    [
      "a record, a list of values, one value",
      {
        "example.com.yaml": `'': !include _shared/apex.yaml
a: {type: TXT, values: !include _shared/txt.yaml}
b: {type: A, value: !include _shared/address.yaml}
`,
        "_shared/apex.yaml": `- {type: TXT, value: one}
`,
        "_shared/txt.yaml": `[one, two]
`,
        "_shared/address.yaml": `192.0.2.1
`,
      },
      [],
    ],
    [
      "a merge",
      {
        "example.com.yaml": `<<: !include _shared/all.yaml
b: {<<: !include _shared/base.yaml, ttl: 60}
`,
        "_shared/all.yaml": `www: {type: A, value: 192.0.2.1}
`,
        "_shared/base.yaml": `{type: A, value: 192.0.2.1}
`,
      },
      [],
    ],
    [
      "a merge over a key before it",
      {
        "example.com.yaml": `b: {ttl: 60, <<: !include _shared/base.yaml}
`,
        "_shared/base.yaml": `{type: A, ttl: 300, value: 192.0.2.1}
`,
      },
      [
        "example.com.yaml:1:14 warning yaml-merge-override: The merge overrides ttl of line 1 with that of _shared/base.yaml, line 1 | The later one wins, as in octoDNS; other YAML readers take the earlier. Put << first, or keep only one.",
      ],
    ],
    [
      "a list of files: lists are joined, mappings merged",
      {
        "example.com.yaml": `a: {type: TXT, values: !include [_one.yaml, _two.yaml]}
b: !include [_base.yaml, _more.yaml]
`,
        "_one.yaml": `[one]
`,
        "_two.yaml": `[two]
`,
        "_base.yaml": `{type: A, value: 192.0.2.1}
`,
        "_more.yaml": `{value: 192.0.2.2}
`,
      },
      [
        "example.com.yaml:2:13 warning yaml-merge-override: The merge overrides value of _base.yaml, line 1 with that of _more.yaml, line 1 | The later one wins, as in octoDNS; other YAML readers take the earlier. Put << first, or keep only one.",
      ],
    ],
    [
      "an empty list of files",
      {
        "example.com.yaml": `a: {type: A, value: 192.0.2.1, octodns: !include []}
`,
      },
      [],
    ],
    [
      "files that do not fit together",
      {
        "example.com.yaml": `a: {type: TXT, values: !include [_one.yaml, _two.yaml]}
`,
        "_one.yaml": `[one]
`,
        "_two.yaml": `{two: 2}
`,
      },
      [
        "example.com.yaml:1:33 error include-kind: The included files do not fit together; expected only mappings or only lists | Include a file with a single value on its own.",
      ],
    ],
    [
      "a list of something else than paths",
      {
        "example.com.yaml": `a: !include [[_one.yaml]]
`,
      },
      [
        "example.com.yaml:1:14 error include-kind: !include has a list; expected the path of a file, a list of paths, or {file: …} with arguments | Write `!include file.yaml`, `!include [first.yaml, second.yaml]` or `!include {file: file.yaml, key: value}`.",
      ],
    ],
    [
      "a mapping",
      {
        "example.com.yaml": `a: !include {flie: _one.yaml}
`,
      },
      [
        "example.com.yaml:1:13 error include-kind: !include has a mapping without file; expected the path of a file, a list of paths, or {file: …} with arguments | Write `!include file.yaml`, `!include [first.yaml, second.yaml]` or `!include {file: file.yaml, key: value}`.",
      ],
    ],
    [
      "relative to the file that names it",
      {
        "example.com.yaml": `a: !include _shared/a.yaml
`,
        "_shared/a.yaml": `!include deep/b.yaml
`,
        "_shared/deep/b.yaml": `{type: A, value: !include ../c.yaml}
`,
        "_shared/c.yaml": `192.0.2.1
`,
      },
      [],
    ],
    [
      "a file that is not there",
      {
        "example.com.yaml": `a: !include _shared/a.yaml
b: {type: A, value: 1.2.3}
`,
      },
      [
        'example.com.yaml:1:13 error include-missing: There is no file "_shared/a.yaml" | Paths are relative to the file that names them.',
        'example.com.yaml:2:21 error ipv4-invalid: A is "1.2.3"; expected an IPv4 address such as 192.0.2.1 | Write four numbers from 0 to 255 with dots between, without leading zeros.',
      ],
    ],
    [
      "a folder",
      {
        "example.com.yaml": `a: !include _shared
`,
        "_shared/a.yaml": "1",
      },
      [
        'example.com.yaml:1:13 error file-unreadable: The file "_shared" cannot be read | Check that it is a file, and who may read it.',
      ],
    ],
    [
      "an absolute path, a home folder, a path upwards",
      {
        "example.com.yaml": `a: !include /etc/passwd
b: !include ~/secrets.yaml
c: !include ../../etc/passwd
d: !include ../zones/../secret.yaml
`,
        "../secret.yaml": "x",
        "../../etc/passwd": "root",
      },
      [
        "example.com.yaml:1:13 error include-escape: The file \"/etc/passwd\" lies outside the zones' folder; expected a file within it | Move the file into the zones' folder; names that begin with _ are not zones, such as _shared/mail.yaml.",
        "example.com.yaml:2:13 error include-escape: The file \"~/secrets.yaml\" lies outside the zones' folder; expected a file within it | Move the file into the zones' folder; names that begin with _ are not zones, such as _shared/mail.yaml.",
        "example.com.yaml:3:13 error include-escape: The file \"../../etc/passwd\" lies outside the zones' folder; expected a file within it | Move the file into the zones' folder; names that begin with _ are not zones, such as _shared/mail.yaml.",
        "example.com.yaml:4:13 error include-escape: The file \"../../secret.yaml\" lies outside the zones' folder; expected a file within it | Move the file into the zones' folder; names that begin with _ are not zones, such as _shared/mail.yaml.",
      ],
    ],
    [
      "a symbolic link out of the folder",
      {
        "example.com.yaml": `a: !include _link.yaml
`,
        "_link.yaml": { link: "outside/secret.yaml" },
        "../outside/secret.yaml": "secret: data",
      },
      [
        "example.com.yaml:1:13 error include-escape: The file \"_link.yaml\" lies outside the zones' folder; expected a file within it | Move the file into the zones' folder; names that begin with _ are not zones, such as _shared/mail.yaml.",
      ],
    ],
    [
      "a zone that is a symbolic link out of the folder",
      { "example.com.yaml": { link: "outside/secret.yaml" }, "../outside/secret.yaml": "secret: data" },
      [
        "example.com.yaml:1:1 error include-escape: The file \"example.com.yaml\" lies outside the zones' folder; expected a file within it | Move the file into the zones' folder; names that begin with _ are not zones, such as _shared/mail.yaml.",
      ],
    ],
    [
      "a symbolic link within the folder",
      {
        "example.com.yaml": `a: !include _link.yaml
`,
        "_link.yaml": { link: "zones/_real.yaml" },
        "_real.yaml": `{type: A, value: 192.0.2.1}
`,
      },
      [],
    ],
    [
      "a file that includes itself",
      {
        "example.com.yaml": `a: !include _a.yaml
`,
        "_a.yaml": `{type: A, value: !include _b.yaml}
`,
        "_b.yaml": `!include _a.yaml
`,
      },
      [
        '_b.yaml:1:10 error include-circle: The file "_a.yaml" includes itself | Remove one !include of the circle.',
      ],
    ],
    [
      "the zone's file itself",
      {
        "example.com.yaml": `a: !include example.com.yaml
`,
      },
      [
        'example.com.yaml:1:13 error include-circle: The file "example.com.yaml" includes itself | Remove one !include of the circle.',
      ],
    ],
    [
      "too deep",
      {
        "example.com.yaml": `a: {type: A, value: !include _0.yaml}
`,
        "_0.yaml": `!include _1.yaml
`,
        "_1.yaml": `!include _2.yaml
`,
        "_2.yaml": `!include _3.yaml
`,
        "_3.yaml": `!include _4.yaml
`,
        "_4.yaml": `!include _5.yaml
`,
        "_5.yaml": `!include _6.yaml
`,
        "_6.yaml": `!include _7.yaml
`,
        "_7.yaml": `!include _8.yaml
`,
        "_8.yaml": `!include _9.yaml
`,
        "_9.yaml": `!include _10.yaml
`,
        "_10.yaml": `!include _11.yaml
`,
        "_11.yaml": `!include _12.yaml
`,
        "_12.yaml": `!include _13.yaml
`,
        "_13.yaml": `!include _14.yaml
`,
        "_14.yaml": `!include _15.yaml
`,
        "_15.yaml": `!include _16.yaml
`,
        "_16.yaml": `!include _17.yaml
`,
        "_17.yaml": `!include _18.yaml
`,
        "_18.yaml": `!include _19.yaml
`,
        "_19.yaml": `!include _20.yaml
`,
        "_20.yaml": `!include _21.yaml
`,
        "_21.yaml": `!include _22.yaml
`,
        "_22.yaml": `!include _23.yaml
`,
        "_23.yaml": `!include _24.yaml
`,
        "_24.yaml": `!include _25.yaml
`,
        "_25.yaml": "192.0.2.1",
      },
      [
        "_19.yaml:1:10 error include-depth: Includes go more than 20 files deep | Include the innermost file directly.",
      ],
    ],
    [
      "a problem in an included file is told once, at its place",
      {
        "example.com.yaml": `a: !include _a.yaml
b: !include _a.yaml
`,
        "_a.yaml": `type: A
value: 192.0.2.256
`,
      },
      [
        '_a.yaml:2:8 error ipv4-invalid: A is "192.0.2.256"; expected an IPv4 address such as 192.0.2.1 | Write four numbers from 0 to 255 with dots between, without leading zeros.',
      ],
    ],
    [
      "broken YAML in an included file",
      {
        "example.com.yaml": `a: !include _a.yaml
b: {type: A, value: 192.0.2.1}
`,
        "_a.yaml": `type: A
value: [
`,
      },
      [
        "_a.yaml:2:8 error yaml-syntax: A bracket opens here and is not closed | Close it with ]. All lines within must be indented.",
      ],
    ],
    [
      "bad UTF-8 in an included file",
      {
        "example.com.yaml": `a: !include _a.yaml
`,
        "_a.yaml": Buffer.from("ff", "hex"),
      },
      [
        "_a.yaml:1:1 error yaml-encoding: The octet 0xFF is not UTF-8; expected text in UTF-8 | Save the file as UTF-8.",
      ],
    ],
    [
      "an empty included file",
      {
        "example.com.yaml": `a: !include _a.yaml
`,
        "_a.yaml": `# x
`,
      },
      [
        'example.com.yaml:1:13 error missing-value: Name "a" is empty; expected a record or a list of records | Write below it for example `type: A` and `value: 192.0.2.1`, or remove the name.',
      ],
    ],
  ])("%s", async (_, files, problems) => {
    expect((await checkFiles(files)).problems).toEqual(problems);
  });
});

describe("the invariants", () => {
  const zone = { "zones/example.com.yaml": "www: {type: A, value: 192.0.2.1}\n" };

  test("are a file of their own and no zone; what is wrong with it concerns no zone", async () => {
    const latin1 = { "zones/_invariants.yaml": Buffer.from("613a20e90a", "hex") };
    const sources = await load("zones", fakeFiles({ ...zone, ...latin1 }));
    expect(sources.zones.map(({ path }) => path)).toEqual(["zones/example.com.yaml"]);
    expect(sources.problems).toEqual([]);
    expect(sources.invariants?.problems.map(({ rule }) => rule)).toEqual(["yaml-encoding"]);
  });

  test("are not looked for where there is no such file", async () => {
    expect((await load("zones", fakeFiles(zone))).invariants).toBeUndefined();
  });

  test("of another name are told, for nobody would be judged by them", async () => {
    const { problems } = await load("zones", fakeFiles({ ...zone, "zones/_invariants.yml": "{}\n" }));
    expect(problems.map(({ rule, help }) => [rule, help])).toEqual([
      ["file-not-read", "Name it _invariants.yaml."],
    ]);
  });
});
