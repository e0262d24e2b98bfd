import { describe, expect, test } from "vitest";
import { printRecord } from "../../dns/zone-file/print.ts";
import { checkFiles, NAMESERVERS } from "../../test/check-zones.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import { readBase } from "../plan/pull-request.ts";

const CONFIG = `${NAMESERVERS}catalog: catalog.example.\n`;
const ZONE = "www: {type: A, value: 192.0.2.80}\n";

async function catalogOf(zones: readonly string[], config = CONFIG) {
  const files = Object.fromEntries(zones.map((name) => [`${name}.yaml`, ZONE]));
  const checked = await checkFiles({ ...files, "_config.yaml": config });
  const catalog = checked.zones.find(({ role }) => role === "catalog");
  return { problems: checked.problems, lines: catalog?.records.map(printRecord), zones: checked.zones };
}

describe("the catalog of zones (RFC 9432)", () => {
  test("has a PTR for each zone, and nothing is wrong with it", async () => {
    const { lines, problems, zones } = await catalogOf(["example.com", "example.org"]);
    expect(problems).toEqual([]);
    expect(zones).toHaveLength(3);
    expect(lines).toEqual([
      "catalog.example. 0 IN SOA invalid. invalid. 0 86400 7200 3600000 3600",
      "catalog.example. 0 IN NS invalid.",
      'version.catalog.example. 0 IN TXT "2"',
      "902e9c464fa43fcab109d1a6b95ddf83.zones.catalog.example. 0 IN PTR example.com.",
      "640cf2756b8440ae2a68b531b69257ec.zones.catalog.example. 0 IN PTR example.org.",
    ]);
  });

  test("keeps the labels of members whichever others come and go, and whatever is in them", async () => {
    const both = (await catalogOf(["example.com", "example.org"])).lines!;
    const one = (await catalogOf(["example.org"])).lines!;
    expect(both).toEqual(expect.arrayContaining(one));
    expect(new Set(both.map((line) => line.split(" ")[0])).size).toBe(4);
  });

  test("has settings of its own", async () => {
    const own = "zones: {catalog.example: {soa: {refresh: 60}, serial: increment}}\n";
    const { lines, problems, zones } = await catalogOf(["example.com"], `${CONFIG}${own}`);
    expect([problems, lines![0], zones.at(-1)!.config.serial]).toEqual([
      [],
      "catalog.example. 0 IN SOA invalid. invalid. 0 60 7200 3600000 3600",
      "increment",
    ]);
  });

  test.each<[string, string, string]>([
    [
      "that of a zone",
      "example.com",
      "_config.yaml:2:10 error catalog-name: The catalog example.com. has the name of a zone with a file | Give the catalog a name of its own, such as catalog.example.",
    ],
    [
      "the root",
      "'.'",
      "_config.yaml:2:10 error catalog-name: The catalog . is the root | Give the catalog a name of its own, such as catalog.example.",
    ],
    [
      "too long",
      `${`${"a".repeat(60)}.`.repeat(3)}${"b".repeat(40)}.example.`,
      `_config.yaml:2:10 error catalog-name: The catalog ${`${"a".repeat(60)}.`.repeat(3)}${"b".repeat(40)}.example. has 233 octets, and its members' names more than 255 | Give the catalog a name of its own, such as catalog.example.`,
    ],
    [
      "no name",
      "a..b",
      '_config.yaml:2:10 error empty-label: catalog is refused: Name "a..b" has an empty label | Write exactly one dot between two labels, and none at the start.',
    ],
  ])("is refused where its name is %s", async (_, name, problem) => {
    const { lines, problems } = await catalogOf(["example.com"], `${NAMESERVERS}catalog: ${name}\n`);
    expect([problems, lines]).toEqual([[problem], undefined]);
  });

  test("does not take the blame for the settings: with those broken nobody knows what any zone was", async () => {
    const base = await readBase(
      "zones",
      fakeFiles({ "zones/_config.yaml": `${CONFIG}serial: dat\n`, "zones/example.com.yaml": ZONE }),
    );
    expect([base.isBroken, [...base.zones.values()]]).toEqual([true, [undefined, undefined]]);
  });
});
