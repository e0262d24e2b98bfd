import { eui64 } from "../fields/eui.ts";
import { recordType } from "./record-type.ts";

/** EUI-64: a hardware address of 64 bits (RFC 7043 §4). */
export const EUI64 = recordType({
  type: "EUI64",
  code: 109,
  rfc: "RFC 7043 §4",
  about: "A hardware address of 64 bits",
  example: "00-00-5e-ef-10-00-00-2a",
  fields: { address: eui64 },
  describe: { address: "EUI-64 address" },
});
