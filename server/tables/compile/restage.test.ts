import { expect, test } from "vitest";
import { fuzzZones } from "../../../test/fuzz/zones.ts";
import { compileText, tablesOf, type ZoneTexts } from "../../../test/serve-text.ts";
import { nameOf } from "../../../test/zone-text.ts";
import type { Tables } from "../tables.ts";
import { compile } from "./compile.ts";
import { restageZone } from "./restage.ts";
import { addZone, makeStaging } from "./staging.ts";

/** The tables of all zones in these tables, staged from there. */
function again(zones: ZoneTexts, tables: Tables): Tables {
  const staging = makeStaging(1000);
  for (const [number, text] of Object.keys(zones).entries()) {
    const zone = addZone(staging, Buffer.from(nameOf(text), "latin1"), text);
    restageZone(staging, zone, tables, number);
  }
  const compiled = compile(staging);
  if ("problems" in compiled) throw new Error(compiled.problems[0]?.problem.message);
  return compiled.tables;
}

test.each(fuzzZones().map((zones) => ({ zones })))(
  "tables made from tables are the same, octet by octet",
  ({ zones }) => {
    expect(compileText(zones)).not.toHaveProperty("problems");
    const tables = again(zones, tablesOf(zones));
    const octets = Buffer.from(tables.buffer);
    expect(Buffer.compare(octets, Buffer.from(again(zones, tables).buffer))).toBe(0);
    expect(Buffer.compare(octets, Buffer.from(tablesOf(zones).buffer))).toBe(0);
  },
);
