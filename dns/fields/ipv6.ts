import { Fault } from "../fault.ts";
import { type Octets, octetsOf, type Writer } from "../wire.ts";
import type { Field } from "./field.ts";
import { printIpv4, readIpv4 } from "./ipv4.ts";
import { scalarText } from "./yaml-text.ts";

// For editors: it refuses nothing that is an address, and most of what is none.
const PATTERN = "^([0-9A-Fa-f]{0,4}:){2,8}([0-9A-Fa-f]{0,4}|[0-9]{1,3}(\\.[0-9]{1,3}){3})$";

/**
 * An IPv6 address: sixteen octets (RFC 3596 §2.2). Every text form of RFC 4291 §2.2 is read, except zones
 * (`%eth0`), which have no place in DNS; the value and what is printed are in the form of RFC 5952.
 */
export const ipv6: Field<string> = {
  schema: { type: "string", pattern: PATTERN, examples: ["2001:db8::1"] },
  accept: acceptIpv6,
  yaml: (address) => address,
  print: (address) => address,
  parse: (tokens, out) => {
    tokens.take(EXPECTED);
    if (!putIpv6(tokens.bytes, tokens.start, tokens.end, out)) throw noIpv6(tokens.text);
  },
  write: (address, out) => {
    const bytes = Buffer.from(address, "utf8");
    if (!putIpv6(bytes, 0, bytes.length, out)) throw noIpv6(address);
  },
  read: (wire) => printIpv6(wire.octets(16)),
  extent: 16,
};

/** The IPv6 address that a YAML scalar stands for, in the form of RFC 5952. */
function acceptIpv6(yaml: unknown): string {
  const text = scalarText(yaml);
  const bytes = Buffer.from(text, "utf8");
  if (!readIpv6(bytes, 0, bytes.length, scratch, 0)) throw noIpv6(text);
  return printIpv6(octetsOf(scratch, 0, 16));
}

/**
 * Sixteen octets as text (RFC 5952 §4): lower case, no leading zeros, the first of the longest runs of two or
 * more zero groups as `::`. IPv4-mapped addresses end in dotted decimal (RFC 5952 §5).
 */
export function printIpv6(octets: Octets): string {
  if (octets.startsWith(MAPPED)) return `::ffff:${printIpv4(octets.slice(12))}`;
  const groups: number[] = [];
  for (let at = 0; at < 16; at += 2) groups.push((octets.charCodeAt(at) << 8) | octets.charCodeAt(at + 1));
  const run = longestZeroRun(groups);
  const text = (from: number, to: number) =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(":");
  return run === undefined ? text(0, 8) : `${text(0, run.start)}::${text(run.end, 8)}`;
}

const EXPECTED = "an IPv6 address such as 2001:db8::1";
const MAPPED = `${"\0".repeat(10)}\xff\xff`; // ::ffff:0:0/96 (RFC 4291 §2.5.5.2)
const COLON = 0x3a;
const scratch = new Uint8Array(16);

function putIpv6(bytes: Uint8Array, start: number, end: number, out: Writer): boolean {
  out.reserve(16);
  if (!readIpv6(bytes, start, end, out.bytes, out.length)) return false;
  out.length += 16;
  return true;
}

/** Reads the text of an address from `start` to `end` and puts its octets at `to`. False when it is no address. */
export function readIpv6(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  to: number,
): boolean {
  let at = start;
  let length = 0; // octets written so far
  let gap = -1; // where `::` stood, in octets
  if (end - at >= 2 && bytes[at] === COLON && bytes[at + 1] === COLON) {
    gap = 0;
    at += 2;
  }
  while (at < end) {
    if (length === 16) return false;
    let value = 0;
    let stop = at;
    while (stop < end && stop - at < 4) {
      const digit = hexDigit(bytes[stop]!);
      if (digit < 0) break;
      value = (value << 4) | digit;
      stop += 1;
    }
    if (stop < end && bytes[stop] === 0x2e) {
      if (length > 12 || !readIpv4(bytes, at, end, out, to + length)) return false;
      length += 4;
      at = end;
      break;
    }
    if (stop === at) return false;
    out[to + length] = value >>> 8;
    out[to + length + 1] = value;
    length += 2;
    at = stop;
    if (at === end) break;
    if (bytes[at++] !== COLON) return false;
    if (at === end) return false;
    if (bytes[at] === COLON) {
      if (gap !== -1) return false;
      gap = length;
      at += 1;
    }
  }
  if (gap === -1) return length === 16;
  if (length > 14) return false; // `::` stands for one group at least (RFC 4291 §2.2)
  out.copyWithin(to + 16 - (length - gap), to + gap, to + length);
  out.fill(0, to + gap, to + 16 - (length - gap));
  return true;
}

/** The value of a hex digit, or -1. */
function hexDigit(octet: number): number {
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30;
  const lower = octet | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function longestZeroRun(groups: readonly number[]): { start: number; end: number } | undefined {
  let best: { start: number; end: number } | undefined;
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (end < 8 && groups[end] === 0) end += 1;
    if (end - start >= 2 && (best === undefined || end - start > best.end - best.start))
      best = { start, end };
    start = Math.max(start, end - 1);
  }
  return best;
}

function noIpv6(text: string): Fault {
  return new Fault(
    `is ${JSON.stringify(text)}; expected ${EXPECTED}`,
    "Write eight groups of up to four hex digits with colons between; `::` stands once for a run of zeros.",
    "ipv6-invalid",
  );
}
