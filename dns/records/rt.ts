import { u16 } from "../fields/integer.ts";
import { canonicalName } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** Route through: a host that relays to one without a wide area address (RFC 1183 §3.3). */
export const RT = recordType({
  type: "RT",
  code: 21,
  rfc: "RFC 1183 §3.3",
  about: "A host that relays to this one",
  example: "10 relay.example.com.",
  fields: { preference: u16, intermediate_host: canonicalName },
  describe: { preference: "Lower values are tried first", intermediate_host: "Host that relays" },
  additional: "intermediate_host",
});
