import { nsap } from "../fields/nsap.ts";
import { recordType } from "./record-type.ts";

/** NSAP address: an address of OSI (RFC 1706 §5). */
export const NSAP = recordType({
  type: "NSAP",
  code: 22,
  rfc: "RFC 1706 §5",
  about: "An OSI address (NSAP) of this name",
  example: "0x47000580005a0000000001e133ffffff00016100",
  fields: { nsap },
  describe: { nsap: "0x and hex digits; dots between them mean nothing" },
  obsolete: "It is historic and deprecated (IANA, RFC 1706); nothing looks for OSI addresses",
});
