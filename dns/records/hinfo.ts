import { characterString } from "../fields/character-string.ts";
import { recordType } from "./record-type.ts";

/** Host information: processor and operating system (RFC 1035 §3.3.2); RFC 8482 §4.2 answers ANY with it. */
export const HINFO = recordType({
  type: "HINFO",
  code: 13,
  rfc: "RFC 1035 §3.3.2",
  about: "Processor and operating system of a host",
  example: '"PDP-11/73" "UNIX"',
  fields: { cpu: characterString, os: characterString },
  describe: { cpu: "Processor", os: "Operating system" },
});
