import { hexRest } from "../fields/hex.ts";
import { u8, u32 } from "../fields/integer.ts";
import { checkLength } from "./digest-length.ts";
import { recordType } from "./record-type.ts";

/** Zone message digest: a digest over the whole zone (RFC 8976 §2). */
export const ZONEMD = recordType({
  type: "ZONEMD",
  code: 63,
  rfc: "RFC 8976 §2",
  about: "A digest over the whole zone",
  example:
    "2018031500 1 1 62e6cf51b02e54b9b5f967d547ce43136792901f9f88e637493daaf401c92c279dd10f0edb1c56f8080211f8480ee306",
  fields: { serial: u32, scheme: u8, hash_algorithm: u8, digest: hexRest(12) },
  describe: {
    serial: "Serial of the zone that the digest is over",
    scheme: "1 for SIMPLE",
    hash_algorithm: "1 for SHA-384, 2 for SHA-512",
    digest: "Digest in hex digits",
  },
  check: ({ hash_algorithm, digest }) =>
    checkLength(
      { type: "ZONEMD", rule: "zonemd-value", field: "digest", by: "hash_algorithm" },
      LENGTHS[hash_algorithm],
      digest,
      hash_algorithm,
    ),
});

/** Octets of SHA-384 and SHA-512 by hash algorithm (RFC 8976 §5.3). */
const LENGTHS: { readonly [hashAlgorithm: number]: number } = { 1: 48, 2: 64 };
