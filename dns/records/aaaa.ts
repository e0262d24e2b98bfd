import { ipv6 } from "../fields/ipv6.ts";
import { recordType } from "./record-type.ts";

/** Address: an IPv6 address of this name (RFC 3596 §2.1). */
export const AAAA = recordType({
  type: "AAAA",
  code: 28,
  rfc: "RFC 3596 §2.1",
  about: "An IPv6 address of this name",
  example: "2001:db8::1",
  fields: { address: ipv6 },
  describe: { address: "IPv6 address" },
});
