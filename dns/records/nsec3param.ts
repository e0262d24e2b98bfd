import { salt } from "../fields/hex.ts";
import { u8, u16 } from "../fields/integer.ts";
import { recordType } from "./record-type.ts";

/** NSEC3 parameters: how this zone hashes its names (RFC 5155 §4). */
export const NSEC3PARAM = recordType({
  type: "NSEC3PARAM",
  code: 51,
  rfc: "RFC 5155 §4",
  about: "How this zone hashes its names for NSEC3",
  example: "1 0 0 -",
  fields: { hash_algorithm: u8, flags: u8, iterations: u16, salt },
  describe: {
    hash_algorithm: "1 for SHA-1",
    flags: "Always 0",
    iterations: "How often the hash is repeated",
    salt: "Salt in hex digits, or - for none",
  },
});
