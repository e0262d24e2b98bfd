import { checkDigest, digestDescription, digestFields } from "./key-digest.ts";
import { recordType } from "./record-type.ts";

/** Delegation signer: the digest of a key of the zone that is delegated here (RFC 4034 §5). */
export const DS = recordType({
  type: "DS",
  code: 43,
  rfc: "RFC 4034 §5",
  about: "Digest of a key of the zone that is delegated here",
  example: "60485 13 2 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21",
  fields: digestFields,
  describe: digestDescription,
  oldForm: { flags: "key_tag", protocol: "algorithm", algorithm: "digest_type", public_key: "digest" },
  check: (digest) => checkDigest("DS", digest),
});
