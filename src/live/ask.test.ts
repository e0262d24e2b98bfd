import { expect, test } from "vitest";
import { printRecord } from "../../dns/zone-file/print.ts";
import { zoneOf } from "../../test/zone-text.ts";
import { DEFAULT_CONFIG } from "../source/config.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Asker, NoReply } from "../verify/types.ts";
import { askServed } from "./ask.ts";
import { readQuestion } from "./question.ts";

const NOBODY: NoReply = { outcome: "no-reply", reason: "nobody is there", milliseconds: 0 };
const asker: Asker = {
  client: { kind: "built-in", version: "" },
  ask: (_, __, questions) => Promise.resolve(questions.map(() => NOBODY)),
  noRoute: () => Promise.resolve(undefined),
};

function source(origin: string, text: string): SourceZone {
  const zone = zoneOf(origin, `@ SOA ns1 h 1 2 3 4 60\n@ NS ns1\nns1 A 192.0.2.1\n${text}`);
  const at = { file: `zones/${origin}yaml`, line: 1, column: 1 };
  return {
    ...{ origin: zone.origin, file: at.file, config: DEFAULT_CONFIG },
    records: zone.records.map((record) => ({ ...record, at, nameAt: at })),
  };
}

const ZONES = [
  source(
    "example.com.",
    `* A 192.0.2.9
www CNAME web.example.net.
out CNAME www.elsewhere.test.
a.deep A 192.0.2.2
sub NS ns.sub
ns.sub A 192.0.2.3
old DNAME new.example.com.
x.new A 192.0.2.4
both TYPE65401 \\# 5 0361626300
`,
  ),
  source("example.net.", "web A 192.0.2.7\n"),
];

test.each([
  [
    "x.y.example.com MX",
    [
      "The closest name above it that does is example.com., so *.example.com. stands in",
      "It has no MX, only A",
    ],
  ],
  ["x.y.example.com A", ["so *.example.com. stands in", "*.example.com. 300 IN A 192.0.2.9"]],
  [
    "www.example.com A",
    ["It is an alias: the question goes on", "web.example.net. has records of its own", "192.0.2.7"],
  ],
  ["out.example.com A", ["It is an alias", "www.elsewhere.test. lies in no zone here"]],
  ["deep.example.com A", ["exists only because there are names below it"]],
  ["b.deep.example.com A", ["b.deep.example.com. does not exist, and no wildcard stands in"]],
  [
    "www.sub.example.com A",
    ["lies below the delegation at sub.example.com.", "sub.example.com. 300 IN NS ns.sub.example.com."],
  ],
  ["sub.example.com DS", ["DS of it is for this zone to answer"]],
  ["x.old.example.com A", ["The DNAME at old.example.com.", "x.new.example.com. has records of its own"]],
  ["both.example.com A", ["It answers with the addresses of another name"]],
  ["example.org A", ["lies in no zone here"]],
])("the way of %s", async (text, expected) => {
  const question = readQuestion(text);
  if ("why" in question) throw new Error(question.why);
  const served = { address: "127.0.0.1", port: 53, zones: ZONES, at: new Date(0) };
  const { steps } = await askServed(question, served, asker);
  const told = steps.flatMap(({ words, records }) => [...words, ...records.map(printRecord)]).join("\n");
  for (const part of expected) expect(told).toContain(part);
});

test("a question for CNAME follows no alias", async () => {
  const question = readQuestion("www.example.com CNAME");
  if ("why" in question) throw new Error(question.why);
  const served = { address: "127.0.0.1", port: 53, zones: ZONES, at: new Date(0) };
  expect((await askServed(question, served, asker)).steps).toHaveLength(1);
});
