import { describe, expect, test } from "vitest";
import { Fault } from "../fault.ts";
import { codecOf, decode, RECORD_TYPES, recordTypeNamed, recordTypeOf } from "./index.ts";
import type { AnyRecordType } from "./record-type.ts";

test("the table is in the order of its mnemonics and has each number once", () => {
  const mnemonics = RECORD_TYPES.map(({ type }) => type);
  expect(mnemonics).toEqual([...mnemonics].sort());
  expect(new Set(RECORD_TYPES.map(({ code }) => code)).size).toBe(RECORD_TYPES.length);
});

test("a type is found by number and by mnemonic", () => {
  expect(recordTypeOf(15)?.type).toBe("MX");
  expect(recordTypeNamed("MX")?.code).toBe(15);
  expect(recordTypeOf(65280)).toBeUndefined();
  expect(recordTypeNamed("TYPE65280")).toBeUndefined();
});

describe("a type that the table does not have", () => {
  test("is made once and holds octets (RFC 3597 §5)", () => {
    const type = codecOf(65280);
    expect(codecOf(65280)).toBe(type);
    expect(type).toMatchObject({ type: "TYPE65280", code: 65280 });
    expect(type.print("\x0a\0\0\x01")).toBe("\\# 4 0a000001");
    expect(type.print("")).toBe("\\# 0");
  });
});

test("decode gives the values under the type's mnemonic", () => {
  const rdata = decode(15, "\0\x0a\x04mail\x07example\x03com\0");
  expect(rdata).toEqual({ type: "MX", preference: 10, exchange: "\x04mail\x07example\x03com\0" });
  expect(decode(65280, "ab")).toEqual({ type: "TYPE65280", data: "ab" });
  expect(() => decode(15, "\0")).toThrow(Fault);
});

/** RFC 3597 §4 for compression; RFC 4034 §6.2 and RFC 6840 §5.1 for lower case. */
test("names in rdata are compressed and lower-cased only where the RFCs say so", () => {
  const uses = (RECORD_TYPES as readonly AnyRecordType[]).flatMap((type) =>
    Object.values(type.fields)
      .filter((field) => field.use !== undefined)
      .map((field) => `${field.use} ${type.type}`),
  );
  expect([...new Set(uses)].sort()).toEqual([
    "compress CNAME",
    "compress MB",
    "compress MD",
    "compress MF",
    "compress MG",
    "compress MINFO",
    "compress MR",
    "compress MX",
    "compress NS",
    "compress PTR",
    "compress SOA",
    "keep ALIAS",
    "keep AMTRELAY",
    "keep DSYNC",
    "keep HIP",
    "keep HTTPS",
    "keep IPSECKEY",
    "keep LP",
    "keep NSAP-PTR",
    "keep NSEC",
    "keep SVCB",
    "keep TALINK",
    "lower A6",
    "lower AFSDB",
    "lower DNAME",
    "lower KX",
    "lower NAPTR",
    "lower NXT",
    "lower PX",
    "lower RP",
    "lower RRSIG",
    "lower RT",
    "lower SIG",
    "lower SRV",
  ]);
});

test("only ALIAS, CNAME, DNAME and SOA stand once at a name", () => {
  const single = RECORD_TYPES.filter((type) => "single" in type && type.single).map(({ type }) => type);
  expect(single).toEqual(["ALIAS", "CNAME", "DNAME", "SOA"]);
});
