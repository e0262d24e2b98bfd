import { expect, test } from "vitest";
import { REGISTERED_TYPES } from "../../test/iana/rr-types.ts";
import { isPrivate, typeCode, typeName } from "../types.ts";
import { parseRecord } from "../zone-file/parse.ts";
import { RECORD_TYPES } from "./index.ts";
import type { AnyRecordType } from "./record-type.ts";

/** In no registry: PowerDNS' number for what DNS software does instead of a CNAME at an apex. */
const PRIVATE = new Map([[65401, "ALIAS"]]);

const of = (form: string) => REGISTERED_TYPES.filter((row) => row.form === form);

test("every type of IANA's registry is known by its mnemonic, and no other", () => {
  for (const { type, value } of REGISTERED_TYPES)
    expect([typeCode(type), typeName(value)]).toEqual([value, type]);
  const known = Array.from({ length: 0x10000 }, (_, code) => code).filter(
    (code) => !/^TYPE\d/.test(typeName(code)),
  );
  expect(known).toEqual([...REGISTERED_TYPES.map(({ value }) => value), ...PRIVATE.keys()]);
});

test("the table has every type that has a text, with the place where that is defined", () => {
  const registered = RECORD_TYPES.filter(({ code }) => !isPrivate(code));
  const entries = registered.map(({ code, type, rfc }) => [code, type, rfc]);
  const rows = of("text").map(({ value, type, definedIn }) => [value, type, definedIn]);
  expect(entries.toSorted(byNumber)).toEqual(rows.toSorted(byNumber));
});

test("types for private use are those that have a reason", () => {
  const entries = RECORD_TYPES.filter(({ code }) => isPrivate(code));
  expect(entries.map(({ code, type, rfc }) => [code, type, rfc])).toEqual(
    [...PRIVATE].map(([code, type]) => [code, type, "RFC 6895 §3.1"]),
  );
});

test("what the registry calls obsolete or deprecated is so in the table", () => {
  const told = (RECORD_TYPES as readonly AnyRecordType[]).filter(({ obsolete }) => obsolete !== undefined);
  const names = told.map(({ type }) => type);
  const registered = of("text").filter(({ meaning }) => /OBSOLETE|DEPRECATED/.test(meaning));
  expect(registered.filter(({ type }) => !names.includes(type))).toEqual([]);
  // What RFCs say besides: WKS (RFC 1123), GPOS (RFC 1876), KEY and SIG (RFC 3755), SPF (RFC 7208).
  const others = names.filter((name) => !registered.some(({ type }) => type === name));
  expect(others).toEqual(["GPOS", "KEY", "SIG", "SPF", "WKS"]);
});

test.each(of("octets"))("$type is written in octets (RFC 3597 §5)", ({ type, value }) => {
  expect(parseRecord(`a. 60 IN ${type} \\# 2 0102`)).toMatchObject({ type: value, rdata: "\x01\x02" });
  expect(parseRecord(`a. 60 IN ${type} 0102`)).toMatchObject({ rule: "generic-rdata" });
});

test.each(of("message"))("$type never stands in a zone", ({ type }) => {
  expect(parseRecord(`a. 60 IN ${type} \\# 0`)).toMatchObject({ rule: "meta-type" });
});

function byNumber([a]: readonly unknown[], [b]: readonly unknown[]): number {
  return Number(a) - Number(b);
}
