import { describe, expect, test } from "vitest";
import { applyEdits } from "../../test/apply-edits.ts";
import { workspaceOf } from "../../test/lsp-workspace.ts";
import { type Fix, fixesIn } from "./fixes.ts";

const NS = `'': {type: NS, values: [ns1.example.net., ns2.example.net.]}\n`;
const ALL = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
const CONFIG = "_config.yaml";
const ZONE = "example.com.yaml";

/** The first remedy of a rule, and what the file is with it and then has of the rule. */
async function mend(
  files: { readonly [name: string]: string },
  name: string,
  rule: string,
  isWanted: (fix: Fix) => boolean,
) {
  const path = `/zones/${name}`;
  const { workspace } = await workspaceOf(files);
  const found = fixesIn(workspace, path, ALL).filter((fix) => fix.problem.rule === rule && isWanted(fix));
  const before = workspace.problems.filter((each) => each.rule === rule).length;
  if (found[0] === undefined) return { title: undefined, text: "", fewer: 0 };
  const text = applyEdits(workspace.texts.get(path)!, [found[0].edit]);
  const again = await workspaceOf({ ...files, [name]: text });
  const after = again.workspace.problems.filter((each) => each.rule === rule).length;
  return { title: found[0].title, text, fewer: before - after };
}

describe("what a rule is certain of mends its problem", () => {
  test.each([
    [
      "unknown-type",
      ZONE,
      "www: {type: CNAMEE, value: a.example.net.}",
      "www: {type: CNAME, value: a.example.net.}",
    ],
    [
      "unknown-type",
      ZONE,
      "www: {type: 'cname', value: a.example.net.}",
      "www: {type: 'CNAME', value: a.example.net.}",
    ],
    ["unknown-key", ZONE, "www: {type: A, vlaue: 192.0.2.1}", "www: {type: A, value: 192.0.2.1}"],
    [
      "unknown-key",
      ZONE,
      "www: {type: MX, value: {preference: 1, exchagne: a.example.net.}}",
      "www: {type: MX, value: {preference: 1, exchange: a.example.net.}}",
    ],
    [
      "unknown-key",
      ZONE,
      "www: {type: A, value: 192.0.2.1, octodns: {ingored: true}}",
      "www: {type: A, value: 192.0.2.1, octodns: {ignored: true}}",
    ],
    [
      "unknown-rule",
      ZONE,
      "www: {type: A, value: 192.0.2.1, zonepipe: {disable: [{rule: ttl-lwo, reason: x}]}}",
      "www: {type: A, value: 192.0.2.1, zonepipe: {disable: [{rule: ttl-low, reason: x}]}}",
    ],
    [
      "ttl-range",
      ZONE,
      "www: {type: A, ttl: 1h, value: 192.0.2.1}",
      "www: {type: A, ttl: 3600, value: 192.0.2.1}",
    ],
    [
      "name-trailing-dot",
      ZONE,
      "www.example.com.: {type: A, value: 192.0.2.1}",
      "www: {type: A, value: 192.0.2.1}",
    ],
    ["name-at-sign", ZONE, "'@': {type: A, value: 192.0.2.1}", "'': {type: A, value: 192.0.2.1}"],
    ["yaml-implicit-type", ZONE, "yes: {type: A, value: 192.0.2.1}", "'yes': {type: A, value: 192.0.2.1}"],
    [
      "yaml-implicit-type",
      ZONE,
      "www: {type: A, ttl: 0600, value: 192.0.2.1}",
      "www: {type: A, ttl: 600, value: 192.0.2.1}",
    ],
    [
      "yaml-implicit-type",
      ZONE,
      "www: {type: CAA, value: {flags: 0, tag: issue, value: off}}",
      "www: {type: CAA, value: {flags: 0, tag: issue, value: 'off'}}",
    ],
    [
      "ipv6-non-canonical",
      ZONE,
      "www: {type: AAAA, value: '2001:DB8::1'}",
      "www: {type: AAAA, value: '2001:db8::1'}",
    ],
    ["variable-unknown", ZONE, "www: {type: A, value: $wbe}", "www: {type: A, value: $web}"],
    [
      "duplicate-value",
      ZONE,
      "www: {type: A, values: [192.0.2.1, 192.0.2.1]}",
      "www: {type: A, values: [192.0.2.1]}",
    ],
    [
      "duplicate-value",
      ZONE,
      "www:\n  type: A\n  values:\n    - 192.0.2.1\n    - 192.0.2.1 # again\nx: {type: A, value: 192.0.2.2}",
      "www:\n  type: A\n  values:\n    - 192.0.2.1\nx: {type: A, value: 192.0.2.2}",
    ],
    [
      "duplicate-value",
      ZONE,
      "www:\n  type: MX\n  values:\n    - {preference: 1, exchange: a.example.net.}\n    - preference: 1\n      exchange: a.example.net.",
      "www:\n  type: MX\n  values:\n    - {preference: 1, exchange: a.example.net.}",
    ],
    [
      "cname-chain",
      ZONE,
      "a: {type: CNAME, value: b.example.com.}\nb: {type: CNAME, value: c.example.com.}\nc: {type: A, value: 192.0.2.1}",
      "a: {type: CNAME, value: c.example.com.}\nb: {type: CNAME, value: c.example.com.}\nc: {type: A, value: 192.0.2.1}",
    ],
    [
      "mx-target-cname",
      ZONE,
      "a: {type: MX, value: {preference: 1, exchange: b.example.com.}}\nb: {type: CNAME, value: c.example.com.}\nc: {type: A, value: 192.0.2.1}",
      "a: {type: MX, value: {preference: 1, exchange: c.example.com.}}\nb: {type: CNAME, value: c.example.com.}\nc: {type: A, value: 192.0.2.1}",
    ],
    [
      "target-one-label",
      ZONE,
      "a: {type: CNAME, value: web}\nweb: {type: A, value: 192.0.2.1}",
      "a: {type: CNAME, value: web.example.com.}\nweb: {type: A, value: 192.0.2.1}",
    ],
    [
      "semicolon-escaped-twice",
      ZONE,
      "a: {type: TXT, value: 'v=DKIM1\\\\; k=rsa'}",
      "a: {type: TXT, value: 'v=DKIM1; k=rsa'}",
    ],
    ["unknown-key", CONFIG, "defualt_ttl: 60", "default_ttl: 60"],
    ["config-value", CONFIG, "serial: unixtmie", "serial: unixtime"],
    [
      "config-unknown-zone",
      CONFIG,
      "zones: {exmaple.com: {default_ttl: 60}}",
      "zones: {example.com: {default_ttl: 60}}",
    ],
    ["unknown-rule", CONFIG, "lint: {ttl-lwo: error}", "lint: {ttl-low: error}"],
  ])("%s in %s: %s", async (rule, name, text, wanted) => {
    const files =
      name === ZONE
        ? { [CONFIG]: `names: {web: [192.0.2.7]}\n`, [ZONE]: `${NS}${text}\n` }
        : { [CONFIG]: `${text}\n`, [ZONE]: NS };
    const done = await mend(files, name, rule, ({ isPreferred }) => isPreferred);
    expect(done.text).toBe(name === ZONE ? `${NS}${wanted}\n` : `${wanted}\n`);
    expect(done.fewer).toBeGreaterThan(0);
  });

  test("of a template with the zones that it is for, once", async () => {
    const files = {
      "_parked.yaml": `$zones: [example.com, example.org]\n${NS}www: {type: A, vlaue: 192.0.2.1}\n`,
    };
    const done = await mend(files, "_parked.yaml", "unknown-key", ({ isPreferred }) => isPreferred);
    expect(done).toMatchObject({ title: "Write value", fewer: 1 });
  });
});

test("advice makes no remedy, and neither does a list with one item", async () => {
  const { workspace, path } = await workspaceOf({ [ZONE]: `${NS}www: {type: FOOBARBAZ, value: x}\n` });
  expect(fixesIn(workspace, path, ALL).filter(({ isPreferred }) => isPreferred)).toEqual([]);
});

test.each([
  ["in braces", "www: {type: A, ttl: 1, value: 192.0.2.1}"],
  ["in a block", "www:\n  type: A\n  ttl: 1\n  value: 192.0.2.1"],
  ["in a list", "www:\n  - type: A\n    ttl: 1\n    value: 192.0.2.1\n  - {type: TXT, value: x}"],
])("a rule that is turned off for a record says no more: %s", async (_, text) => {
  const files = { [ZONE]: `${NS}${text}\n` };
  const done = await mend(files, ZONE, "ttl-low", ({ isPreferred }) => !isPreferred);
  expect(done).toMatchObject({ title: "Turn ttl-low off for this record, with a reason", fewer: 1 });
});
