import { ilnp64 } from "../fields/ilnp.ts";
import { u16 } from "../fields/integer.ts";
import { recordType } from "./record-type.ts";

/** Locator of ILNPv6 (RFC 6742 §2.3). */
export const L64 = recordType({
  type: "L64",
  code: 106,
  rfc: "RFC 6742 §2.3",
  about: "A network of a node (ILNP over IPv6)",
  example: "10 2001:0db8:1140:1000",
  fields: { preference: u16, locator64: ilnp64 },
  describe: { preference: "Lower values are tried first", locator64: "Locator in four groups of hex digits" },
});
