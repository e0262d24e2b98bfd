import { base64Rest } from "../fields/base64.ts";
import { recordType } from "./record-type.ts";

/** Broadcast remote identification of a drone (RFC 9886 §5.2). */
export const BRID = recordType({
  type: "BRID",
  code: 68,
  rfc: "RFC 9886 §5.2",
  about: "What a drone broadcasts to be recognised, in CBOR",
  example: "owAAAYIEAQ==",
  fields: { data: base64Rest },
  describe: { data: "CBOR in Base64" },
});
