import { Fault } from "../fault.ts";
import type { Octets } from "../wire.ts";
import { characterString, printString } from "./character-string.ts";
import type { Field } from "./field.ts";

/**
 * A character-string with something in it, printed without quotes where it needs none. `empty` is the text
 * that stands for the empty string where that is allowed; in quotes the same text is itself, and refused.
 */
export function word(empty?: string): Field<Octets> {
  return {
    ...characterString,
    schema: { type: "string", minLength: 1 },
    accept: (yaml) => accepted(characterString.accept(yaml)),
    yaml: (octets) => (octets === "" ? empty! : characterString.yaml(octets)),
    print: (octets) => (octets === "" ? empty! : PLAIN.test(octets) ? octets : printString(octets)),
    parse: (tokens, out) => {
      const begin = out.length;
      characterString.parse(tokens, out);
      const octets = out.since(begin + 1);
      if (octets === empty && !tokens.quoted) {
        out.length = begin;
        out.u8(0);
      } else {
        checked(octets);
      }
    },
    write: (octets, out) => characterString.write(checked(octets), out),
    read: (wire) => checked(characterString.read(wire)),
  };

  function accepted(octets: Octets): Octets {
    return octets === empty ? "" : checked(octets);
  }

  function checked(octets: Octets): Octets {
    return octets === "" && empty !== undefined ? octets : nonEmpty(octets);
  }

  function nonEmpty(octets: Octets): Octets {
    if (octets !== "" && octets !== empty) return octets;
    throw new Fault(
      octets === "" ? "is empty; expected a text" : `is ${printString(octets)}, which stands for no text`,
      empty === undefined ? "Write the text." : `Write the text, or ${empty} without quotes for none.`,
    );
  }
}

const PLAIN = /^[-+.,:?!*/=%&#^~_0-9A-Za-z]+$/;
