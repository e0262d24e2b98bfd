import { Fault } from "../fault.ts";
import { hexRest } from "../fields/hex.ts";
import { takeInteger } from "../fields/integer.ts";
import type { Tokens } from "../tokens.ts";
import { typeName } from "../types.ts";
import type { Writer } from "../wire.ts";
import type { TypeToken } from "./type-token.ts";

/** The data is in the form for unknown types: it begins with `\#`, not in quotes (RFC 3597 §5). */
export function isGeneric(tokens: Tokens): boolean {
  if (tokens.nextOctet !== BACKSLASH) return false;
  tokens.take("data");
  const { bytes, start, end } = tokens;
  tokens.untake();
  return end - start === 2 && bytes[start + 1] === HASH;
}

/**
 * Takes `\# length hex…` and writes the octets (RFC 3597 §5). Data of a type in the table must be what that type
 * allows. The hex digits may be cut anywhere, as BIND reads them.
 */
export function takeGeneric(tokens: Tokens, out: Writer, type: TypeToken): void {
  const begin = out.length;
  tokens.take("\\#");
  const length = take(() => takeInteger(tokens, 0xffff), "length", type);
  const dataAt = tokens.next;
  if (tokens.left > 0) take(() => hexDigits.parse(tokens, out), "data", type);
  const found = out.length - begin;
  if (found !== length) {
    goTo(tokens, dataAt - 1);
    throw new Fault(
      `${typeName(type.code)} \\# length is ${length}; expected ${found}, the octets that follow`,
      "Write half the number of hex digits.",
      RULE,
    );
  }
  goTo(tokens, Math.min(dataAt, tokens.count - 1)); // where the data begins; an empty one ends with its length
  type.codec?.read(out.since(begin));
}

/** Makes a token the one taken last, because it is the one at fault. */
function goTo(tokens: Tokens, index: number): void {
  tokens.next = index;
  tokens.take("data");
}

const BACKSLASH = 0x5c;
const HASH = 0x23;
const RULE = "generic-rdata";

const hexDigits = hexRest(0);

/** What `parse` takes; its fault says which part of which record it is about. */
function take<T>(parse: () => T, part: string, type: TypeToken): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(`${typeName(type.code)} \\# ${part} ${error.message}`, error.help, RULE);
  }
}
