import { describe, expect, test } from "vitest";
import { formatZoneText } from "../../src/fmt/format.ts";
import { importZone } from "../../src/import/import-zone.ts";
import { readOneZoneFile } from "../../src/zones/read-one-zone-file.ts";
import { allZones } from "../../src/zones/validate.ts";
import { NAMESERVERS } from "../check-zones.ts";
import { meaningOf } from "../fmt/meaning.ts";
import { outOfOrder } from "../fmt/out-of-order.ts";
import { nameOf } from "../zone-text.ts";
import { linesOf, requireSuites, suitesFolder } from "./suites.ts";

const isThere = requireSuites(process.env);
const SUITES = suitesFolder(process.env);

/** The zone of a case; the suites call its name `zone` or `origin`. */
interface ZoneCase {
  readonly id: string;
  readonly zone?: string;
  readonly origin?: string;
  readonly zonetext?: string;
}

describe.skipIf(!isThere)("zones of others, imported and laid out", () => {
  test.each([
    ["coredns-file.jsonl", 30, 1],
    ["lint-cases.jsonl.gz", 300, 1],
    ["ferret.jsonl.gz", 400, 10],
  ])("those of %s say the same, in octoDNS' order", async (file, atLeast, step) => {
    const cases = (linesOf(SUITES, file) as ZoneCase[]).filter((_, index) => index % step === 0); // as the README there says
    let laidOut = 0;
    for (const { id, zone, origin = zone, zonetext } of cases) {
      if (origin === undefined || zonetext === undefined) continue;
      const options = { file: "zone", bytes: Buffer.from(zonetext), origin: nameOf(origin) };
      const read = allZones(readOneZoneFile(options))[0]!;
      const { yaml } = importZone(read, 300);
      const path = `${origin}yaml`;
      const formatted = formatZoneText(yaml, path);
      if ("problems" in formatted) throw new Error(`${id}: ${formatted.problems[0]?.message}`);
      expect(formatted.notes, id).toEqual([]);
      expect(outOfOrder(formatted.text), id).toEqual([]);
      expect(formatZoneText(formatted.text, path), id).toMatchObject({ text: formatted.text });
      const before = await meaningOf({ "_config.yaml": NAMESERVERS, [path]: yaml });
      expect(before.records.length, id).toBeGreaterThan(0);
      expect(await meaningOf({ "_config.yaml": NAMESERVERS, [path]: formatted.text }), id).toEqual(before);
      laidOut += 1;
    }
    expect(laidOut).toBeGreaterThan(atLeast);
  });
});
