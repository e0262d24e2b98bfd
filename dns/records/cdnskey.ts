import { checkKey, keyDescription, keyFields } from "./public-key.ts";
import { recordType } from "./record-type.ts";

/** Child DNSKEY: the key that the parent should make its DS of; `0 3 0 AA==` asks to remove it (RFC 8078 §4). */
export const CDNSKEY = recordType({
  type: "CDNSKEY",
  code: 60,
  rfc: "RFC 7344 §3.2",
  about: "The key that the parent should make its DS of",
  example: "257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=",
  fields: keyFields,
  describe: keyDescription,
  check: (key) => checkKey("CDNSKEY", key),
});
