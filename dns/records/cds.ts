import { checkDigest, digestDescription, digestFields } from "./key-digest.ts";
import { recordType } from "./record-type.ts";

/** Child DS: the DS that the parent should publish; `0 0 0 00` asks to remove it (RFC 8078 §4). */
export const CDS = recordType({
  type: "CDS",
  code: 59,
  rfc: "RFC 7344 §3.1",
  about: "The DS that the parent should publish",
  example: "60485 13 2 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21",
  fields: digestFields,
  describe: digestDescription,
  check: (digest) => checkDigest("CDS", digest),
});
