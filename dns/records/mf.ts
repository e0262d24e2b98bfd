import { compressibleName } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** Mail forwarder, which MX replaced (RFC 1035 §3.3.5). */
export const MF = recordType({
  type: "MF",
  code: 4,
  rfc: "RFC 1035 §3.3.5",
  about: "A host that forwards mail for this name, before there was MX",
  example: "mail.example.com.",
  fields: { madname: compressibleName },
  describe: { madname: "Host that forwards the mail" },
  obsolete: "MX took its place (RFC 974); mail servers do not look for MF",
  additional: "madname",
});
