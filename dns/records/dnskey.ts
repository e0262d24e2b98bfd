import { checkKey, keyDescription, keyFields } from "./public-key.ts";
import { recordType } from "./record-type.ts";

/** DNS public key: a key that signs this zone (RFC 4034 §2). */
export const DNSKEY = recordType({
  type: "DNSKEY",
  code: 48,
  rfc: "RFC 4034 §2",
  about: "A public key that signs this zone",
  example: "257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=",
  fields: keyFields,
  describe: keyDescription,
  check: (key) => checkKey("DNSKEY", key),
});
