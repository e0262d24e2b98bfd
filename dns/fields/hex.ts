import { Fault } from "../fault.ts";
import type { Tokens } from "../tokens.ts";
import type { Octets, Writer } from "../wire.ts";
import type { Field } from "./field.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * Octets that take the rest of the rdata, `minimum` of them at least, in hex digits that may be cut by spaces
 * (RFC 4034 §5.3, RFC 6698 §2.2). The value is the octets.
 */
export function hexRest(minimum = 1): Field<Octets> {
  return minimum === 1 ? ONE_AT_LEAST : makeHexRest(minimum);
}

function makeHexRest(minimum: number): Field<Octets> {
  return {
    schema: { type: "string", minLength: 2 * minimum },
    accept: (yaml) => checked(octetsOfHex(scalarText(yaml).replace(/[ \t\r\n]+/g, ""))),
    yaml: hexOf,
    print: hexOf,
    parse: (tokens, out) => {
      const begin = out.length;
      let left = -1;
      do {
        tokens.take("hex digits");
        left = writeHex(tokens, out, left);
      } while (tokens.left > 0);
      if (left !== -1) throw oddDigits(2 * (out.length - begin) + 1);
      if (out.length - begin < minimum) throw tooShort(out.length - begin, minimum);
    },
    write: (octets, out) => out.octets(checked(octets)),
    read: (wire) => checked(wire.rest()),
    extent: "rest",
  };

  function checked(octets: Octets): Octets {
    if (octets.length < minimum) throw tooShort(octets.length, minimum);
    return octets;
  }
}

/** Octets after a length octet, in hex digits without spaces, or `-` for none (the salt of NSEC3, RFC 5155 §3.3). */
export const salt: Field<Octets> = {
  schema: { type: "string", examples: ["-", "aabbccdd"] },
  accept: (yaml) => {
    const text = scalarText(yaml);
    return text === "-" ? "" : sized(nonEmpty(octetsOfHex(text)));
  },
  yaml: printSalt,
  print: printSalt,
  parse: (tokens, out) => {
    tokens.take("hex digits, or -");
    const lengthAt = out.length;
    out.u8(0);
    if (tokens.end - tokens.start === 1 && tokens.bytes[tokens.start] === 0x2d) return;
    if (writeHex(tokens, out, -1) !== -1) throw oddDigits(tokens.end - tokens.start);
    const length = out.length - lengthAt - 1;
    if (length === 0) throw tooShort(0, 1);
    if (length > 255) throw tooLong(length);
    out.bytes[lengthAt] = length;
  },
  write: (octets, out) => {
    out.u8(sized(octets).length);
    out.octets(octets);
  },
  read: (wire) => wire.octets(wire.u8()),
  extent: "string",
};

/** Octets as hex digits in lower case. */
export function hexOf(octets: Octets): string {
  return Buffer.from(octets, "latin1").toString("hex");
}

/** The octets that hex digits stand for. */
export function octetsOfHex(digits: string): Octets {
  const bad = /[^0-9a-fA-F]/u.exec(digits);
  if (bad !== null) throw noDigit(bad[0]);
  if (digits.length % 2 === 1) throw oddDigits(digits.length);
  return Buffer.from(digits, "hex").toString("latin1");
}

function printSalt(octets: Octets): string {
  return octets === "" ? "-" : hexOf(octets);
}

/** Writes the digits of the token taken last. `left`, and the result, is a digit that waits for its second, or -1. */
function writeHex(tokens: Tokens, out: Writer, left: number): number {
  const { bytes, start, end } = tokens;
  out.reserve((end - start + 1) >>> 1);
  const target = out.bytes;
  let to = out.length;
  let high = left;
  for (let at = start; at < end; at++) {
    const digit = VALUES[bytes[at]!]!;
    if (digit < 0) throw noDigit(String.fromCharCode(bytes[at]!));
    if (high === -1) {
      high = digit;
    } else {
      target[to++] = (high << 4) | digit;
      high = -1;
    }
  }
  out.length = to;
  return high;
}

const VALUES = new Int8Array(256).fill(-1);
for (let value = 0; value < 16; value++) {
  VALUES["0123456789abcdef".charCodeAt(value)] = value;
  VALUES["0123456789ABCDEF".charCodeAt(value)] = value;
}

function sized(octets: Octets): Octets {
  if (octets.length > 255) throw tooLong(octets.length);
  return octets;
}

function nonEmpty(octets: Octets): Octets {
  if (octets === "") throw tooShort(0, 1);
  return octets;
}

function noDigit(found: string): Fault {
  return new Fault(`has the character ${JSON.stringify(found)}; expected hex digits`, HELP);
}

function oddDigits(count: number): Fault {
  return new Fault(`has ${count} hex digits; expected two for each octet`, HELP);
}

function tooShort(length: number, minimum: number): Fault {
  return new Fault(`is ${length} octets long; expected ${minimum} at least`, HELP);
}

function tooLong(length: number): Fault {
  return new Fault(`is ${length} octets long; expected 255 at most`, HELP);
}

const HELP = "Copy the whole value again: two digits from 0 to 9 and a to f for each octet.";

const ONE_AT_LEAST = makeHexRest(1);
