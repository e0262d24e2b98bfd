import { Fault } from "../fault.ts";
import { type Octets, Writer } from "../wire.ts";
import type { Field } from "./field.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * Octets that take the rest of the rdata, one at least, in Base64 with padding that may be cut by spaces
 * (RFC 4648 §4; RFC 4034 §2.2). The value is the octets.
 */
export const base64Rest: Field<Octets> = {
  schema: { type: "string", minLength: 1 },
  accept: (yaml) => octetsOfBase64(scalarText(yaml).replace(/[ \t\r\n]+/g, "")),
  yaml: base64Of,
  print: base64Of,
  parse: (tokens, out) => {
    const decoding = startDecoding();
    do {
      tokens.take("Base64");
      decode(tokens.bytes, tokens.start, tokens.end, decoding, out);
    } while (tokens.left > 0);
    finishDecoding(decoding, out);
  },
  write: (octets, out) => out.octets(nonEmpty(octets)),
  read: (wire) => nonEmpty(wire.rest()),
  extent: "rest",
};

/** The same, and no octets are left out of the text. */
export const optionalBase64: Field<Octets> = {
  ...base64Rest,
  schema: { type: "string" },
  accept: (yaml) => (yaml === null || yaml === "" ? "" : base64Rest.accept(yaml)),
  parse: (tokens, out) => {
    if (tokens.left > 0) base64Rest.parse(tokens, out);
  },
  write: (octets, out) => out.octets(octets),
  read: (wire) => wire.rest(),
  fallback: "",
};

/** The same, and no octets are `-` as text (DOA). */
export const base64OrDash: Field<Octets> = {
  ...optionalBase64,
  schema: { type: "string", minLength: 1 },
  accept: (yaml) => (yaml === "-" ? "" : base64Rest.accept(yaml)),
  yaml: (octets) => (octets === "" ? "-" : base64Of(octets)),
  print: (octets) => (octets === "" ? "-" : base64Of(octets)),
  parse: (tokens, out) => {
    tokens.take("Base64, or - for none");
    if (tokens.text === "-" && tokens.left === 0) return;
    tokens.untake();
    base64Rest.parse(tokens, out);
  },
};

/** Octets in Base64, without spaces. */
export function base64Of(octets: Octets): string {
  return Buffer.from(octets, "latin1").toString("base64");
}

/**
 * The octets that Base64 without spaces stands for; the empty text, and whatever we would not write, is a
 * fault.
 */
export function octetsOfBase64(digits: string): Octets {
  const bad = /[^A-Za-z0-9+/=]/u.exec(digits);
  if (bad !== null) throw noDigit(bad[0]);
  const bytes = Buffer.from(digits, "latin1");
  const decoding = startDecoding();
  const out = new Writer(digits.length);
  decode(bytes, 0, bytes.length, decoding, out);
  finishDecoding(decoding, out);
  return out.since(0);
}

/** How far decoding has come: the digits so far, the bits that are not written yet, and the padding. */
interface Decoding {
  digits: number;
  bits: number;
  padding: number;
}

function startDecoding(): Decoding {
  return { digits: 0, bits: 0, padding: 0 };
}

/** Decodes the digits from `start` to `end`. */
function decode(bytes: Uint8Array, start: number, end: number, decoding: Decoding, out: Writer): void {
  let { digits, bits, padding } = decoding;
  out.reserve(end - start);
  const target = out.bytes;
  let to = out.length;
  for (let at = start; at < end; at++) {
    const value = VALUES[bytes[at]!]!;
    if (value === PADDING) {
      padding += 1;
      continue;
    }
    if (value < 0) throw noDigit(String.fromCharCode(bytes[at]!));
    if (padding > 0) throw new Fault("goes on after the = that ends it", HELP);
    bits = (bits << 6) | value;
    digits += 1;
    if ((digits & 3) !== 0) continue;
    target[to++] = bits >>> 16;
    target[to++] = bits >>> 8;
    target[to++] = bits;
    bits = 0;
  }
  out.length = to;
  decoding.digits = digits;
  decoding.bits = bits;
  decoding.padding = padding;
}

/**
 * Writes the last octets. A wrong length, missing padding and bits that no octet takes are copies gone wrong.
 */
function finishDecoding({ digits, bits, padding }: Decoding, out: Writer): void {
  if (digits === 0 && padding === 0) throw nothing();
  const over = digits & 3;
  const unused = over === 2 ? bits & 0x0f : over === 3 ? bits & 0x03 : 0;
  if (over === 1 || padding !== (4 - over) % 4 || unused !== 0) throw badEnd(digits + padding);
  if (over === 2) out.u8(bits >>> 4);
  if (over === 3) out.u16(bits >>> 2);
}

const PADDING = 64;
const VALUES = new Int8Array(256).fill(-1);
for (let value = 0; value < 64; value++) {
  VALUES["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".charCodeAt(value)] = value;
}
VALUES[0x3d] = PADDING;

function nonEmpty(octets: Octets): Octets {
  if (octets === "") throw nothing();
  return octets;
}

function nothing(): Fault {
  return new Fault("is empty; expected Base64", HELP);
}

function noDigit(found: string): Fault {
  return new Fault(`has the character ${JSON.stringify(found)}; expected Base64`, HELP);
}

function badEnd(count: number): Fault {
  return new Fault(`has ${count} characters of Base64 that do not end an octet`, HELP);
}

const HELP = "Copy the whole value again, with the = at its end where it has one.";
