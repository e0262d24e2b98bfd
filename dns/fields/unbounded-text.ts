import { Fault } from "../fault.ts";
import type { Octets } from "../wire.ts";
import { escapeText, writeUnescaped } from "./escapes.ts";
import type { Field } from "./field.ts";
import { acceptText, textOf } from "./yaml-text.ts";

/**
 * A text without a length octet that takes the rest of the rdata, in one pair of quotes in a zone file (the value
 * of CAA, RFC 8659 §4.1; the target of URI, RFC 7553 §4.4). The value is its octets, `minimum` of them at least.
 */
export function unboundedText(minimum: 0 | 1): Field<Octets> {
  return minimum === 0 ? ANY_LENGTH : NOT_EMPTY;
}

function makeUnboundedText(minimum: 0 | 1): Field<Octets> {
  return {
    schema: minimum === 0 ? { type: "string" } : { type: "string", minLength: 1 },
    accept: (yaml) => checked(acceptText(yaml)),
    yaml: textOf,
    print: (octets) => `"${escapeText(octets)}"`,
    parse: (tokens, out) => {
      tokens.take("a text in quotes");
      const begin = out.length;
      writeUnescaped(tokens, out);
      if (out.length - begin < minimum) throw empty();
    },
    write: (octets, out) => out.octets(checked(octets)),
    read: (wire) => checked(wire.rest()),
    extent: "rest",
  };

  function checked(octets: Octets): Octets {
    if (octets.length < minimum) throw empty();
    return octets;
  }
}

function empty(): Fault {
  return new Fault("is empty; expected a text", "Write the text in quotes.");
}

const ANY_LENGTH = makeUnboundedText(0);
const NOT_EMPTY = makeUnboundedText(1);
