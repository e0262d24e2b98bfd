import { Fault } from "../fault.ts";
import type { Octets, Writer } from "../wire.ts";
import type { Field } from "./field.ts";
import { scalarText } from "./yaml-text.ts";

const OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const PATTERN = `^(${OCTET}\\.){3}${OCTET}$`; // for editors

/** An IPv4 address: four octets, `192.0.2.1` as text and value (RFC 1035 §3.4.1). */
export const ipv4: Field<string> = {
  schema: { type: "string", pattern: PATTERN, examples: ["192.0.2.1"] },
  accept: acceptIpv4,
  yaml: (address) => address,
  print: (address) => address,
  parse: (tokens, out) => {
    tokens.take(EXPECTED);
    if (!putIpv4(tokens.bytes, tokens.start, tokens.end, out)) throw noIpv4(tokens.text);
  },
  write: (address, out) => {
    if (!putIpv4(typed, 0, typeIn(address), out)) throw noIpv4(address);
  },
  read: (wire) => printIpv4(wire.octets(4)),
  extent: 4,
};

/** The IPv4 address that a YAML scalar stands for. */
function acceptIpv4(yaml: unknown): string {
  const text = scalarText(yaml);
  if (!readIpv4(typed, 0, typeIn(text), scratch, 0)) throw noIpv4(text);
  return text;
}

/** Puts a text into `typed` and gives its length; 0, which no address has, for one that is too long or not in ASCII. */
function typeIn(text: string): number {
  if (text.length > typed.length) return 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return 0;
    typed[at] = code;
  }
  return text.length;
}

/** Four octets as text. */
export function printIpv4(octets: Octets): string {
  return `${octets.charCodeAt(0)}.${octets.charCodeAt(1)}.${octets.charCodeAt(2)}.${octets.charCodeAt(3)}`;
}

/**
 * Reads the text of an address from `start` to `end` and puts its four octets at `to`. False when it is no
 * address. Numbers with a leading zero are refused: some programs read them as octal (RFC 6943 §3.1.1).
 */
export function readIpv4(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  to: number,
): boolean {
  let at = start;
  for (let part = 0; part < 4; part++) {
    if (part > 0 && (at >= end || bytes[at++] !== DOT)) return false;
    const first = at;
    let value = 0;
    while (at < end && at - first < 3) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      at += 1;
    }
    if (at === first || value > 255 || (bytes[first] === ZERO && at - first > 1)) return false;
    out[to + part] = value;
  }
  return at === end;
}

const EXPECTED = "an IPv4 address such as 192.0.2.1";
const DOT = 0x2e;
const ZERO = 0x30;
// Used again by every address: a zone may have hundreds of thousands.
const typed = new Uint8Array("255.255.255.255".length);
const scratch = new Uint8Array(4);

function putIpv4(bytes: Uint8Array, start: number, end: number, out: Writer): boolean {
  out.reserve(4);
  if (!readIpv4(bytes, start, end, out.bytes, out.length)) return false;
  out.length += 4;
  return true;
}

function noIpv4(text: string): Fault {
  return new Fault(
    `is ${JSON.stringify(text)}; expected ${EXPECTED}`,
    "Write four numbers from 0 to 255 with dots between, without leading zeros.",
    "ipv4-invalid",
  );
}
