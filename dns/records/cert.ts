import { algorithm } from "../fields/algorithm.ts";
import { base64Rest } from "../fields/base64.ts";
import { certificateType } from "../fields/certificate-type.ts";
import { u16 } from "../fields/integer.ts";
import { recordType } from "./record-type.ts";

/** Certificate: a certificate or revocation list, or where to get it (RFC 4398 §2). */
export const CERT = recordType({
  type: "CERT",
  code: 37,
  rfc: "RFC 4398 §2",
  about: "A certificate, or where to get it",
  example: "1 0 0 MIIBszCCAVmgAwIBAgIUQw==",
  fields: { certificate_type: certificateType, key_tag: u16, algorithm, certificate: base64Rest },
  describe: {
    certificate_type: "Kind of certificate, for example 1 for PKIX (X.509)",
    key_tag: "Key tag of the key in the certificate, or 0",
    algorithm: "DNSSEC algorithm of the key, or 0",
    certificate: "Certificate in Base64",
  },
});
