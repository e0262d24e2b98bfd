import { expect, test } from "vitest";
import { tablesOf, type ZoneTexts } from "../../test/serve-text.ts";
import { findNode } from "../answer/lookup.ts";
import { makeNameBuffer, readName } from "../query/name.ts";
import { NODE_INFO, NODE_NAME, ROW, type Tables } from "../tables/tables.ts";
import { followNodes, nodesBeside } from "./same-nodes.ts";

const APEX = "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n";
const HASH = "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom";
const ZONE: ZoneTexts = { "example.com.": `${APEX}a A 192.0.2.2\nb A 192.0.2.3\nc A 192.0.2.4\n` };
const INNER: ZoneTexts = {
  "example.com.": `${APEX}a A 192.0.2.2\nsub NS ns.sub\nns.sub A 192.0.2.3\nz A 192.0.2.4\n`,
  "sub.example.com.": `${APEX}a A 192.0.2.5\n`,
};

test.each<[string, ZoneTexts, ZoneTexts]>([
  ["nothing has changed", ZONE, ZONE],
  [
    "names have come, gone and moved",
    ZONE,
    { "example.com.": `${APEX}new A 192.0.2.2\nc A 192.0.2.3\na A 192.0.2.4\n` },
  ],
  ["a zone comes before", ZONE, { "a.example.": APEX, ...ZONE }],
  ["a zone goes", { "a.example.": APEX, ...ZONE }, ZONE],
  ["all is another", ZONE, { "example.org.": `${APEX}a A 192.0.2.2\n` }],
  ["a zone lies in another", INNER, INNER],
  ["a zone has come into another", { "example.com.": INNER["example.com."]! }, INNER],
  ["a zone in another has gone", INNER, { "example.com.": INNER["example.com."]! }],
  [
    "names have been those of NSEC3 alone",
    { "example.com.": `${APEX}${HASH} NSEC3 1 0 0 - ${HASH} A\nb A 192.0.2.3\n` },
    { "example.com.": `${APEX}${HASH} A 192.0.2.1\nb A 192.0.2.3\n` },
  ],
])("each name that is found has the node that is found by it in the former tables: %s", (_, before, now) => {
  const [former, tables] = [tablesOf(before), tablesOf(now)];
  const nodes = [...nodesBeside(tables, [])];
  expect(nodes.toSorted((a, b) => a - b)).toEqual(indexed(tables));
  expect(nodes.length).toBeGreaterThan(2);
  expect(nodes.map(followNodes(former, tables))).toEqual(
    nodes.map((node) => nodeNamed(former, tables, node)),
  );
});

test("rows that have moved are left out", () => {
  const tables = tablesOf({ "a.example.": APEX, ...ZONE });
  const all = [...nodesBeside(tables, [])];
  const first = all.filter((node) => nodeNamed(tablesOf(ZONE), tables, node) < 0);
  const length = all[first.length]!;
  expect([...nodesBeside(tables, [{ from: 0, to: 0, length }])]).toEqual(all.slice(first.length));
});

/** What the table of names has, in order. */
function indexed({ slots }: Tables): number[] {
  return [...slots]
    .flatMap((word, at) => (at % 2 === 1 && word !== 0 ? [word - 1] : []))
    .toSorted((a, b) => a - b);
}

function nodeNamed(former: Tables, { rows, heap }: Tables, node: number): number {
  const name = makeNameBuffer();
  const start = rows[node * ROW + NODE_NAME]!;
  readName(name, heap, start, start + (rows[node * ROW + NODE_INFO]! & 0xff));
  return findNode(former, name, 0);
}
