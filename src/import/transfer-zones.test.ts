import { describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { checkFiles, NAMESERVERS } from "../../test/check-zones.ts";
import { nameOf, zoneOf } from "../../test/zone-text.ts";
import { WorldError } from "../files/world-error.ts";
import { transferZones } from "./transfer-zones.ts";

const ZONES = ["example.com.", "example.org."].map((origin) =>
  zoneOf(origin, "@ SOA ns h 1 1 1 1 1\n@ NS ns.example.net.\n"),
);
const CATALOG = nameOf("catalog.example.");

/** A server that has these zones and refuses others. */
const serverOf =
  (zones = ZONES) =>
  (origin: string) => {
    const zone = zones.find((each) => each.origin === origin);
    return zone === undefined
      ? Promise.reject(new WorldError(`Cannot transfer ${printName(nameOf("gone.example."))}: REFUSED`))
      : Promise.resolve(zone.records);
  };
const catalog = (text: string) =>
  serverOf([...ZONES, zoneOf("catalog.example.", `@ SOA a b 1 1 1 1 1\n@ NS invalid.\n${text}`)]);
const namesOf = async (zones: ReturnType<typeof transferZones>) =>
  (await zones).map(({ origin }) => printName(origin));

describe("many zones of one nameserver", () => {
  test("are those that are named, each once", async () => {
    const origins = [...ZONES, ...ZONES].map(({ origin }) => origin);
    expect(await namesOf(transferZones({ origins }, serverOf()))).toEqual(["example.com.", "example.org."]);
  });

  test("come together or not at all, and every one that does not is told", async () => {
    const origins = [ZONES[0]!.origin, nameOf("one.example."), nameOf("two.example.")];
    await expect(transferZones({ origins }, serverOf())).rejects.toThrow(/^(Cannot transfer .*\n?){2}$/);
  });

  test("are those that a catalog lists, as we write it", async () => {
    const files = { "example.com.yaml": "{}\n", "example.org.yaml": "{}\n" };
    const config = { "_config.yaml": `${NAMESERVERS}catalog: catalog.example.\n` };
    const own = (await checkFiles({ ...files, ...config })).zones.find(({ role }) => role === "catalog")!;
    const wanted = { origins: [], catalog: CATALOG };
    const zones = transferZones(wanted, serverOf([...ZONES, own]));
    expect(await namesOf(zones)).toEqual(["example.com.", "example.org."]);
  });

  test("with properties of members, which are none themselves", async () => {
    const text =
      'version TXT "2"\na.zones PTR example.com.\ncoo.a.zones PTR other.example.\ngroup.a.zones TXT x\nzones PTR example.org.\n';
    const zones = transferZones({ origins: [], catalog: CATALOG }, catalog(text));
    expect(await namesOf(zones)).toEqual(["example.com."]);
  });

  test.each<[string, string, string]>([
    ["another version", 'version TXT "1"\na.zones PTR example.com.\n', "it is none of version 2"],
    ["no version", "a.zones PTR example.com.\n", "it is none of version 2"],
    ["nothing", 'version TXT "2"\n', "lists no zone"],
  ])("but of a catalog with %s none", async (_, text, reason) => {
    await expect(transferZones({ origins: [], catalog: CATALOG }, catalog(text))).rejects.toThrow(reason);
  });
});
