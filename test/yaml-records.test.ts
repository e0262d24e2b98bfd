import { expect, test } from "vitest";
import { RECORD_TYPES } from "../dns/records/index.ts";
import { printRdata } from "../dns/zone-file/print.ts";
import { yamlValue } from "../src/zones/octodns/yaml-value.ts";
import { checkFiles, NAMESERVERS } from "./check-zones.ts";
import { parseRdata } from "./record-types/parse-rdata.ts";

/** SOA comes from _config.yaml and ZONEMD from the renderer. */
const written = RECORD_TYPES.filter(({ type }) => type !== "SOA" && type !== "ZONEMD");

test.each(written.map((type) => [type.type, type] as const))(
  "%s in YAML says what it says in a zone file",
  async (_, type) => {
    const rdata = parseRdata(type, type.example);
    const value = yamlValue(type, rdata);
    const yaml = JSON.stringify({
      a: [{ type: type.type, value }, ...(type.type === "DS" ? [{ type: "NS", value: "b." }] : [])],
    });
    const { zones, problems } = await checkFiles({ "example.org.yaml": yaml, "_config.yaml": NAMESERVERS });
    const record = zones[0]!.records.find(
      (each) => each.type === type.code && each.owner.startsWith("\x01a"),
    );
    expect(problems).toEqual([]);
    expect(printRdata(type.code, record!.rdata)).toBe(printRdata(type.code, rdata));
  },
);
