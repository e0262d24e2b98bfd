import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TXT } from "../../dns/records/txt.ts";
import { checkFiles, checkZone } from "../../test/check-zones.ts";
import { realFiles } from "../world/files.ts";
import { load } from "./load.ts";
import { validate } from "./validate.ts";

test("the sample zones have no problem at all, not even an information", async () => {
  const { zones, problems } = validate(await load("zones", realFiles));
  expect([zones.length, problems]).toEqual([3, []]);
});

test("one run tells everything that is wrong, with and without a zone that is fine", async () => {
  const { problems, zones } = await checkFiles({
    "_config.yaml": "nameservers: [{name: ns1.example.net.}]\nserail: date\n",
    "a.example.yaml": "www: {type: A, value: 192.0.2.1}\n",
    "b.example.yaml":
      "www:\n  type: A\n  ttl: x\n  values: [1, 2]\nwww: {type: A, value: 3}\n? [a]\n: b\nmail: {type: MX, value: {preference: a, exchange: b..c}}\n",
    "c.example.yaml": "- 1\n",
    "d.example.yaml": Buffer.from([0xff]),
  });
  expect(problems.map((line) => line.replace(/: .*/, ""))).toEqual([
    "_config.yaml:2:1 error unknown-key",
    "b.example.yaml:3:8 error ttl-range",
    "b.example.yaml:4:12 error ipv4-invalid",
    "b.example.yaml:4:15 error ipv4-invalid",
    "b.example.yaml:5:1 error yaml-duplicate-key",
    "b.example.yaml:6:3 error yaml-key",
    "b.example.yaml:8:38 error mx-preference",
    "b.example.yaml:8:51 error empty-label",
    "c.example.yaml:1:1 error wrong-kind",
    "d.example.yaml:1:1 error yaml-encoding",
  ]);
  expect(zones.length).toBe(4);
});

test("a record knows where its value, its name, its TTL and its fields stand", async () => {
  const { zones } = await checkFiles({
    "example.com.yaml":
      "\nwww:\n  type: MX\n  ttl: 60\n  values:\n    - preference: 10\n      exchange: a.b.\n",
  });
  const record = zones[0]!.records.at(-1)!;
  const at = (line: number, column: number) => ({ file: "zones/example.com.yaml", line, column });
  expect(record).toMatchObject({
    at: at(6, 7),
    nameAt: at(2, 1),
    ttlAt: at(4, 8),
    fieldsAt: { preference: at(6, 19), exchange: at(7, 17) },
  });
});

test("a record has the remarks of its RRset", async () => {
  const { zones } = await checkFiles({
    "example.com.yaml": "www: {type: A, values: [192.0.2.1, 192.0.2.2], zonepipe: {owner: web, note: old}}\n",
  });
  const remarks = zones[0]!.records.slice(-2).map((record) => record.remarks);
  expect(remarks).toEqual([
    { owner: "web", note: "old", disable: [] },
    { owner: "web", note: "old", disable: [] },
  ]);
});

describe("nothing is said to be missing where a part could not be read", () => {
  test.each<[string, string, string[]]>([
    ["the apex is broken", "'': {type: NS, value: [}\nwww: {type: A, value: 192.0.2.1}\n", ["yaml-syntax"]],
    [
      "the glue is refused",
      "'': {type: NS, value: ns.example.com.}\nns: {type: A, value: 192.0.2.256}\n",
      ["ipv4-invalid"],
    ],
    [
      "the name of the apex stands twice",
      "'': {type: A, value: 192.0.2.1}\n'': {type: NS, value: a.example.net.}\n",
      ["yaml-duplicate-key"],
    ],
  ])("%s", async (_, yaml, rules) => {
    expect((await checkZone(yaml, "{}")).map((line) => /error ([\w-]+)/.exec(line)?.[1])).toEqual(rules);
  });
});

describe("laws", () => {
  const words = fc.constantFrom(
    "''",
    "'*'",
    "www",
    "type",
    "value",
    "values",
    "ttl",
    "octodns",
    "zonepipe",
    "A",
    "MX",
    "TXT",
    "SOA",
    "NS",
    "HTTPS",
    "192.0.2.1",
    "no",
    "1.10",
    "!include x",
    "&a",
    "*a",
    "<<",
    "preference",
    "exchange",
    "svcparams",
    "disable",
    "rule",
    "__proto__",
    "9".repeat(400),
    "\\",
    "ü",
    '"\\ud800"',
  );
  const value: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      words,
      fc.string().map((text) => JSON.stringify(text)),
      fc.array(tie("node"), { maxLength: 4 }).map((items) => `[${items.join(", ")}]`),
      fc
        .array(fc.tuple(words, tie("node")), { maxLength: 5 })
        .map((pairs) => `{${pairs.map(([key, node]) => `? ${key} : ${node}`).join(", ")}}`),
    ),
  })).node;

  const OURS = /undefined|\[object|NaN|Error:/;

  test("any zone and any settings give records and problems, and never throw", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(value, fc.string()), fc.oneof(value, fc.string()), async (zone, config) => {
        fc.pre(!OURS.test(zone + config)); // what was written is shown
        const { problems } = await checkFiles({
          "example.com.yaml": `${zone}\n`,
          "_config.yaml": `${config}\n`,
        });
        for (const line of problems) expect(line).not.toMatch(OURS);
      }),
      { numRuns: 500 },
    );
  });

  test("any bytes give problems, and never throw", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 50 }), async (bytes) => {
        await checkFiles({ "example.com.yaml": bytes, "_config.yaml": bytes });
      }),
      { numRuns: 300 },
    );
  });

  test("any text survives in TXT", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
        fc.pre(!text.startsWith('"') && !text.includes("\\;"));
        const yaml = JSON.stringify({ a: { type: "TXT", value: text } });
        const { problems, zones } = await checkFiles({ "example.com.yaml": yaml });
        const strings = TXT.read(zones[0]!.records.at(-1)!.rdata).text;
        expect([problems, Buffer.from(strings.join(""), "latin1").toString("utf8")]).toEqual([[], text]);
      }),
      { numRuns: 300 },
    );
  });
});
