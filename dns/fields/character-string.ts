import { Fault } from "../fault.ts";
import type { Tokens } from "../tokens.ts";
import type { Octets, Reader, Writer } from "../wire.ts";
import { escapeText, writeUnescaped } from "./escapes.ts";
import type { Field } from "./field.ts";
import { acceptText, textOf } from "./yaml-text.ts";

/** Octets in one character-string: its length is one octet (RFC 1035 §3.3). */
export const MAX_STRING_LENGTH = 255;

/** A character-string: a length octet and up to 255 octets (RFC 1035 §3.3). The value is its octets. */
export const characterString: Field<Octets> = {
  schema: { type: "string" },
  accept: (yaml) => {
    const octets = acceptText(yaml);
    if (octets.length > MAX_STRING_LENGTH) throw tooLong(octets.length);
    return octets;
  },
  yaml: textOf,
  print: printString,
  parse: takeString,
  write: writeString,
  read: readString,
  extent: "string",
};

/** A character-string in a zone file, always in quotes. */
export function printString(octets: Octets): string {
  return `"${escapeText(octets)}"`;
}

/** Takes a token that is a character-string and writes its wire form. */
export function takeString(tokens: Tokens, out: Writer): void {
  tokens.take("a text");
  const lengthAt = out.length;
  out.u8(0);
  writeUnescaped(tokens, out);
  const length = out.length - lengthAt - 1;
  if (length > MAX_STRING_LENGTH) throw tooLong(length);
  out.bytes[lengthAt] = length;
}

/** Writes one character-string. */
export function writeString(octets: Octets, out: Writer): void {
  if (octets.length > MAX_STRING_LENGTH) throw tooLong(octets.length);
  out.u8(octets.length);
  out.octets(octets);
}

/** Reads one character-string. */
export function readString(wire: Reader): Octets {
  return wire.octets(wire.u8());
}

function tooLong(length: number): Fault {
  return new Fault(
    `has a string of ${length} octets; expected ${MAX_STRING_LENGTH} at most`,
    "Split it into strings of 255 octets, each in its own quotes, or shorten it.",
    "txt-string-length",
  );
}
