import { compressibleName } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** Canonical name: this name is an alias of another (RFC 1035 §3.3.1). */
export const CNAME = recordType({
  type: "CNAME",
  code: 5,
  rfc: "RFC 1035 §3.3.1",
  about: "This name is an alias of another",
  example: "www.example.com.",
  fields: { target: compressibleName },
  describe: { target: "Canonical name" },
  single: true,
});
