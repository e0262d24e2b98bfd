import { expect, test } from "vitest";
import { load } from "../../src/zones/load.ts";
import { readZones } from "../../src/zones/validate.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import { changesBetween } from "../plan/changes.ts";
import { ownersSentence } from "./owners.ts";

const a = (name: string, owner?: string) =>
  `${name}: {type: A, value: 192.0.2.1${owner === undefined ? "" : `, zonepipe: {owner: ${owner}}`}}\n`;

test.each<[string, string, string, string | undefined]>([
  [
    "of what comes and of what goes, each once",
    a("a", "web") + a("b", "web"),
    a("c", "apps"),
    "Owners: apps, web",
  ],
  ["nobody, where nobody says", a("a"), a("c"), undefined],
  ["nobody whose records stay", a("a", "web"), a("a", "web") + a("b"), undefined],
  [
    "ten of many",
    "{}\n",
    Array.from({ length: 12 }, (_, index) => a(`n${index}`, `team${String(index).padStart(2, "0")}`)).join(
      "",
    ),
    "Owners: team00, team01, team02, team03, team04, team05, team06, team07, team08, team09 and 2 more",
  ],
])("owners of a change are %s", async (_, before, after, sentence) => {
  expect(ownersSentence(changesBetween(await zoneOf(before), await zoneOf(after)))).toBe(sentence);
});

async function zoneOf(text: string) {
  return readZones(await load("zones", fakeFiles({ "zones/example.com.yaml": text }))).zones[0]!.zone;
}
