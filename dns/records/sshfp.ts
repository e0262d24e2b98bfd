import { hexRest } from "../fields/hex.ts";
import { u8 } from "../fields/integer.ts";
import { checkLength } from "./digest-length.ts";
import { recordType } from "./record-type.ts";
import { unassigned } from "./unassigned.ts";

/** SSH fingerprint: the fingerprint of a host's key (RFC 4255 §3). */
export const SSHFP = recordType({
  type: "SSHFP",
  code: 44,
  rfc: "RFC 4255 §3",
  about: "Fingerprint of a host's SSH key",
  example: "4 2 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
  fields: { algorithm: u8, fingerprint_type: u8, fingerprint: hexRest() },
  describe: {
    algorithm: "1 RSA, 2 DSA, 3 ECDSA, 4 Ed25519, 6 Ed448",
    fingerprint_type: "1 for SHA-1, 2 for SHA-256",
    fingerprint: "Fingerprint in hex digits",
  },
  check: ({ algorithm, fingerprint_type, fingerprint }) => {
    if (!ALGORITHMS.includes(algorithm)) {
      return unassigned("SSHFP", "algorithm", algorithm, "1, 2, 3, 4 and 6 do");
    }
    const length = LENGTHS[fingerprint_type];
    if (length === undefined) {
      return unassigned("SSHFP", "fingerprint_type", fingerprint_type, "1 and 2 do");
    }
    return checkLength(
      { type: "SSHFP", rule: RULE, field: "fingerprint", by: "fingerprint_type" },
      length,
      fingerprint,
      fingerprint_type,
    );
  },
});

const RULE = "sshfp-value";
const ALGORITHMS = [1, 2, 3, 4, 6];

/** Octets of SHA-1 and SHA-256 by fingerprint type. */
const LENGTHS: { readonly [fingerprintType: number]: number } = { 1: 20, 2: 32 };
