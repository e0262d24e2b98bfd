import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { isName, type Name, parseName } from "../dns/name.ts";
import { listRecords, type Wanted } from "../src/list/list-records.ts";
import { listToJson, printDetails, printList } from "../src/list/print-list.ts";
import { parseDay } from "../src/source/day.ts";
import { checkFiles, NAMESERVERS } from "../test/check-zones.ts";
import { closed } from "../test/closed-schema.ts";
import { listSchema } from "./list-schema.ts";

const { zones } = await checkFiles({
  "_config.yaml": `${NAMESERVERS}catalog: catalog.example.\nzones: {example.org: {about: {'': {owner: Web team}}}}\n`,
  "example.com.yaml": `www: {type: A, values: [192.0.2.1, 192.0.2.2], zonepipe: {owner: web team, expires: 2026-01-01}}
a-name-that-is-much-too-long-for-a-column.of-a-table: {type: TXT, value: "a text that is longer than a column", zonepipe: {owner: "somebody, somewhere in a large house", note: "one\\ntwo"}}
`,
  "example.org.yaml": "www: {type: AAAA, value: 2001:db8::1, zonepipe: {expires: 2027-03-01}}\n",
});

function names(wanted: Wanted): string[] {
  const { records } = listToJson(listRecords(zones, wanted)) as {
    records: { name: string; type: string; value: string }[]; // as the schema says
  };
  return records.map(({ name, type, value }) => `${name} ${type} ${value}`);
}

const WEB = ["www.example.com. A 192.0.2.1", "www.example.com. A 192.0.2.2"];
const ORG = "www.example.org. AAAA 2001:db8::1";

test.each<[string, Wanted, string[]]>([
  ["of an owner, in the record or the settings", { owner: "WEB team" }, [...WEB, ORG]],
  ["of a type", { type: 28 }, [ORG]],
  ["of a name", { name: nameOf("WWW.example.com.") }, WEB],
  ["before a day, which itself is not before it", { expiresBefore: parseDay("2027-03-01")! }, WEB],
  ["before a later day", { expiresBefore: parseDay("2027-03-02")! }, [...WEB, ORG]],
  ["of all of these", { owner: "web team", type: 1, expiresBefore: parseDay("2026-01-01")! }, []],
])("records %s", (_, wanted, expected) => {
  expect(names(wanted).filter((line) => !line.includes(" NS "))).toEqual(expected);
});

test("with nothing asked for there is every record but SOA, and nothing of the catalog", () => {
  const all = names({});
  expect(all).toHaveLength(zones.slice(0, 2).flatMap(({ records }) => records).length - 2);
  expect(all.some((line) => line.includes("catalog"))).toBe(false);
});

test("the table fits 80 columns, with a line for each record", () => {
  const listed = listRecords(zones, {});
  const lines = printList(listed).split("\n");
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  expect(lines).toHaveLength(listed.length + 4);
  expect(lines.find((line) => line.startsWith("www.example.com."))).toMatch(
    /^www\.example\.com\. +A +192\.0\.2\.1 +web team +2026-01-01$/,
  );
});

test("all that is known of a name is shown whole, and no text makes a line of its own", () => {
  const name = nameOf("a-name-that-is-much-too-long-for-a-column.of-a-table.example.com.");
  expect(printDetails(listRecords(zones, { name }))).toBe(
    `${[
      'a-name-that-is-much-too-long-for-a-column.of-a-table.example.com. 3600 IN TXT "a text that is longer than a column"',
      "  owner    somebody, somewhere in a large house",
      "  note     one\\u{a}two",
      "  zone     example.com.",
      "  written  zones/example.com.yaml:2:74",
    ].join("\n")}\n`,
  );
});

test("the JSON is as the published schema says, which names every key of it", () => {
  const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
    closed(listSchema()),
  );
  validate(JSON.parse(JSON.stringify(listToJson(listRecords(zones, {})))));
  expect(validate.errors).toBeNull();
  expect(validate({ version: 1, records: [{ name: "www.example.com." }] })).toBe(false);
});

function nameOf(text: string): Name {
  const name = parseName(text);
  if (!isName(name)) throw new Error(name.message);
  return name;
}
