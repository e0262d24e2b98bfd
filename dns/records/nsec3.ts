import { base32hex } from "../fields/base32hex.ts";
import { salt } from "../fields/hex.ts";
import { u8, u16 } from "../fields/integer.ts";
import { typeBitmap } from "../fields/type-bitmap.ts";
import { recordType } from "./record-type.ts";

/** Next secure, hashed: the next hashed name of the zone, and the types at the name that this owner hashes (RFC 5155 §3). */
export const NSEC3 = recordType({
  type: "NSEC3",
  code: 50,
  rfc: "RFC 5155 §3",
  about: "The next hashed name of the zone, and the types at this one",
  example: "1 1 12 aabbccdd 2vptu5timamqttgl4luu9kg21e0aor3s A RRSIG",
  fields: {
    hash_algorithm: u8,
    flags: u8,
    iterations: u16,
    salt,
    next_hashed_owner: base32hex,
    types: typeBitmap,
  },
  describe: {
    hash_algorithm: "1 for SHA-1",
    flags: "1 for opt-out, otherwise 0",
    iterations: "How often the hash is repeated",
    salt: "Salt in hex digits, or - for none",
    next_hashed_owner: "Next hashed name in Base32 with the extended hex alphabet",
    types: "Types at this name",
  },
  check: ({ hash_algorithm, next_hashed_owner: { length } }) =>
    hash_algorithm !== SHA1 || length === SHA1_LENGTH
      ? undefined
      : {
          field: "next_hashed_owner",
          rule: "nsec3-value",
          message: `NSEC3 next_hashed_owner has ${length} octets; expected ${SHA1_LENGTH}, those of SHA-1 (RFC 5155 §3.1.6)`,
          help: "Sign the zone again.",
        },
});

const SHA1 = 1; // the only hash there is (RFC 5155 §11)
const SHA1_LENGTH = 20;
