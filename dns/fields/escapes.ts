import { Fault } from "../fault.ts";
import type { Tokens } from "../tokens.ts";
import type { Octets, Writer } from "../wire.ts";

const BACKSLASH = 0x5c;
const ZERO = 0x30;
const NINE = 0x39;

/**
 * Writes the token taken last without its escapes `\DDD` and `\X` (RFC 1035 §5.1). A broken escape is a fault.
 */
export function writeUnescaped(tokens: Tokens, out: Writer): void {
  const { bytes, start, end } = tokens;
  out.reserve(end - start);
  const target = out.bytes;
  let at = start;
  let to = out.length;
  while (at < end) {
    const octet = bytes[at]!;
    if (octet !== BACKSLASH) {
      target[to++] = octet;
      at += 1;
      continue;
    }
    const next = at + 1 < end ? bytes[at + 1]! : -1;
    if (next < ZERO || next > NINE) {
      if (next === -1) throw badEscape(tokens.text);
      target[to++] = next;
      at += 2;
      continue;
    }
    const value = at + 3 < end ? decimal(bytes, at + 1) : -1;
    if (value < 0 || value > 255) throw badEscape(tokens.text);
    target[to++] = value;
    at += 4;
  }
  out.length = to;
}

/** A text of a zone file (one character per octet) without its escapes. */
export function unescapeText(text: string): Octets {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:([0-9]{1,3})|(.))?/gs, (_escape, digits?: string, char?: string) => {
    if (char !== undefined) return char;
    if (digits === undefined || digits.length !== 3 || Number(digits) > 255) throw badEscape(text);
    return String.fromCharCode(Number(digits));
  });
}

/** Octets as they stand between quotes in a zone file. */
export function escapeText(octets: Octets): string {
  if (/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(octets)) return octets;
  return octets.replace(/["\\\x00-\x1f\x7f-\xff]/g, (octet) =>
    octet === '"' || octet === "\\" ? `\\${octet}` : `\\${String(octet.charCodeAt(0)).padStart(3, "0")}`,
  );
}

/** The value of three decimal digits, or -1. */
function decimal(bytes: Uint8Array, at: number): number {
  const a = bytes[at]! - ZERO;
  const b = bytes[at + 1]! - ZERO;
  const c = bytes[at + 2]! - ZERO;
  return b < 0 || b > 9 || c < 0 || c > 9 ? -1 : a * 100 + b * 10 + c;
}

function badEscape(text: string): Fault {
  return new Fault(
    `is ${JSON.stringify(text)}, with a broken escape; expected \\DDD from \\000 to \\255, or \\ and one other character`,
    "Write a backslash itself as \\\\.",
    "bad-escape",
  );
}
