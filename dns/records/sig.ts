import { algorithm } from "../fields/algorithm.ts";
import { base64Rest } from "../fields/base64.ts";
import { duration } from "../fields/duration.ts";
import { u8, u16 } from "../fields/integer.ts";
import { canonicalName } from "../fields/name.ts";
import { timestamp } from "../fields/timestamp.ts";
import { oldTypeCode } from "../fields/type-code.ts";
import { recordType } from "./record-type.ts";

/**
 * Signature, as DNSSEC had it before RRSIG (RFC 2535 §4); in messages it is still a signature of the message
 * (RFC 2931).
 */
export const SIG = recordType({
  type: "SIG",
  code: 24,
  rfc: "RFC 2535 §4",
  about: "A signature, as DNSSEC had it before RRSIG",
  example: "A 5 3 3600 20260801000000 20260701000000 2143 example.com. AQPSKmynfzW4kyBv015MUG2DeIQ3",
  fields: {
    type_covered: oldTypeCode,
    algorithm,
    labels: u8,
    original_ttl: duration,
    signature_expiration: timestamp,
    signature_inception: timestamp,
    key_tag: u16,
    signer_name: canonicalName,
    signature: base64Rest,
  },
  describe: {
    type_covered: "Type of the signed records",
    algorithm: "Algorithm of the key",
    labels: "Labels of the owner, a * not counted",
    original_ttl: "TTL in the signed zone, in seconds",
    signature_expiration: "Until when the signature holds, UTC",
    signature_inception: "From when on the signature holds, UTC",
    key_tag: "Key tag of the key",
    signer_name: "Zone of the key",
    signature: "Signature in Base64",
  },
  obsolete: "RRSIG took its place (RFC 3755); a signature of a zone in SIG is read by nobody",
});
