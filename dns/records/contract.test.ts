import { describe, expect, it, test } from "vitest";
import { ALL_CASES } from "../../test/record-types/all-cases.ts";
import { faultOf } from "../../test/record-types/fault-of.ts";
import { parseRdata } from "../../test/record-types/parse-rdata.ts";
import { type Octets, Reader } from "../wire.ts";
import { RECORD_TYPES } from "./index.ts";
import type { AnyRecordType, Refusal } from "./record-type.ts";

test("every record type has cases, and every case a record type", () => {
  expect(Object.keys(ALL_CASES).sort()).toEqual(RECORD_TYPES.map(({ type }) => type).sort());
});

describe.each(RECORD_TYPES.map((type): [string, AnyRecordType] => [type.type, type]))(
  "%s",
  (mnemonic, type) => {
    const { accepted, refused, malformed, unfit = [] } = ALL_CASES[mnemonic]!;

    it.each(accepted.map(({ text, wire, printed }) => [text, wire, printed ?? text]))(
      "reads %j as %s, and prints it back",
      (text, wire, printed) => {
        const rdata = parseRdata(type, text);
        expect(inHex(type, rdata)).toBe(wire);
        expect(type.print(rdata)).toBe(printed);
        expect(parseRdata(type, printed)).toBe(rdata);
      },
    );

    it.each(accepted.map(({ wire }) => [wire]))("gives %s back from its values, and in a message", (wire) => {
      const rdata = octetsOfHex(wire);
      expect(type.write(type.read(rdata))).toBe(rdata);
      expect(type.expand(Reader.of(rdata))).toBe(rdata);
    });

    it.each(refused)("refuses the text %j", (text, message) => {
      expect(faultOf(() => parseRdata(type, text)).message).toBe(message);
    });

    it.each(malformed)("refuses the octets %s", (wire, message) => {
      expect(faultOf(() => type.read(octetsOfHex(wire))).message).toBe(message);
    });

    it.each(unfit)("finds that the values of %j do not fit together", (text, rule, field, message) => {
      expect(refusalOf(type, text)).toMatchObject({ rule, field, message });
    });

    it("has an example that it prints as it stands and finds nothing wrong with", () => {
      expect(type.print(parseRdata(type, type.example))).toBe(type.example);
      expect(refusalOf(type, type.example)).toBeUndefined();
    });

    it("is tried with text and octets that it refuses", () => {
      expect(refused.length).toBeGreaterThan(0);
      expect(malformed.length).toBeGreaterThan(0);
      expect(unfit.length > 0).toBe(type.check !== undefined);
    });
  },
);

/** Hex with a space at the border of each field that has octets. */
function inHex(type: AnyRecordType, rdata: Octets): string {
  const wire = Reader.of(rdata);
  const parts = type.names.map((name) => {
    const start = wire.at;
    type.fields[name]!.read(wire, 0);
    return Buffer.from(rdata.slice(start, wire.at), "latin1").toString("hex");
  });
  return parts.filter((part) => part !== "").join(" ");
}

function octetsOfHex(hex: string): Octets {
  return Buffer.from(hex.replaceAll(" ", ""), "hex").toString("latin1");
}

function refusalOf(type: AnyRecordType, text: string): Refusal | undefined {
  return type.check?.(type.read(parseRdata(type, text)));
}
