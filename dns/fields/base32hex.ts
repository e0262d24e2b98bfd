import { Fault } from "../fault.ts";
import type { Octets, Writer } from "../wire.ts";
import type { Field } from "./field.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * Octets after a length octet, one at least, in Base32 with the extended hex alphabet, without padding or spaces
 * and in any case (the next hashed owner of NSEC3, RFC 5155 §3.3; RFC 4648 §7). The value is the octets.
 */
export const base32hex: Field<Octets> = {
  schema: { type: "string", minLength: 2 },
  accept: (yaml) => octetsOfBase32hex(scalarText(yaml)),
  yaml: base32hexOf,
  print: base32hexOf,
  parse: (tokens, out) => {
    tokens.take("Base32 with the extended hex alphabet");
    write(octetsOfBase32hex(tokens.text), out);
  },
  write: (octets, out) => write(sized(octets), out),
  read: (wire) => sized(wire.octets(wire.u8())),
  extent: "string",
};

/** Octets in Base32 with the extended hex alphabet, in lower case, without padding. */
function base32hexOf(octets: Octets): string {
  let text = "";
  let bits = 0;
  let count = 0;
  for (let at = 0; at < octets.length; at++) {
    bits = ((bits << 8) | octets.charCodeAt(at)) & 0xfff;
    count += 8;
    while (count >= 5) {
      count -= 5;
      text += ALPHABET[(bits >>> count) & 31];
    }
  }
  return count === 0 ? text : text + ALPHABET[(bits << (5 - count)) & 31];
}

const ALPHABET = "0123456789abcdefghijklmnopqrstuv";

function octetsOfBase32hex(digits: string): Octets {
  let octets = "";
  let bits = 0;
  let count = 0;
  for (const char of digits.toLowerCase()) {
    const value = ALPHABET.indexOf(char);
    if (value === -1)
      throw new Fault(`has the character ${JSON.stringify(char)}; expected 0 to 9 or a to v`, HELP);
    bits = ((bits << 5) | value) & 0xfff;
    count += 5;
    if (count >= 8) {
      count -= 8;
      octets += String.fromCharCode((bits >>> count) & 0xff);
    }
  }
  if (base32hexOf(octets) !== digits.toLowerCase()) {
    throw new Fault(`has ${digits.length} characters of Base32 that do not end an octet`, HELP);
  }
  return sized(octets);
}

function write(octets: Octets, out: Writer): void {
  out.u8(octets.length);
  out.octets(octets);
}

function sized(octets: Octets): Octets {
  if (octets.length >= 1 && octets.length <= 255) return octets;
  throw new Fault(`is ${octets.length} octets long; expected 1 to 255`, HELP);
}

const HELP = "Copy the whole hash again.";
