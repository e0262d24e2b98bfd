import fc, { type Arbitrary } from "fast-check";
import { describe, expect, it } from "vitest";
import { ALL_CASES } from "../../test/record-types/all-cases.ts";
import { octets, valuesOf } from "../../test/record-types/arbitraries.ts";
import { parseRdata } from "../../test/record-types/parse-rdata.ts";
import { Fault } from "../fault.ts";
import { text as textField } from "../fields/text.ts";
import { type Octets, Reader } from "../wire.ts";
import { codecOf, RECORD_TYPES } from "./index.ts";
import type { AnyRecordType } from "./record-type.ts";

const TYPES: readonly AnyRecordType[] = [...RECORD_TYPES, codecOf(65280)];

describe.each(RECORD_TYPES.map((type): [string, AnyRecordType] => [type.type, type]))("%s", (_, type) => {
  it("reads the values that it wrote, and the text that it printed", () => {
    fc.assert(
      fc.property(valuesOf(type), (values) => {
        const rdata = type.write(values);
        expect(type.read(rdata)).toEqual(values);
        expect(parseRdata(type, type.print(rdata))).toBe(rdata);
      }),
    );
  });

  it("accepts from YAML what it gives to YAML, or says that YAML cannot hold it", () => {
    fc.assert(
      fc.property(valuesOf(type), (values) => {
        for (const name of type.names) {
          const field = type.fields[name]!;
          const yaml = outcome(() => field.yaml(values[name]));
          if (yaml instanceof Fault) expect(yaml.rule).toBe("txt-unrepresentable");
          else expect(field.accept(asLoaded(yaml))).toEqual(fromYaml(field, values[name]));
        }
      }),
    );
  });
});

describe.each(TYPES.map((type): [string, AnyRecordType] => [type.type, type]))("%s", (mnemonic, type) => {
  const cases = ALL_CASES[mnemonic]?.accepted ?? [];
  const texts = [type.example, ...cases.map(({ text }) => text)];
  const wires = texts.map((text) => parseRdata(type, text));

  it("gives any octets back as they were, or a fault", () => {
    fc.assert(
      fc.property(fc.oneof(octets(), damaged(wires)), (rdata) => {
        const values = outcome(() => type.read(rdata));
        if (values instanceof Fault) return;
        expect(type.write(values)).toBe(rdata);
        expect(type.expand(Reader.of(rdata))).toBe(rdata);
        expect(parseRdata(type, type.print(rdata))).toBe(rdata);
      }),
    );
  });

  it("makes readable rdata of any text, or a fault", () => {
    fc.assert(
      fc.property(fc.oneof(words, damaged(texts)), (text) => {
        const rdata = outcome(() => parseRdata(type, text));
        if (!(rdata instanceof Fault)) type.read(rdata);
      }),
    );
  });

  it("accepts anything from YAML, or gives a fault", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (yaml) => {
        for (const name of type.names) {
          const field = type.fields[name]!;
          const value = outcome(() => field.accept(yaml));
          if (!(value instanceof Fault)) field.print(value);
        }
      }),
    );
  });
});

/** What `act` gives, or its fault; anything else that it throws fails the test. */
function outcome<Value>(act: () => Value): Value | Fault {
  try {
    return act();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

/** One of the texts or octets with some characters taken out, put in or changed. */
function damaged(whole: readonly string[]): Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...whole), fc.nat(), fc.nat(4), octets(0, 4))
    .map(([text, seed, count, other]) => {
      const at = seed % (text.length + 1);
      return text.slice(0, at) + other + text.slice(at + count);
    });
}

const words = fc
  .array(
    fc.constantFrom(
      "0",
      "1",
      "255",
      "65536",
      ".",
      "a.",
      "@",
      "A",
      "-",
      '""',
      "192.0.2.1",
      "::1",
      "ab",
      "AA==",
      "N",
      "E",
      "1m",
      "\\#",
      "\\1",
      "key1=",
      "alpn",
    ),
  )
  .map((some) => some.join(" "));

/** Scalars as the loader hands them over: as the text that stood in the file. */
function asLoaded(yaml: unknown): unknown {
  if (Array.isArray(yaml)) return yaml.map(asLoaded);
  if (typeof yaml === "object" && yaml !== null) {
    return Object.fromEntries(Object.entries(yaml).map(([key, value]) => [key, asLoaded(value)]));
  }
  return yaml === null ? "" : String(yaml);
}

/** A text in YAML does not say where its strings are cut. */
function fromYaml(field: unknown, value: unknown): unknown {
  return field === textField ? textField.accept(textField.yaml(value as readonly Octets[])) : value;
}
