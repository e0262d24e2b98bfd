import { salt } from "../fields/hex.ts";
import { u8, u16 } from "../fields/integer.ts";
import { recordType } from "./record-type.ts";
import { unassigned } from "./unassigned.ts";

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
  check: ({ hash_algorithm, iterations }) => {
    if (iterations > MAX_ITERATIONS) {
      return {
        field: "iterations",
        rule: "nsec3param-value",
        message: `NSEC3PARAM iterations is ${iterations}; expected 0, and ${MAX_ITERATIONS} at most: resolvers may answer SERVFAIL, and each question costs the server as many hashes (RFC 9276 §3.2)`,
        help: "Sign the zone again with 0 iterations.",
      };
    }
    if (hash_algorithm !== SHA1) return unassigned("NSEC3PARAM", "hash_algorithm", hash_algorithm, "1 does");
    if (iterations > 0) {
      return {
        field: "iterations",
        readable: true,
        rule: "nsec3-iterations",
        message: `NSEC3PARAM iterations is ${iterations}; expected 0 (RFC 9276 §3.1)`,
        help: "Sign the zone again with 0 iterations and no salt.",
      };
    }
    return undefined;
  },
});

const SHA1 = 1; // the only hash there is (RFC 5155 §11)
/** Each is a hash of what a question asks, several times over. */
const MAX_ITERATIONS = 500;
