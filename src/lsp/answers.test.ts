import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { workspaceOf } from "../../test/lsp-workspace.ts";
import { completionsAt } from "./completion.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { hoverAt } from "./hover.ts";
import { definitionOf, referencesOf } from "./navigation.ts";
import { readPieces } from "./pieces.ts";
import type { Edit, Location } from "./range.ts";
import { rename } from "./rename.ts";
import { documentSymbols, foldingRanges, workspaceSymbols } from "./symbols.ts";

const NS = `'': {type: NS, values: [ns1.example.net., ns2.example.net.]}\n`;
const SITE =
  "$arguments: {user: whose site it is, ttl: {about: seconds, default: 60}}\nwww: {type: A, value: 192.0.2.1}\n";
const shown = ({ path, range: { start, end } }: Location) =>
  `${path} ${start.line}:${start.character}-${end.character}`;
const applied = ({ newText, ...at }: Edit) => `${shown(at)} ${newText}`;

describe("completion", () => {
  test.each([
    ["a type", "www: {type: C|, value: a.example.}", "CNAME"],
    ["a type, where nothing is typed", "www:\n  type: |\n", "MX"],
    ["a key in braces that are not closed", "www: {type: A, |", "value"],
    ["a key of a record in a block", "www:\n  type: A\n  v|\n", "value"],
    ["a record in a list", "www:\n  - |\n", "A record"],
    ["a field", "www: {type: MX, value: {preference: 10, |}}", "exchange"],
    ["a value that the field lists", "www: {type: CAA, value: {flags: 0, tag: |}}", "issue"],
    ["a number that means something", "www: {type: SSHFP, value: {algorithm: |}}", "4"],
    [
      "a name of these zones as a target",
      "www: {type: CNAME, value: |}\nweb: {type: A, value: 192.0.2.1}",
      "web.example.com.",
    ],
    [
      "a name in a list",
      "www: {type: NS, values: [a., |]}\nweb: {type: A, value: 192.0.2.1}",
      "web.example.com.",
    ],
    ["with broken YAML above and below", "a: {{{\nwww: {type: A|\nb: ]\n", "AAAA"],
    ["with CRLF", "www:\r\n  type: |\r\n", "TXT"],
    ["a variable", "www: {type: A, value: |}", "$web"],
    ["the type that is looked up", "www: {type: AL|}", "ALIAS"],
    ["a key of zonepipe", "www: {type: A, value: 192.0.2.1, zonepipe: {|}}", "expires"],
    [
      "an owner that there is",
      "a: {type: A, value: 192.0.2.1, zonepipe: {owner: web team}}\nb: {type: A, value: 192.0.2.1, zonepipe: {owner: |}}",
      "web team",
    ],
    ["a rule to turn off", "www: {type: A, value: 192.0.2.1, zonepipe: {disable: [{rule: |}]}}", "ttl-low"],
    [
      "a reason to turn it off",
      "www: {type: A, value: 192.0.2.1, zonepipe: {disable: [{rule: ttl-low, |}]}}",
      "reason",
    ],
    ["what an included file wants to be told", "$add: !include {file: _s/site.yaml, |}", "user"],
  ])("of %s", async (_, text, wanted) => {
    const files = {
      "_config.yaml": "names: {web: [192.0.2.1]}\n",
      "_s/site.yaml": SITE,
      "example.com.yaml": `${NS}${text}`,
    };
    const { workspace, path, place } = await workspaceOf(files);
    expect(completionsAt(workspace, path, place).map(({ label }) => label)).toContain(wanted);
  });

  test("of settings, at the top, below a key and of a value", async () => {
    for (const [text, wanted] of [
      ["def|", "default_ttl"],
      ["soa:\n  r|", "rname"],
      ["serial: |", "unixtime"],
      ["nameservers:\n  - name: a.\n    a|", "addresses"],
    ] as const) {
      const { workspace, path, place } = await workspaceOf({ "_config.yaml": text, "example.com.yaml": NS });
      expect(completionsAt(workspace, path, place).map(({ label }) => label)).toContain(wanted);
    }
  });

  test("takes the place of what is typed, and only of that", async () => {
    const { workspace, path, place } = await workspaceOf({
      "example.com.yaml": `${NS}www: {type: CN|, value: a.}`,
    });
    expect(completionsAt(workspace, path, place)[0]!.range).toEqual({
      start: { line: 1, character: 12 },
      end: { line: 1, character: 14 },
    });
  });
});

describe("hover", () => {
  test.each([
    [
      "a name",
      "w|ww: {type: A, value: 192.0.2.1}\nm: {type: CNAME, value: www.example.com.}",
      "www.example.com. 3600 IN A 192.0.2.1",
    ],
    [
      "a name, with who leads there",
      "w|ww: {type: A, value: 192.0.2.1}\nm: {type: CNAME, value: www.example.com.}",
      "m.example.com. 3600 IN CNAME www.example.com.",
    ],
    [
      "a target",
      "m: {type: CNAME, value: w|ww.example.com.}\nwww: {type: A, ttl: 60, value: 192.0.2.1}",
      "www.example.com. 60 IN A",
    ],
    ["a type", "www: {type: M|X, value: {preference: 1, exchange: a.example.}}", "A host that takes mail"],
    [
      "a field",
      "www: {type: MX, value: {prefer|ence: 1, exchange: a.example.}}",
      "Lower values are tried first",
    ],
    ["a key", "www: {type: A, t|tl: 60, value: 192.0.2.1}", "Seconds for which"],
    [
      "a rule",
      "www: {type: A, value: 192.0.2.1, zonepipe: {disable: [{rule: ttl|-low, reason: x}]}}",
      "\\*\\*ttl-low",
    ],
    [
      "a name that has an owner",
      "w|ww: {type: A, value: 192.0.2.1, zonepipe: {owner: web, expires: 2099-01-01}}",
      "expires: 2099",
    ],
    ["an alias by its other spelling", "www: {type: ANA|ME, value: a.example.}", "**ALIAS**"],
    ["a key of zonepipe", "www: {type: A, value: 192.0.2.1, zonepipe: {no|te: x}}", "who finds the record"],
    ["what a file wants to be told", "$add: !include {file: _s/site.yaml, us|er: me}", "whose site it is"],
    [
      "what it wants to be told, in a list",
      "$add: [!include {file: _s/site.yaml, tt|l: 1, user: me}]",
      "seconds; default 60",
    ],
    ["a variable", "www: {type: A, value: $w|eb}", "192.0.2.7"],
  ])("of %s", async (_, text, wanted) => {
    const { workspace, path, place } = await workspaceOf({
      "_config.yaml": "names: {web: [192.0.2.7]}\n",
      "_s/site.yaml": SITE,
      "example.com.yaml": `${NS}${text}`,
    });
    expect(hoverAt(workspace, path, place)?.markdown).toMatch(
      new RegExp(wanted.startsWith("\\") ? wanted : wanted.replace(/[.*]/g, "\\$&")),
    );
  });
});

const TWO = {
  "example.com.yaml": `${NS}we|b: {type: A, value: 192.0.2.1}\nwww: {type: CNAME, value: web.example.com}\n`,
  "example.org.yaml": `${NS}www: {type: CNAME, value: "web.example.com."}\nweb: {type: A, value: 192.0.2.2}\n`,
};

test("references of a name are its targets in every zone", async () => {
  const { workspace, path, place } = await workspaceOf(TWO);
  expect(referencesOf(workspace, path, place, true).map(shown)).toEqual([
    "/zones/example.com.yaml 1:0-3",
    "/zones/example.com.yaml 2:26-41",
    "/zones/example.org.yaml 1:26-44",
  ]);
});

test("a rename changes key and targets, each written as it was", async () => {
  const { workspace, path, place } = await workspaceOf(TWO);
  const done = rename(workspace, path, place, "app");
  expect("edits" in done && done.edits.map(applied)).toEqual([
    "/zones/example.com.yaml 1:0-3 app",
    "/zones/example.com.yaml 2:26-41 app.example.com",
    '/zones/example.org.yaml 1:26-44 "app.example.com."',
  ]);
});

test.each([
  ["a name that has records", "www", "www.example.com. has records already."],
  ["another zone", "web.example.org.", "web.example.org. has records already."],
  ["a name outside", "app.example.net.", "app.example.net. lies outside of the zone example.com."],
  ["what is no name", "a..b", '"a..b" is no name.'],
])("a rename to %s is refused", async (_, to, refused) => {
  const { workspace, path, place } = await workspaceOf(TWO);
  expect(rename(workspace, path, place, to)).toEqual({ refused });
});

test.each([
  [
    "a target",
    {
      "example.com.yaml": `${NS}a: {type: MX, value: {preference: 1, exchange: w|eb.example.org.}}\n`,
      "example.org.yaml": `${NS}web: {type: A, value: 192.0.2.1}\n`,
    },
    "/zones/example.org.yaml 1:0-3",
  ],
  [
    "a variable",
    {
      "_config.yaml": "names:\n  web: [192.0.2.1]\n",
      "example.com.yaml": `${NS}a: {type: A, value: $w|eb}\n`,
    },
    "/zones/_config.yaml 1:2-5",
  ],
  [
    "an include",
    { "_a.yaml": "{type: A, value: 192.0.2.1}\n", "example.com.yaml": `${NS}a: !include _a|.yaml\n` },
    "/zones/_a.yaml 0:0-0",
  ],
  [
    "an include with arguments",
    {
      "_a.yaml": "{type: A, value: 192.0.2.1}\n",
      "example.com.yaml": `${NS}a: !include {file: _a|.yaml, x: 1}\n`,
    },
    "/zones/_a.yaml 0:0-0",
  ],
  [
    "an include with arguments in a list",
    {
      "s/_a.yaml": "www: {type: A, value: 192.0.2.1}\n",
      "example.com.yaml": `${NS}$add: [!include s/_a.yaml, !include {file: s/_a|.yaml}]\n`,
    },
    "/zones/s/_a.yaml 0:0-0",
  ],
  [
    "a target in an included file",
    {
      "_a.yaml": "www: {type: A, value: 192.0.2.1}\n",
      "example.com.yaml": `${NS}$add: !include _a.yaml\nx: {type: CNAME, value: www.exam|ple.com}\n`,
    },
    "/zones/_a.yaml 0:0-3",
  ],
  [
    "a target from an included record",
    {
      "_a.yaml": "{type: CNAME, value: we|b.example.com.}\n",
      "example.com.yaml": `${NS}a: !include _a.yaml\nweb: {type: A, value: 192.0.2.1}\n`,
    },
    "/zones/example.com.yaml 2:0-3",
  ],
  [
    "a target with a placeholder",
    {
      "_p.yaml": `$zones: [example.com]\n${NS}www: {type: CNAME, value: 'web.{zo|ne}.'}\nweb: {type: A, value: 192.0.2.1}\n`,
    },
    "/zones/_p.yaml 3:0-3",
  ],
  [
    "a template",
    { "_config.yaml": "zones: {example.com: {from: parked|.yaml}}\n", "parked.yaml": NS },
    "/zones/parked.yaml 0:0-0",
  ],
  [
    "a zone of the settings",
    { "_config.yaml": "zones: {exam|ple.com: {default_ttl: 60}}\n", "example.com.yaml": NS },
    "/zones/example.com.yaml 0:0-0",
  ],
  [
    "a zone of a template",
    { "_p.yaml": `$zones: [exam|ple.com]\nwww: {type: A, value: 192.0.2.1}\n`, "example.com.yaml": NS },
    "/zones/example.com.yaml 0:0-0",
  ],
  [
    "an alias",
    { "example.com.yaml": `${NS}a: &x {type: A, value: 192.0.2.1}\nb: *|x\n` },
    "/zones/example.com.yaml 1:3-5",
  ],
])("the definition of %s", async (_, files, wanted) => {
  const { workspace, path, place } = await workspaceOf(files as { [name: string]: string });
  expect(definitionOf(workspace, path, place).map(shown)).toEqual([wanted]);
});

test("symbols and folds are names with their records", async () => {
  const { workspace, path } = await workspaceOf({
    "example.com.yaml": `${NS}www:\n  - {type: A, value: 192.0.2.1}\n  - {type: TXT, value: hello}\n`,
  });
  const [, www] = documentSymbols(workspace, path);
  expect(www!.children.map(({ name, detail }) => `${name} ${detail}`)).toEqual(["A 192.0.2.1", "TXT hello"]);
  expect(foldingRanges(workspace, path)).toEqual([{ startLine: 1, endLine: 3 }]);
  expect(workspaceSymbols(workspace, "WWW").map(({ name }) => name)).toEqual(["www.example.com."]);
});

test("a problem covers the word that it is about, in UTF-16 units", async () => {
  const { workspace, path } = await workspaceOf({
    "example.com.yaml": `${NS}www: {type: TXT, value: "😀", tttl: 1}\n`,
  });
  const [found] = diagnosticsOf(workspace)
    .get(path)!
    .filter(({ code }) => code === "unknown-key");
  expect(found!.range).toEqual({ start: { line: 1, character: 30 }, end: { line: 1, character: 34 } });
});

test.each([
  ["2026-11-23", []],
  ["2026-11-30", ["record-expires-soon"]],
  ["2026-12-01", ["record-expired"]],
])("on %s a record that expires on 2026-11-30 has %j", async (day, wanted) => {
  const text = `${NS}www: {type: A, value: 192.0.2.1, zonepipe: {expires: 2026-11-30}}\n`;
  const config = "expires_soon_days: 5\n";
  const { workspace, path } = await workspaceOf({ "_config.yaml": config, "example.com.yaml": text }, day);
  const found = diagnosticsOf(workspace).get(path) ?? [];
  expect(found.map(({ code }) => code).filter((code) => code.startsWith("record-"))).toEqual(wanted);
});

test("a folder that is not there has nothing in it", async () => {
  const { workspace } = await workspaceOf({});
  expect(workspace.zones).toEqual([]);
});

test("whatever stands in a file, its pieces lie in it, in order, and none in another", () => {
  const hostile = fc.array(fc.constantFrom(..."a:-{}[],'\"# \n\r\t|>&*!$x.é".split("")), { maxLength: 60 });
  fc.assert(
    fc.property(hostile, (parts) => {
      const text = parts.join("");
      let last = 0;
      for (const { start, end } of readPieces(text).all) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeLessThanOrEqual(text.length);
        last = end;
      }
    }),
  );
});

test("a target that is whole in its own zone stays whole", async () => {
  const { workspace, path, place } = await workspaceOf({
    "example.com.yaml": `${NS}we|b: {type: A, value: 192.0.2.1}\nwww: {type: CNAME, value: web.example.com.}\n`,
  });
  const done = rename(workspace, path, place, "app");
  expect("edits" in done && done.edits.map(({ newText }) => newText)).toEqual(["app", "app.example.com."]);
});

test("a variable is renamed where it is defined and wherever it is used", async () => {
  const { workspace, path, place } = await workspaceOf({
    "_config.yaml": "names: {web: [192.0.2.1], cdn: a.example.net.}\n",
    "example.com.yaml": `${NS}a: {type: A, value: $w|eb}\nb: {type: A, values: ["$web", 192.0.2.9]}\nc: {type: TXT, value: $web-x}\n`,
  });
  const done = rename(workspace, path, place, "$front");
  expect("edits" in done && done.edits.map(applied)).toEqual([
    "/zones/_config.yaml 0:8-11 front",
    "/zones/example.com.yaml 1:20-24 $front",
    '/zones/example.com.yaml 2:22-28 "$front"',
  ]);
  expect(rename(workspace, path, place, "cdn")).toEqual({ refused: "There is a variable $cdn already." });
  expect(rename(workspace, path, place, "9")).toEqual({ refused: '"9" cannot be the name of a variable.' });
});

test("a name that stands with a placeholder is not renamed", async () => {
  const { workspace, path, place } = await workspaceOf({
    "_p.yaml": `$zones: [example.com]\n${NS}www: {type: CNAME, value: 'web.{zone}.'}\nwe|b: {type: A, value: 192.0.2.1}\n`,
  });
  expect(rename(workspace, path, place, "app")).toMatchObject({
    refused: expect.stringContaining("placeholders"),
  });
});

test("a problem names other files as people do, from the folder in which the zones' own is", async () => {
  const { workspace, path } = await workspaceOf({
    "example.com.yaml": `${NS}www:\n  - {type: A, value: 192.0.2.1}\n  - {type: A, value: 192.0.2.2}\n`,
  });
  const again = { ...workspace, folder: "/at/home/zones" };
  const problems = workspace.problems.map((each) => ({
    ...each,
    message: each.message.replace("/zones/", "/at/home/zones/"),
  }));
  const found = diagnosticsOf({ ...again, problems }).get(path)!;
  const [duplicate] = found.filter(({ code }) => code === "duplicate-rrset");
  expect(duplicate!.message).toContain("already, at zones/example.com.yaml:3.");
});
