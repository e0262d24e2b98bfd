import { algorithm } from "../fields/algorithm.ts";
import { base64Rest } from "../fields/base64.ts";
import { duration } from "../fields/duration.ts";
import { u8, u16 } from "../fields/integer.ts";
import { canonicalName } from "../fields/name.ts";
import { timestamp } from "../fields/timestamp.ts";
import { recordTypeCode } from "../fields/type-code.ts";
import { recordType } from "./record-type.ts";

/** Resource record signature: the signature of an RRset (RFC 4034 §3). The signer is in lower case in canonical form (RFC 6840 §5.1). */
export const RRSIG = recordType({
  type: "RRSIG",
  code: 46,
  rfc: "RFC 4034 §3",
  about: "The signature of the records of one type at this name",
  example:
    "A 13 3 3600 20260801000000 20260701000000 60485 example.com. bfjk0zSAyTf2UjpZBJIjLQLFOBNBTUL6UwSVsUGXNqYX6EcVjLVrIcvPVmKoQQLUwGJtsqlDLUmOpNCNdu6E2w==",
  fields: {
    type_covered: recordTypeCode,
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
    algorithm: "DNSSEC algorithm of the key",
    labels: "Labels of the owner, a * not counted",
    original_ttl: "TTL in the signed zone, in seconds",
    signature_expiration: "Until when the signature holds, UTC",
    signature_inception: "From when on the signature holds, UTC",
    key_tag: "Key tag of the key",
    signer_name: "Zone of the key",
    signature: "Signature in Base64",
  },
});
