import { addressPrefixes } from "../fields/address-prefixes.ts";
import { recordType } from "./record-type.ts";

/** Address prefix list: prefixes that belong to this name, and parts of them that do not (RFC 3123 §4). */
export const APL = recordType({
  type: "APL",
  code: 42,
  rfc: "RFC 3123 §4",
  about: "Prefixes of addresses",
  example: "1:192.0.2.0/24 !1:192.0.2.64/28",
  fields: { prefixes: addressPrefixes },
  describe: {
    prefixes: "Family (1 for IPv4, 2 for IPv6), colon, address, slash and length; ! before what is left out",
  },
});
