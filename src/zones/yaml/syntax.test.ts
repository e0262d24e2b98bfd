import { describe, expect, test } from "vitest";
import { checkZone } from "../../../test/check-zones.ts";

describe("YAML that cannot be read is told where a person would look", () => {
  test.each<[string, string, string[]]>([
    [
      "a tab in the indentation",
      "www:\n\ttype: A\n",
      ["example.com.yaml:2:1 error yaml-syntax: A tab stands where YAML wants spaces | Indent with spaces."],
    ],
    [
      "a double quote that is not closed",
      `a:
  type: TXT
  value: "one
www:
  type: A
  value: 192.0.2.1
`,
      [
        "example.com.yaml:3:10 error yaml-syntax: A quoted text begins here and does not end | Close it with a double quote. All its lines must be indented.",
      ],
    ],
    [
      "a single quote that is not closed",
      `a: {type: TXT, value: 'one}
www:
  type: A
  value: 192.0.2.1
`,
      [
        "example.com.yaml:1:23 error yaml-syntax: A quoted text begins here and does not end | Close it with a single quote. All its lines must be indented.",
      ],
    ],
    [
      "a quote that another one closes",
      `a:
  type: TXT
  value: "one
b:
  type: TXT
  value: "two"
`,
      [
        "example.com.yaml:3:10 error yaml-syntax: A quoted text begins here and does not end | Close it with a double quote. All its lines must be indented.",
      ],
    ],
    [
      "a bracket that is not closed",
      `a: {type: A, values: [192.0.2.1, 192.0.2.2}
www:
  type: A
  value: 192.0.2.1
`,
      [
        "example.com.yaml:1:43 error yaml-syntax: This bracket does not close the one that is open | Close [ with ] and { with }.",
      ],
    ],
    [
      "a brace that is not closed",
      `a: {type: A, value: 192.0.2.1
www:
  type: A
  value: 192.0.2.1
`,
      [
        "example.com.yaml:1:4 error yaml-syntax: A bracket opens here and is not closed | Close it with }. All lines within must be indented.",
      ],
    ],
    [
      "a key without a colon",
      `a
www:
  type: A
  value: 192.0.2.1
`,
      [
        "example.com.yaml:1:1 error yaml-syntax: A key has no colon | Write `key: value`, with a space after the colon.",
      ],
    ],
    [
      "a key without a colon, deeper",
      `a:
  type: A
  value
`,
      [
        "example.com.yaml:3:8 error yaml-syntax: A key has no colon | Write `key: value`, with a space after the colon.",
      ],
    ],
    [
      "a colon without a space",
      `a:
  type:A
  value: 192.0.2.1
`,
      [
        "example.com.yaml:3:8 error yaml-syntax: A colon stands where no key can be | Check this line and the one above: a key ends with a colon and a space, and a text that has both wants quotes.",
      ],
    ],
    [
      "a second colon in a line",
      `a:
  type: TXT
  value: v=TLSRPTv1; rua: mailto
`,
      [
        "example.com.yaml:3:25 error yaml-syntax: A colon stands where no key can be | Check this line and the one above: a key ends with a colon and a space, and a text that has both wants quotes.",
      ],
    ],
    [
      "something after a quoted text",
      `a:
  type: TXT
  value: "one" two
`,
      [
        "example.com.yaml:3:16 error yaml-syntax: Something follows a value that has ended | Put the whole text in quotes, or begin a comment with a space and #.",
      ],
    ],
    [
      "a key that is indented too little",
      `a:
  type: A
 value: 192.0.2.1
`,
      [
        "example.com.yaml:3:2 error yaml-syntax: The indentation of this line does not fit | Give all keys of one mapping the same indentation.",
      ],
    ],
    [
      "a key that is indented too much",
      `a:
  type: TXT
  ttl: 300
    value: one
`,
      [
        "example.com.yaml:4:10 error yaml-syntax: A colon stands where no key can be | Check this line and the one above: a key ends with a colon and a space, and a text that has both wants quotes.",
      ],
    ],
    [
      "a dash that is indented too much",
      `a:
  - {type: A, value: 192.0.2.1}
    - {type: TXT, value: one}
`,
      [
        "example.com.yaml:3:5 error yaml-syntax: The indentation of this list does not fit | Put all dashes of one list below each other.",
      ],
    ],
    [
      "a comma that is missing",
      `a: {type: A, values: [192.0.2.1 192.0.2.2] value: 1}
`,
      [
        "example.com.yaml:1:44 error yaml-syntax: A comma is missing between two entries in brackets | Write `[a, b]` or `{a: 1, b: 2}`, and quote a text that has one of , [ ] { } in it.",
      ],
    ],
    [
      "two commas",
      `a: {type: A, values: [192.0.2.1,, 192.0.2.2]}
`,
      [
        "example.com.yaml:1:33 error yaml-syntax: A value is missing before this comma | Remove the comma, or write the value.",
      ],
    ],
    [
      "@ as a name",
      `@:
  type: A
  value: 192.0.2.1
`,
      [
        "example.com.yaml:1:1 error yaml-syntax: A text cannot begin with @ without quotes | Put the text in quotes; the zone's own name is written '' and not @.",
      ],
    ],
    [
      "a value that begins with a backquote",
      `a:
  type: TXT
  value: \`one\`
`,
      [
        "example.com.yaml:3:10 error yaml-syntax: A text cannot begin with ` without quotes | Put the text in quotes; the zone's own name is written '' and not @.",
      ],
    ],
    [
      "a name that begins with a per cent sign",
      `%a:
  type: A
  value: 192.0.2.1
`,
      [
        "example.com.yaml:2:3 error yaml-syntax: A line above begins with %, which YAML keeps for directives | Put a text that begins with % in quotes.",
      ],
    ],
    [
      "an escape that YAML does not know",
      `a: {type: TXT, value: "v=DMARC1\\; p=none"}
`,
      [
        "example.com.yaml:1:33 error yaml-syntax: A backslash in double quotes begins an escape that YAML does not know | Write \\\\ for a backslash, or put the text in single quotes, where a backslash is itself.",
      ],
    ],
    [
      "a hexadecimal escape without digits",
      `a: {type: TXT, value: "\\u12"}
`,
      [
        "example.com.yaml:1:28 error yaml-syntax: An escape \\x, \\u or \\U needs 2, 4 or 8 hexadecimal digits | Write \\\\ for a backslash, or put the text in single quotes, where a backslash is itself.",
      ],
    ],
    [
      "half of a surrogate pair",
      `a: {type: TXT, value: "\\ud83d"}
`,
      [
        "example.com.yaml:1:23 error txt-unrepresentable: TXT has half of a surrogate pair, which no octets stand for | Write the whole character.",
      ],
    ],
    [
      "a control character",
      "a:\n  type: TXT\n  value: one\u0001two\n",
      [
        'example.com.yaml:3:13 error yaml-syntax: A control character stands in the text | Remove it; in double quotes it can be written as "\\x01".',
      ],
    ],
    [
      "a control character in quotes",
      "a:\n  type: TXT\n  value: 'one\u0001two'\n",
      [
        'example.com.yaml:3:14 error yaml-syntax: A control character stands in a quoted text | Remove it; in double quotes it can be written as "\\x01".',
      ],
    ],
    [
      "a null byte",
      "a:\n  type: TXT\n  value: one\u0000\n",
      [
        "example.com.yaml:3:13 error yaml-syntax: A null byte stands in the text | Save the file as plain text in UTF-8.",
      ],
    ],
    [
      "lists nested too deep",
      `a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
`,
      [
        "example.com.yaml:1:103 error yaml-syntax: Lists and mappings are nested more than 100 deep | A zone needs five levels; remove brackets or indentation.",
      ],
    ],
    [
      "two broken entries between good ones",
      `www:
  type: A
  value: 192.0.2.1
a: [
b:
  type: A
  value: 1.2.3
c: "
d:
  type: A
  value: 192.0.2.1
`,
      [
        "example.com.yaml:4:4 error yaml-syntax: A bracket opens here and is not closed | Close it with ]. All lines within must be indented.",
        'example.com.yaml:7:10 error ipv4-invalid: A is "1.2.3"; expected an IPv4 address such as 192.0.2.1 | Write four numbers from 0 to 255 with dots between, without leading zeros.',
        "example.com.yaml:8:4 error yaml-syntax: A quoted text begins here and does not end | Close it with a double quote. All its lines must be indented.",
      ],
    ],
    [
      "a directive without a document",
      `%YAML 1.2
a: 1
`,
      [
        "example.com.yaml:2:1 error yaml-syntax: A line above begins with %, which YAML keeps for directives | Put a text that begins with % in quotes.",
        'example.com.yaml:2:4 error wrong-kind: Name "a" is "1"; expected a record or a list of records | Write below it for example `type: A` and `value: 192.0.2.1`, or remove the name.',
      ],
    ],
    [
      "a line that belongs to nothing",
      `- {type: A}
www: 1
`,
      [
        "example.com.yaml:2:1 error yaml-syntax: This line belongs to nothing above it | Check its indentation, and write each entry as `key: value`.",
        'example.com.yaml:2:6 error wrong-kind: Name "www" is "1"; expected a record or a list of records | Write below it for example `type: A` and `value: 192.0.2.1`, or remove the name.',
      ],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});

describe("a document that is no mapping of names", () => {
  test.each<[string, string, string[]]>([
    [
      "an empty file",
      `
`,
      [
        "example.com.yaml:1:1 error empty-file: The file is empty; expected names with their records | Write {} if the zone has nothing but SOA and NS; otherwise remove the file.",
      ],
    ],
    [
      "only comments",
      `# nothing yet
---
`,
      [
        "example.com.yaml:1:1 error empty-file: The file is empty; expected names with their records | Write {} if the zone has nothing but SOA and NS; otherwise remove the file.",
      ],
    ],
    [
      "null",
      `~
`,
      [
        "example.com.yaml:1:1 error empty-file: The file is empty; expected names with their records | Write {} if the zone has nothing but SOA and NS; otherwise remove the file.",
      ],
    ],
    [
      "an empty mapping",
      `{}
`,
      [],
    ],
    [
      "a list",
      `- type: A
  value: 192.0.2.1
`,
      [
        "example.com.yaml:1:1 error wrong-kind: The file is a list; expected a mapping of names to their records | Write for example `www:` and below it `type: A` and `value: 192.0.2.1`.",
      ],
    ],
    [
      "a text",
      `hello
`,
      [
        'example.com.yaml:1:1 error wrong-kind: The file is "hello"; expected a mapping of names to their records | Write for example `www:` and below it `type: A` and `value: 192.0.2.1`.',
      ],
    ],
    [
      "several documents",
      `www:
  type: A
  value: 192.0.2.1
---
mail:
  type: A
  value: 192.0.2.1
`,
      [
        "example.com.yaml:4:1 error yaml-documents: A second document begins here; expected one in a file | Remove the line `---`, or move what follows into a file of its own.",
      ],
    ],
    [
      "a document mark at the start and an end mark",
      `---
www:
  type: A
  value: 192.0.2.1
...
`,
      [],
    ],
    [
      "a second document that is empty",
      `www:
  type: A
  value: 192.0.2.1
---
`,
      [
        "example.com.yaml:4:1 error yaml-documents: A second document begins here; expected one in a file | Remove the line `---`, or move what follows into a file of its own.",
      ],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});

describe("keys of mappings", () => {
  test.each<[string, string, string[]]>([
    [
      "the same name twice",
      `www:
  type: A
  value: 192.0.2.1
mail: {type: A, value: 192.0.2.1}
www:
  type: TXT
  value: one
`,
      [
        'example.com.yaml:5:1 error yaml-duplicate-key: Name "www" stands twice, here and in line 1 | Write one name with a list below it: `- type: A …`, `- type: MX …`. octoDNS would lose the first.',
      ],
    ],
    [
      "the same name three times",
      `www:
  type: A
  value: 192.0.2.1
www:
  type: A
  value: 192.0.2.1
www:
  type: A
  value: 192.0.2.1
`,
      [
        'example.com.yaml:4:1 error yaml-duplicate-key: Name "www" stands twice, here and in line 1 | Write one name with a list below it: `- type: A …`, `- type: MX …`. octoDNS would lose the first.',
        'example.com.yaml:7:1 error yaml-duplicate-key: Name "www" stands twice, here and in line 1 | Write one name with a list below it: `- type: A …`, `- type: MX …`. octoDNS would lose the first.',
      ],
    ],
    [
      "several names twice, in turn with others",
      ["a", "b", "a", "c", "b", "a", "d", "d"]
        .map((name) => `${name}: {type: A, value: 192.0.2.1}\n`)
        .join(""),
      (
        [
          ["a", 3, 1],
          ["b", 5, 2],
          ["a", 6, 1],
          ["d", 8, 7],
        ] as const
      ).map(
        ([name, line, first]) =>
          `example.com.yaml:${line}:1 error yaml-duplicate-key: Name "${name}" stands twice, here and in line ${first} | Write one name with a list below it: \`- type: A …\`, \`- type: MX …\`. octoDNS would lose the first.`,
      ),
    ],
    [
      "the same key of a record twice",
      `www:
  type: A
  value: 192.0.2.1
  value: 192.0.2.2
`,
      [
        'example.com.yaml:4:3 error yaml-duplicate-key: Key "value" stands twice in one mapping, here and in line 3 | Keep one of them.',
      ],
    ],
    [
      "the same key of a value twice, in quotes and without",
      `www:
  type: MX
  value: {preference: 10, 'preference': 20, exchange: mx.example.net.}
`,
      [
        'example.com.yaml:3:27 error yaml-duplicate-key: Key "preference" stands twice in one mapping, here and in line 3 | Keep one of them.',
      ],
    ],
    [
      "a list as a key",
      `? [a, b]
: {type: A, value: 192.0.2.1}
`,
      [
        "example.com.yaml:1:3 error yaml-key: A key is a list; expected a text | Quote a key that begins with a bracket or a brace.",
      ],
    ],
    [
      "a mapping as a key",
      `{a: b}: {type: A, value: 192.0.2.1}
`,
      [
        "example.com.yaml:1:1 error yaml-key: A key is a mapping; expected a text | Quote a key that begins with a bracket or a brace.",
      ],
    ],
    [
      "no key at all",
      `: {type: A, value: 192.0.2.1}
`,
      ["example.com.yaml:1:1 error yaml-key: A name is empty | Write '' for the zone's own name."],
    ],
    [
      "keys with a meaning in JavaScript",
      `__proto__:
  type: A
  value: 192.0.2.1
constructor:
  type: A
  value: 192.0.2.1
  __proto__: {type: MX}
  toString: 1
`,
      [
        'example.com.yaml:7:3 error unknown-key: The record has the key "__proto__", which means nothing | Known are type, ttl, value, values, octodns, zonepipe.',
        'example.com.yaml:8:3 error unknown-key: The record has the key "toString", which means nothing | Known are type, ttl, value, values, octodns, zonepipe.',
      ],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});

describe("tags, anchors and aliases", () => {
  test.each<[string, string, string[]]>([
    [
      "a tag that means nothing",
      `www: !record {type: !!str A, value: 192.0.2.1}
`,
      [
        "example.com.yaml:1:14 error yaml-tag: Tag !record means nothing here; expected !include or none | Remove !record.",
      ],
    ],
    [
      "!!binary",
      `a: {type: TXT, value: !!binary aGVsbG8=}
`,
      [
        "example.com.yaml:1:32 error yaml-tag: Tag !!binary means nothing here; expected !include or none | Remove !!binary.",
      ],
    ],
    [
      "an alias of a whole record",
      `a: &web {type: A, value: 192.0.2.1}
b: *web
`,
      [],
    ],
    [
      "an alias without an anchor",
      `a: *web
`,
      [
        "example.com.yaml:1:4 error yaml-alias: Alias *web has no anchor &web above it | Put &web before the value that it stands for; the value must end before the alias.",
      ],
    ],
    [
      "an anchor that holds its own alias",
      `a: &a {type: A, values: [*a]}
`,
      [
        "example.com.yaml:1:26 error yaml-alias: Alias *a has no anchor &a above it | Put &a before the value that it stands for; the value must end before the alias.",
      ],
    ],
    [
      "an anchor that stands below its alias",
      `a: *web
b: &web {type: A, value: 192.0.2.1}
`,
      [
        "example.com.yaml:1:4 error yaml-alias: Alias *web has no anchor &web above it | Put &web before the value that it stands for; the value must end before the alias.",
      ],
    ],
    [
      "an alias as a name",
      `a: {type: TXT, value: &n b}
*n : {type: A, value: 192.0.2.1}
`,
      [],
    ],
    [
      "a bracket within a bracket",
      `a: {type: A, values: [192.0.2.1, 192.0.2.2
www:
  type: A
  value: 192.0.2.1
`,
      [
        "example.com.yaml:1:22 error yaml-syntax: A bracket opens here and is not closed | Close it with ]. All lines within must be indented.",
      ],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});

describe("merges as octoDNS does them", () => {
  test.each<[string, string, string[]]>([
    [
      "a merge and a key after it",
      `a: &base {type: A, ttl: 300, value: 192.0.2.1}
b:
  <<: *base
  ttl: 60
`,
      [],
    ],
    [
      "a merge over a key before it",
      `a: &base {type: A, ttl: 300, value: 192.0.2.1}
b:
  ttl: 60
  <<: *base
`,
      [
        "example.com.yaml:4:3 warning yaml-merge-override: The merge overrides ttl of line 3 with that of line 1 | The later one wins, as in octoDNS; other YAML readers take the earlier. Put << first, or keep only one.",
      ],
    ],
    [
      "two merges, the second over the first",
      `a: &a {type: A, ttl: 300, value: 192.0.2.1}
b: &b {type: A, ttl: 60, value: 192.0.2.2}
c:
  <<: *a
  <<: *b
`,
      [
        "example.com.yaml:5:3 warning yaml-merge-override: The merge overrides ttl of line 1 with that of line 2, value of line 1 with that of line 2 | The later one wins, as in octoDNS; other YAML readers take the earlier. Put << first, or keep only one.",
      ],
    ],
    [
      "a list of merges, in which the first wins",
      `a: &a {type: A, ttl: 300, value: 192.0.2.1}
b: &b {type: A, ttl: 60, value: 192.0.2.2}
c:
  <<: [*a, *b]
`,
      [],
    ],
    [
      "a merge in the outermost mapping",
      `<<: {a: {type: A, value: 192.0.2.1}}
b: {type: A, value: 192.0.2.2}
`,
      [],
    ],
    [
      "a merge of a list",
      `a:
  <<: [one, [two]]
  type: A
  value: 192.0.2.1
`,
      [
        'example.com.yaml:2:8 error yaml-merge: A merge << is "one"; expected a mapping, an alias of one, or a list of those | Write `<<: *name` or `<<: !include file.yaml`.',
        "example.com.yaml:2:13 error yaml-merge: A merge << is a list; expected a mapping, an alias of one, or a list of those | Write `<<: *name` or `<<: !include file.yaml`.",
      ],
    ],
    [
      "a merge of nothing",
      `a:
  <<:
  type: A
  value: 192.0.2.1
`,
      [
        "example.com.yaml:2:3 error yaml-merge: A merge << is empty; expected a mapping, an alias of one, or a list of those | Write `<<: *name` or `<<: !include file.yaml`.",
      ],
    ],
    [
      "<< in quotes is a name like any other",
      `'<<': {type: A, value: 192.0.2.1}
'\\<\\<': {type: A, value: 192.0.2.1}
`,
      [
        'example.com.yaml:1:1 error not-a-name: Name is "<<", with "<" in it; expected a name relative to the zone | Remove it; where the name really has it, write \\<.',
      ],
    ],
  ])("%s", async (_, yaml, problems) => {
    expect(await checkZone(yaml)).toEqual(problems);
  });
});
