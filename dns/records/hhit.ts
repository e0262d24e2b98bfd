import { base64Rest } from "../fields/base64.ts";
import { recordType } from "./record-type.ts";

/** Hierarchical host identity tag: who registered a drone's identity (RFC 9886 §5.1). */
export const HHIT = recordType({
  type: "HHIT",
  code: 67,
  rfc: "RFC 9886 §5.1",
  about: "Registration of a drone's identity, in CBOR",
  example: "gWBLZXhhbXBsZS5jb20=",
  fields: { data: base64Rest },
  describe: { data: "CBOR in Base64" },
});
