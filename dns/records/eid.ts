import { hexRest } from "../fields/hex.ts";
import { recordType } from "./record-type.ts";

/** Endpoint identifier of Nimrod, a routing architecture that never was (draft-ietf-nimrod-dns). */
export const EID = recordType({
  type: "EID",
  code: 31,
  rfc: "draft-ietf-nimrod-dns-02 §3",
  about: "Endpoint identifier of the Nimrod architecture",
  example: "12ab34",
  fields: { endpoint_identifier: hexRest() },
  describe: { endpoint_identifier: "Octets in hex digits" },
});
