import { psdnAddress } from "../fields/psdn-address.ts";
import { recordType } from "./record-type.ts";

/** X.25 address: a public switched data network address (RFC 1183 §3.1). */
export const X25 = recordType({
  type: "X25",
  code: 19,
  rfc: "RFC 1183 §3.1",
  about: "Address in an X.25 network",
  example: '"311061700956"',
  fields: { psdn_address: psdnAddress },
  describe: { psdn_address: "Address in decimal digits" },
});
