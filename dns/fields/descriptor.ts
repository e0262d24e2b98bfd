import type { Octets } from "../wire.ts";
import type { Field } from "./field.ts";
import { unboundedText } from "./unbounded-text.ts";

const any = unboundedText(0);

/**
 * A text without a length octet that takes the rest of the rdata; an empty one is left out of a zone file.
 */
export const descriptor: Field<Octets> = {
  ...any,
  print: (octets) => (octets === "" ? "" : any.print(octets)),
  parse: (tokens, out) => {
    if (tokens.left > 0) any.parse(tokens, out);
  },
  fallback: "",
};
