import { expect, test } from "vitest";
import { RECORD_TYPES } from "./records/index.ts";
import { portableTypeName, typeCode, typeName } from "./types.ts";

test.each([
  ["MX", 15],
  ["mx", 15],
  ["NSAP-PTR", 23],
  ["OPT", 41],
  ["AXFR", 252],
  ["ANY", 255],
  ["TYPE0", 0],
  ["TYPE15", 15],
  ["type65280", 65280],
  ["TYPE65535", 65535],
  ["ALIAS", 65401],
  ["ANAME", 65401],
  ["TYPE65401", 65401],
])("%s is type %i", (mnemonic, code) => {
  expect(typeCode(mnemonic)).toBe(code);
});

test.each(["", "NOSUCH", "TYPE", "TYPE65536", "TYPE015", "TYPE-1", "TYPE1.0", "15", "constructor"])(
  "%j is no type",
  (text) => {
    expect(typeCode(text)).toBeUndefined();
  },
);

test.each([
  [15, "MX"],
  [255, "ANY"],
  [65280, "TYPE65280"],
  [0, "TYPE0"],
])("type %i is called %s", (code, name) => {
  expect(typeName(code)).toBe(name);
});

test.each([
  [15, "MX"],
  [65280, "TYPE65280"],
  [65401, "TYPE65401"],
])("type %i stands in files as %s", (code, name) => {
  expect(portableTypeName(code)).toBe(name);
});

test("every number has a name that leads back to it", () => {
  for (let code = 0; code <= 0xffff; code++) expect(typeCode(typeName(code))).toBe(code);
});

test("the table of record types gives the same numbers", () => {
  for (const { type, code } of RECORD_TYPES) expect([type, typeCode(type)]).toEqual([type, code]);
});
