import { Fault } from "../fault.ts";
import type { Octets } from "../wire.ts";
import { characterString } from "./character-string.ts";
import type { Field } from "./field.ts";

/**
 * A character-string at the end of the rdata that may be missing: `null` (the subaddress of ISDN, RFC 1183
 * §3.2).
 */
export const optionalString: Field<Octets | null> = {
  schema: { type: "string", minLength: 1 },
  accept: (yaml) => (yaml === null || yaml === "" ? null : characterString.accept(yaml)),
  yaml: (octets) => {
    if (octets === null) return null;
    if (octets !== "") return characterString.yaml(octets);
    throw new Fault(
      "is an empty text, which YAML does not tell from a missing one",
      "Remove it, or keep this record in a zone file.",
      "txt-unrepresentable",
    );
  },
  print: (octets) => (octets === null ? "" : characterString.print(octets)),
  parse: (tokens, out) => {
    if (tokens.left > 0) characterString.parse(tokens, out);
  },
  write: (octets, out) => {
    if (octets !== null) characterString.write(octets, out);
  },
  read: (wire) => (wire.left === 0 ? null : characterString.read(wire)),
  extent: "rest",
  fallback: null,
};
