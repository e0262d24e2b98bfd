import { expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { type FakeFiles, fakeFiles } from "../../test/fakes/files.ts";
import { load } from "../zones/load.ts";
import { validate } from "../zones/validate.ts";
import { makePullRequestPlan, readBase } from "./pull-request.ts";
import { variableChanges } from "./variable-changes.ts";

const NAMESERVERS = "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n";
const ZONES = {
  "zones/a.example.yaml":
    "'': [{type: A, value: $web}, {type: AAAA, value: $web}]\nwww: {type: A, values: [$web, 192.0.2.9]}\n",
  "zones/b.example.yaml":
    "'': {type: MX, value: {preference: 1, exchange: $mx}}\nx: {type: A, value: 192.0.2.1}\n",
  "zones/_t.yaml": "$zones: [c.example, d.example]\n'': {type: A, value: $web}\n",
};

/** What a change of `names` is told as, with what else changes in the files. */
async function told(before: string, after: string, more: FakeFiles = {}): Promise<string[]> {
  const config = (names: string) => ({ "zones/_config.yaml": `${NAMESERVERS}names: ${names}\n` });
  const base = await readBase("zones", fakeFiles({ ...ZONES, ...config(before) }));
  const { zones } = validate(await load("zones", fakeFiles({ ...ZONES, ...config(after), ...more })));
  const plan = makePullRequestPlan(base, zones, () => [], new Date("2026-11-22T12:00:00Z"));
  return variableChanges(plan).map(
    ({ name, from, to, records, zones: inZones }) =>
      `${name} ${from.join(" ")} > ${to.join(" ")}: ${records} in ${inZones.map(printName).join(" ")}`,
  );
}

test.each<[string, string, string, string[]]>([
  [
    "an address that is another",
    '{web: [192.0.2.1, "2001:db8::1"], mx: mx.}',
    '{web: [192.0.2.2, "2001:db8::1"], mx: mx.}',
    ["web 192.0.2.1 2001:db8::1 > 192.0.2.2 2001:db8::1: 4 in a.example. c.example. d.example."],
  ],
  [
    "an address that goes",
    '{web: [192.0.2.1, 192.0.2.2, "2001:db8::1"], mx: mx.}',
    '{web: [192.0.2.1, "2001:db8::1"], mx: mx.}',
    ["web 192.0.2.1 192.0.2.2 2001:db8::1 > 192.0.2.1 2001:db8::1: 4 in a.example. c.example. d.example."],
  ],
  [
    "a name that is another",
    '{web: [192.0.2.1, "2001:db8::1"], mx: mx.}',
    '{web: [192.0.2.1, "2001:db8::1"], mx: mail.}',
    ["mx mx. > mail.: 1 in b.example."],
  ],
  [
    "nothing where the order alone is another",
    '{web: [192.0.2.1, 192.0.2.2, "2001:db8::1"], mx: mx.}',
    '{web: [192.0.2.2, 192.0.2.1, "2001:db8::1"], mx: mx.}',
    [],
  ],
  [
    "nothing where no record is another",
    '{web: [192.0.2.1, "2001:db8::1"], mx: mx}',
    '{mx: mx., web: ["2001:db8::1", 192.0.2.1], more: a.}',
    [],
  ],
])("%s", async (_, before, after, expected) => {
  expect(await told(before, after)).toEqual(expected);
});

test("a record that gets a variable which stays is no change of that", async () => {
  const names = '{web: [192.0.2.1, "2001:db8::1"], mx: mx.}';
  const more = { "zones/b.example.yaml": `${ZONES["zones/b.example.yaml"]}y: {type: A, value: $web}\n` };
  expect(await told(names, names, more)).toEqual([]);
});
