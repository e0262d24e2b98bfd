import { ilnp64 } from "../fields/ilnp.ts";
import { u16 } from "../fields/integer.ts";
import { recordType } from "./record-type.ts";

/** Node identifier of ILNP (RFC 6742 §2.1). */
export const NID = recordType({
  type: "NID",
  code: 104,
  rfc: "RFC 6742 §2.1",
  about: "Identifier of a node (ILNP)",
  example: "10 0014:4fff:ff20:ee64",
  fields: { preference: u16, node_id: ilnp64 },
  describe: {
    preference: "Lower values are tried first",
    node_id: "Identifier in four groups of hex digits",
  },
});
