import { expect, test } from "vitest";
import { parseRecord } from "../zone-file/parse.ts";
import { encode } from "./encode.ts";
import { decode, RECORD_TYPES, type UnknownRdata } from "./index.ts";

test.each(RECORD_TYPES.map(({ type, example }) => [type, example] as const))(
  "the values of %s become the octets that they were read from",
  (type, example) => {
    const record = parseRecord(`example. 300 IN ${type} ${example}`);
    if (!("rdata" in record)) throw new Error(record.message);
    expect(encode(decode(record.type, record.rdata))).toBe(record.rdata);
  },
);

test("a type without a place in the table keeps its octets", () => {
  expect(encode(decode(65_400, "\x01\xff"))).toBe("\x01\xff");
});

test("a mnemonic that there is not is refused", () => {
  const made = { type: "TYPO", data: "" } as unknown as UnknownRdata; // as somebody without types may write it
  expect(() => encode(made)).toThrow("Cannot encode TYPO");
});
