import { u16 } from "../fields/integer.ts";
import { name } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** Locator pointer of ILNP (RFC 6742 §2.4). */
export const LP = recordType({
  type: "LP",
  code: 107,
  rfc: "RFC 6742 §2.4",
  about: "A name that has the locators of a node (ILNP)",
  example: "10 l64-subnet1.example.com.",
  fields: { preference: u16, fqdn: name },
  describe: { preference: "Lower values are tried first", fqdn: "Name with L32 or L64 records" },
});
