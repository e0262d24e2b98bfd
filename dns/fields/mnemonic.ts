import { Fault } from "../fault.ts";
import type { Field } from "./field.ts";
import { acceptInteger, u8, u16 } from "./integer.ts";
import { scalarText } from "./yaml-text.ts";

/** A number of one or two octets that may be written as a mnemonic in any case; it is printed as a number. */
export function mnemonic(octets: 1 | 2, names: { readonly [mnemonic: string]: number }): Field<number> {
  const number = octets === 1 ? u8 : u16;
  const max = 2 ** (8 * octets) - 1;
  const known = Object.keys(names);
  return {
    ...number,
    schema: {
      anyOf: [{ type: "integer", minimum: 0, maximum: max }, { enum: known }, { type: "string" }],
    },
    accept: (yaml) => numberOf(scalarText(yaml)),
    parse: (tokens, out) => {
      tokens.take(`a number from 0 to ${max} or a mnemonic such as ${known[0]}`);
      if (isDigit(tokens.bytes[tokens.start])) {
        tokens.untake();
        number.parse(tokens, out);
      } else {
        number.write(numberOf(tokens.text), out);
      }
    },
  };

  function numberOf(text: string): number {
    const upper = text.toUpperCase();
    if (Object.hasOwn(names, upper)) return names[upper]!;
    if (/^[0-9]/.test(text)) return acceptInteger(text, max);
    throw new Fault(
      `is ${JSON.stringify(text)}; expected a whole number from 0 to ${max}, or one of ${known.join(", ")}`,
      "Write the number.",
    );
  }
}

function isDigit(octet: number | undefined): boolean {
  return octet !== undefined && octet >= 0x30 && octet <= 0x39;
}
