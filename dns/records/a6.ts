import { addressSuffix } from "../fields/address-suffix.ts";
import { u8 } from "../fields/integer.ts";
import { prefixName } from "../fields/prefix-name.ts";
import { recordType } from "./record-type.ts";

/** IPv6 address in parts, which other names have (RFC 2874 §3.1). */
export const A6 = recordType({
  type: "A6",
  code: 38,
  rfc: "RFC 2874 §3.1",
  about: "The last bits of an IPv6 address, and the name that has the first ones",
  example: "64 ::1:2:3:4 prefix.example.com.",
  fields: { prefix_length: u8, address_suffix: addressSuffix, prefix_name: prefixName },
  describe: {
    prefix_length: "Bits that the other name has, 0 to 128",
    address_suffix: "The other bits: an address whose first bits are zero",
    prefix_name: "Name that has the first bits; none where there are none",
  },
  obsolete: "AAAA took its place, and A6 is historic (RFC 6563)",
});
