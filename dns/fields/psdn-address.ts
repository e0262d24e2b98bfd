import { Fault } from "../fault.ts";
import type { Octets } from "../wire.ts";
import { characterString } from "./character-string.ts";
import type { Field } from "./field.ts";

/**
 * An address in a public switched data network: a character-string of four decimal digits at least (RFC 1183
 * §3.1).
 */
export const psdnAddress: Field<Octets> = {
  ...characterString,
  schema: { type: "string", examples: ["311061700956"] },
  accept: (yaml) => checked(characterString.accept(yaml)),
  parse: (tokens, out) => {
    const begin = out.length;
    characterString.parse(tokens, out);
    checked(out.since(begin + 1));
  },
  write: (octets, out) => characterString.write(checked(octets), out),
  read: (wire) => checked(characterString.read(wire)),
};

function checked(octets: Octets): Octets {
  if (/^[0-9]{4,255}$/.test(octets)) return octets;
  throw new Fault(
    `is ${characterString.print(octets)}; expected 4 to 255 decimal digits`,
    "Write the address with its data network identification code, such as 311061700956.",
  );
}
