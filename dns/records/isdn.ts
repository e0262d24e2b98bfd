import { characterString } from "../fields/character-string.ts";
import { optionalString } from "../fields/optional-string.ts";
import { recordType } from "./record-type.ts";

/** ISDN address: a telephone number, and a subaddress or none (RFC 1183 §3.2). */
export const ISDN = recordType({
  type: "ISDN",
  code: 20,
  rfc: "RFC 1183 §3.2",
  about: "Number in the telephone network (ISDN)",
  example: '"150862028003217" "004"',
  fields: { isdn_address: characterString, sa: optionalString },
  describe: {
    isdn_address: "Number with its country code, in decimal digits",
    sa: "Subaddress, where there is one",
  },
});
