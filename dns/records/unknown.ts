import { opaqueRdata } from "../fields/opaque.ts";
import { recordType } from "./record-type.ts";

/** A type that the table does not have: its data are octets, `\# length hex` as text (RFC 3597 §5). */
export function unknownType(code: number) {
  return recordType({
    type: `TYPE${code}`,
    code,
    rfc: "RFC 3597 §5",
    about: "Data of a type that has no form of its own here",
    example: "\\# 4 c0000201",
    fields: { data: opaqueRdata },
    describe: { data: "\\#, the number of octets and their hex digits" },
  });
}
