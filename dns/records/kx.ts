import { u16 } from "../fields/integer.ts";
import { canonicalName } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** Key exchange: a host that exchanges keys for this one (RFC 2230 §3.1). */
export const KX = recordType({
  type: "KX",
  code: 36,
  rfc: "RFC 2230 §3.1",
  about: "A host that exchanges keys for this one",
  example: "10 kx.example.com.",
  fields: { preference: u16, exchanger: canonicalName },
  describe: { preference: "Lower values are tried first", exchanger: "Host that exchanges the keys" },
  additional: "exchanger",
});
