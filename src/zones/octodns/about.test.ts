import { expect, test } from "vitest";
import { printName } from "../../../dns/name.ts";
import { SOA } from "../../../dns/records/soa.ts";
import { typeName } from "../../../dns/types.ts";
import { printRdata } from "../../../dns/zone-file/print.ts";
import { checkFiles, NAMESERVERS } from "../../../test/check-zones.ts";

/** What is said of each record that is written: `name TYPE value: owner, note, day`. */
async function saidIn(yaml: string, about = "{}"): Promise<string[]> {
  const config = `${NAMESERVERS}zones: {example.com: {about: ${about}}}\n`;
  const { zones } = await checkFiles({ "_config.yaml": config, "example.com.yaml": yaml });
  return zones[0]!.records
    .filter(({ at, type }) => at.file.endsWith("example.com.yaml") && type !== SOA.code)
    .map(({ owner, type, rdata, remarks }) => {
      const said = [remarks?.owner, remarks?.note, remarks?.expires?.day].map((each) => each ?? "-");
      return `${printName(owner)} ${typeName(type)} ${printRdata(type, rdata)}: ${said.join(", ")}`;
    });
}

async function problemsIn(yaml: string, about = "{}"): Promise<string[]> {
  const config = `${NAMESERVERS}zones: {example.com: {about: ${about}}}\n`;
  const { problems } = await checkFiles({ "_config.yaml": config, "example.com.yaml": yaml });
  return problems.map((line) => line.replace(/^[^:]+:/, "").replace(/ \| .*$/, ""));
}

test("a record says whose it is, why, and for how long", async () => {
  expect(
    await saidIn(
      "www: {type: A, value: 192.0.2.1, zonepipe: {owner: web, note: old shop, expires: 2027-03-01}}\n",
    ),
  ).toEqual(["www.example.com. A 192.0.2.1: web, old shop, 2027-03-01"]);
});

test("a value has its own words, and those of the record where it says nothing", async () => {
  const yaml = `www:
  type: A
  values: [192.0.2.1, 192.0.2.2]
  zonepipe:
    owner: web
    values:
      - {value: 192.0.2.2, note: moves, expires: 2027-03-01}
`;
  expect(await saidIn(yaml)).toEqual([
    "www.example.com. A 192.0.2.1: web, -, -",
    "www.example.com. A 192.0.2.2: web, moves, 2027-03-01",
  ]);
});

test("a value of several fields is named by some of them", async () => {
  const yaml = `'':
  type: MX
  values: [{preference: 10, exchange: a.example.net.}, {preference: 20, exchange: b.example.net.}]
  zonepipe: {values: [{value: {exchange: b.example.net.}, owner: mail}]}
`;
  expect(await saidIn(yaml)).toEqual([
    "example.com. MX 10 a.example.net.: -, -, -",
    "example.com. MX 20 b.example.net.: mail, -, -",
  ]);
});

test("about in the settings holds at a name and below it, the nearest first, and gives way to the record", async () => {
  const yaml = `www: {type: A, value: 192.0.2.1}
apps: {type: A, value: 192.0.2.2}
a.apps: {type: A, value: 192.0.2.3}
'*.apps': {type: A, value: 192.0.2.4}
b.a.apps: {type: A, value: 192.0.2.5, zonepipe: {owner: b}}
`;
  const about =
    "{'': {owner: all, note: ask}, '*.apps': {owner: apps}, a.apps: {owner: a, expires: 2027-03-01}}";
  expect(await saidIn(yaml, about)).toEqual([
    "www.example.com. A 192.0.2.1: all, ask, -",
    "apps.example.com. A 192.0.2.2: all, ask, -",
    "a.apps.example.com. A 192.0.2.3: a, ask, 2027-03-01",
    "*.apps.example.com. A 192.0.2.4: apps, ask, -",
    "b.a.apps.example.com. A 192.0.2.5: b, ask, 2027-03-01",
  ]);
});

test.each<[string, string, string, string[]]>([
  [
    "a day that is none",
    "zonepipe: {expires: 2027-02-30}",
    "{}",
    [
      '1:54 error expires-value: zonepipe expires is "2027-02-30"; expected a day that there is, as in 2027-03-01',
    ],
  ],
  [
    "an owner that says nothing",
    "zonepipe: {owner: ' '}",
    "{}",
    ['1:52 error wrong-kind: zonepipe owner is " "; expected a text of one line'],
  ],
  [
    "words about another value",
    "zonepipe: {values: [{value: 192.0.2.9, owner: web}]}",
    "{}",
    ['1:62 error remark-value: The record has no value "192.0.2.9"'],
  ],
  [
    "words about no value",
    "zonepipe: {values: [{owner: web}]}",
    "{}",
    ["1:54 error wrong-kind: zonepipe values is a mapping; expected a list of {value: …, expires: …}"],
  ],
  [
    "a key that is none",
    "zonepipe: {expire: 2027-03-01}",
    "{}",
    ['1:45 error unknown-key: zonepipe has the key "expire", which means nothing'],
  ],
  [
    "a name that is no name of the zone",
    "ttl: 300",
    "{www.example.org.: {owner: web}}",
    ['2:31 error remark-name: about has "www.example.org."; expected a name as in the zone\'s file'],
  ],
])("%s is refused", async (_, record, about, expected) => {
  expect(await problemsIn(`www: {type: A, value: 192.0.2.1, ${record}}\n`, about)).toEqual(expected);
});
