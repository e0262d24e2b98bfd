import { compressibleName } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** Mail destination, which MX replaced (RFC 1035 §3.3.4). */
export const MD = recordType({
  type: "MD",
  code: 3,
  rfc: "RFC 1035 §3.3.4",
  about: "A host that takes mail for this name, before there was MX",
  example: "mail.example.com.",
  fields: { madname: compressibleName },
  describe: { madname: "Host that takes the mail" },
  obsolete: "MX took its place (RFC 974); mail servers do not look for MD",
  additional: "madname",
});
