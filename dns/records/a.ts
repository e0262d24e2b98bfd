import { ipv4 } from "../fields/ipv4.ts";
import { recordType } from "./record-type.ts";

/** Address: an IPv4 address of this name (RFC 1035 §3.4.1). */
export const A = recordType({
  type: "A",
  code: 1,
  rfc: "RFC 1035 §3.4.1",
  about: "An IPv4 address of this name",
  example: "192.0.2.1",
  fields: { address: ipv4 },
  describe: { address: "IPv4 address" },
});
