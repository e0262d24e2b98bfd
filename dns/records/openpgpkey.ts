import { base64Rest } from "../fields/base64.ts";
import { recordType } from "./record-type.ts";

/** OpenPGP key: the public key of a mail address whose hash is this name (RFC 7929 §2). */
export const OPENPGPKEY = recordType({
  type: "OPENPGPKEY",
  code: 61,
  rfc: "RFC 7929 §2",
  about: "The OpenPGP public key of a mail address",
  example: "mDMEZQzKZRYJKwYBBAHaRw8BAQdA",
  fields: { public_key: base64Rest },
  describe: { public_key: "Transferable public key in Base64" },
});
