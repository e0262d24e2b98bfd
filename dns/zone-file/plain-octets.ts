/**
 * What an octet is to the lines that `readPlainLine` reads. What is OTHER (escapes, control characters, all outside of ASCII) is left
 * to the reader of entries.
 */
export const OTHER = 0;
/** Part of a label. */
export const ORDINARY = 1;
/** Between two labels. */
export const DOT = 2;
/** A space or a tab. */
export const BLANK = 3;
/** LF or CR. */
export const LINE_END = 4;
/** It has a meaning outside of quotes. */
const SPECIAL = 5;

/** By octet. */
export const PLAIN_KINDS = new Uint8Array(256);
for (let octet = 0x21; octet < 0x7f; octet++) PLAIN_KINDS[octet] = ORDINARY;
for (const octet of Buffer.from(';()@$"')) PLAIN_KINDS[octet] = SPECIAL;
PLAIN_KINDS[0x5c] = OTHER; // a backslash
PLAIN_KINDS[0x2e] = DOT;
PLAIN_KINDS[0x20] = BLANK;
PLAIN_KINDS[0x09] = BLANK;

/** The octet of a line feed. */
export const LF = 0x0a;
/** The octet of a carriage return. */
export const CR = 0x0d;
/** The octet of the digit 0. */
export const ZERO = 0x30;
PLAIN_KINDS[LF] = LINE_END;
PLAIN_KINDS[CR] = LINE_END;

/** The first octet from there on that is no blank. */
export function afterBlanks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (PLAIN_KINDS[bytes[at]!] === BLANK) at += 1;
  return at;
}
