import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileZone, readZoneWithLdns } from "../../test/compile-zone.ts";
import { isReadBy } from "../../test/iana/rr-types.ts";
import { recordsOf } from "../../test/read-text.ts";
import { requireTool } from "../../test/tools.ts";
import { RECORD_TYPES } from "../records/index.ts";
import { isPrivate } from "../types.ts";

const FILE = readFileSync(join(import.meta.dirname, "../../test/zones/every-form.zone"));

describe("a file with every record type and every form of syntax", () => {
  const records = recordsOf(FILE);

  test("has them all", () => {
    const types = new Set(records.map((line) => line.split(" ")[3]));
    const registered = RECORD_TYPES.filter(({ code }) => !isPrivate(code)).map(({ type }) => type);
    expect(registered.filter((type) => !types.has(type))).toEqual([]);
    expect(records).toHaveLength(140);
  });

  test.skipIf(!requireTool("named-compilezone", "bind9utils"))("has the same records for BIND", () => {
    // Types that BIND does not know stand in lines of their own.
    const lines = FILE.toString("latin1").split("\n");
    const known = lines.filter((line) => !/\t(?:MD|MF|CLA|IPN|ISO|UNECE)\t/.test(line)).join("\n");
    expect(compileZone("example.com.", Buffer.from(known, "latin1")).toSorted()).toEqual(
      knownTo("BIND", records).toSorted(),
    );
  });

  test("has the same records with CR LF, and with CR", () => {
    for (const end of ["\r\n", "\r"]) {
      expect(recordsOf(FILE.toString("latin1").replaceAll("\n", end))).toEqual(records);
    }
  });
});

describe("the records of that file as we print them", () => {
  const printed = recordsOf(FILE);
  const text = `${printed.join("\n")}\n`;

  test("are the same for us", () => {
    expect(recordsOf(text)).toEqual(printed);
  });

  test.skipIf(!requireTool("named-compilezone", "bind9utils"))("are the same for BIND", () => {
    const lines = knownTo("BIND", printed);
    expect(compileZone("example.com.", `${lines.join("\n")}\n`).toSorted()).toEqual(lines.toSorted());
  });

  test.skipIf(!requireTool("ldns-read-zone", "ldnsutils"))("are the same for ldns", () => {
    // ldns 1.8 reads a quote in an owner, but prints it without its backslash.
    const known = knownTo("ldns", printed);
    const lines = known.filter((line) => !line.startsWith('quo\\"te'));
    expect(lines).toHaveLength(known.length - 1);
    expect(readZoneWithLdns(`${lines.join("\n")}\n`).toSorted()).toEqual(lines.toSorted());
  });
});

/** The lines whose type the program knows, and those of types that nobody does. */
function knownTo(program: string, lines: readonly string[]): readonly string[] {
  return lines.filter((line) => {
    const type = line.split(" ")[3]!;
    return type.startsWith("TYPE") || isReadBy(type, program);
  });
}
