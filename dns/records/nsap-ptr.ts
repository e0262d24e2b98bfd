import { name } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** NSAP pointer: the name of an OSI address (RFC 1348); RFC 1706 §6 uses PTR instead. */
export const NSAP_PTR = recordType({
  type: "NSAP-PTR",
  code: 23,
  rfc: "RFC 1348",
  about: "The name of an OSI address",
  example: "host.example.com.",
  fields: { owner: name },
  describe: { owner: "Host with that address" },
  obsolete: "PTR took its place (RFC 1706 §6), and both are historic",
});
