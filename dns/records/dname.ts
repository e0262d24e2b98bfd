import { canonicalName } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** Delegation name: everything below this name is below another (RFC 6672 §2.1). Its target is never compressed. */
export const DNAME = recordType({
  type: "DNAME",
  code: 39,
  rfc: "RFC 6672 §2.1",
  about: "Everything below this name is found below another",
  example: "example.net.",
  fields: { target: canonicalName },
  describe: { target: "Name below which the same names are found" },
  single: true,
});
