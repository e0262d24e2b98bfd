import { u16 } from "../fields/integer.ts";
import { ipv4 } from "../fields/ipv4.ts";
import { recordType } from "./record-type.ts";

/** Locator of ILNPv4 (RFC 6742 §2.2). */
export const L32 = recordType({
  type: "L32",
  code: 105,
  rfc: "RFC 6742 §2.2",
  about: "A network of a node (ILNP over IPv4)",
  example: "10 198.51.100.0",
  fields: { preference: u16, locator32: ipv4 },
  describe: { preference: "Lower values are tried first", locator32: "Locator, written as an IPv4 address" },
});
