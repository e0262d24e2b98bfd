import { hexRest } from "../fields/hex.ts";
import { recordType } from "./record-type.ts";

/** Locator of Nimrod, a routing architecture that never was (draft-ietf-nimrod-dns). */
export const NIMLOC = recordType({
  type: "NIMLOC",
  code: 32,
  rfc: "draft-ietf-nimrod-dns-02 §4",
  about: "Locator of the Nimrod architecture",
  example: "3251aabb",
  fields: { locator: hexRest() },
  describe: { locator: "Octets in hex digits" },
});
