import { digestDescription, digestFields } from "./key-digest.ts";
import { recordType } from "./record-type.ts";

/** DNSSEC lookaside validation (RFC 4431 §2). */
export const DLV = recordType({
  type: "DLV",
  code: 32769,
  rfc: "RFC 4431 §2",
  about: "Digest of a key, outside of the parent zone",
  example: "60485 13 2 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21",
  fields: digestFields,
  describe: digestDescription,
  obsolete:
    "There are no lookaside zones any more, and resolvers do not look (RFC 8749); the parent has a DS",
});
