import { eui48 } from "../fields/eui.ts";
import { recordType } from "./record-type.ts";

/** EUI-48: a hardware address, as of Ethernet (RFC 7043 §3). */
export const EUI48 = recordType({
  type: "EUI48",
  code: 108,
  rfc: "RFC 7043 §3",
  about: "A hardware address of 48 bits",
  example: "00-00-5e-00-53-2a",
  fields: { address: eui48 },
  describe: { address: "EUI-48 address" },
});
