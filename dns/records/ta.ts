import { digestDescription, digestFields } from "./key-digest.ts";
import { recordType } from "./record-type.ts";

/** DNSSEC trust authority (Weiler, Information Networking Institute 1999-19). */
export const TA = recordType({
  type: "TA",
  code: 32768,
  rfc: "IANA registry (INI 1999-19)",
  about: "Digest of a key that somebody vouches for",
  example: "60485 13 2 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21",
  fields: digestFields,
  describe: digestDescription,
});
