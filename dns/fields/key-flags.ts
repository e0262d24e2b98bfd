import { Fault } from "../fault.ts";
import type { Field } from "./field.ts";
import { acceptInteger, takeInteger, u16 } from "./integer.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * The flags of KEY: two octets, as text a number or mnemonics with | between (RFC 2535 §7.1); printed as a
 * number.
 */
export const keyFlags: Field<number> = {
  ...u16,
  schema: { anyOf: [{ type: "integer", minimum: 0, maximum: 0xffff }, { type: "string" }] },
  accept: (yaml) => {
    const text = scalarText(yaml);
    return /^[0-9]/.test(text) ? acceptInteger(text, 0xffff) : flagsOf(text);
  },
  parse: (tokens, out) => {
    const first = tokens.nextOctet;
    if (first >= 0x30 && first <= 0x39) {
      out.u16(takeInteger(tokens, 0xffff));
      return;
    }
    tokens.take("a number from 0 to 65535 or mnemonics such as NOKEY");
    out.u16(flagsOf(tokens.text));
  },
};

/**
 * Two bits for the use, one for more flags, two for the kind of name, four for the signatory (RFC 2535
 * §3.1.2, §7.1).
 */
const FLAGS: { readonly [mnemonic: string]: number } = {
  NOCONF: 0x4000,
  NOAUTH: 0x8000,
  NOKEY: 0xc000,
  FLAG2: 0x2000,
  EXTEND: 0x1000,
  FLAG4: 0x0800,
  FLAG5: 0x0400,
  USER: 0x0000,
  ZONE: 0x0100,
  HOST: 0x0200,
  NTYP3: 0x0300,
  FLAG8: 0x0080,
  FLAG9: 0x0040,
  FLAG10: 0x0020,
  FLAG11: 0x0010,
  ...Object.fromEntries(Array.from({ length: 16 }, (_, signatory) => [`SIG${signatory}`, signatory])),
};

function flagsOf(text: string): number {
  let flags = 0;
  for (const mnemonic of text.toUpperCase().split("|")) {
    if (!Object.hasOwn(FLAGS, mnemonic)) {
      throw new Fault(
        `is ${JSON.stringify(text)}; expected a whole number from 0 to 65535, or ${Object.keys(FLAGS).slice(0, 3).join(", ")} and the like with | between`,
        "Write the number.",
      );
    }
    flags |= FLAGS[mnemonic]!;
  }
  return flags;
}
