import { Fault } from "../fault.ts";
import { type Octets, octetsOf, type Reader, type Writer } from "../wire.ts";
import type { Field } from "./field.ts";
import { printIpv6, readIpv6 } from "./ipv6.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * What of an IPv6 address lies behind the prefix whose length is the first octet of the rdata: as many octets
 * as have to be, their first bits zero, and as text an IPv6 address whose first bits are zero (A6, RFC 2874
 * §3.1). With 128 bits of prefix there is nothing, the empty text.
 */
export const addressSuffix: Field<string> = {
  schema: { type: "string", examples: ["::1:2:3:4"] },
  accept: (yaml) => {
    const text = scalarText(yaml);
    return text === "" ? "" : printIpv6(addressOf(Buffer.from(text, "utf8"), text));
  },
  yaml: (value) => value,
  print: (value) => value,
  parse: (tokens, out, start = 0) => {
    const prefix = prefixIn(out.bytes, start);
    if (prefix === WHOLE) return;
    tokens.take(EXPECTED);
    put(prefix, addressOf(tokens.bytes.subarray(tokens.start, tokens.end), tokens.text), tokens.text, out);
  },
  write: (value, out, start = 0) => {
    const prefix = prefixIn(out.bytes, start);
    if ((prefix === WHOLE) !== (value === "")) throw misfit(prefix, value);
    if (value !== "") put(prefix, addressOf(Buffer.from(value, "latin1"), value), value, out);
  },
  read: readSuffix,
  extent: "suffix",
  fallback: "",
};

/** Octets that a prefix of so many bits leaves over; none where there is no such prefix. */
export function suffixLength(prefix: number): number {
  return Math.max(0, 16 - (prefix >>> 3));
}

const WHOLE = 128; // bits of an address
const EXPECTED = "an IPv6 address such as ::1:2:3:4";

/** The length of the prefix, which the rdata begins with. */
export function prefixIn(bytes: Uint8Array, start: number): number {
  const prefix = bytes[start]!;
  if (prefix <= WHOLE) return prefix;
  throw new Fault(
    `stands after a prefix_length of ${prefix}; expected ${WHOLE} at most`,
    "Correct the length.",
  );
}

function addressOf(bytes: Uint8Array, text: string): Octets {
  const address = new Uint8Array(16);
  if (!readIpv6(bytes, 0, bytes.length, address, 0)) {
    throw new Fault(
      `is ${JSON.stringify(text)}; expected ${EXPECTED}`,
      "Write the whole address with zeros for the bits of the prefix.",
      "ipv6-invalid",
    );
  }
  return octetsOf(address, 0, 16);
}

function put(prefix: number, address: Octets, text: string, out: Writer): void {
  if (hasBits(address, prefix)) throw misfit(prefix, text);
  out.octets(address.slice(prefix >>> 3));
}

function readSuffix(wire: Reader, start = 0): string {
  const prefix = prefixIn(wire.bytes, start);
  if (prefix === WHOLE) return "";
  const left = wire.octets(suffixLength(prefix));
  const address = left.padStart(16, "\0");
  const text = printIpv6(address);
  if (hasBits(address, prefix)) throw misfit(prefix, text);
  return text;
}

/** One of the first bits, which belong to the prefix, is set. */
function hasBits(address: Octets, prefix: number): boolean {
  for (let bit = 0; bit < prefix; bit++) {
    if (address.charCodeAt(bit >>> 3) & (0x80 >>> (bit & 7))) return true;
  }
  return false;
}

function misfit(prefix: number, found: string): Fault {
  const expected =
    prefix === WHOLE ? "nothing" : prefix === 0 ? "a whole address" : `${prefix} zero bits at its start`;
  return new Fault(
    `is ${JSON.stringify(found)}; expected ${expected} for a prefix_length of ${prefix}`,
    "Correct the length of the prefix, or the rest of the address.",
  );
}
