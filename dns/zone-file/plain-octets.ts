/**
 * What an octet is to the lines that `readPlainLines` reads. What is OTHER (escapes, quotes, @ and $, control characters, all outside
 * of ASCII) is left to the reader of entries, where a field does not look for it.
 */
const OTHER = 0;
/** Part of a label. */
export const ORDINARY = 1;
/** Between two labels. */
export const DOT = 2;
/** A space or a tab. From here on, every kind ends a token. */
export const BLANK = 3;
/** LF or CR. */
export const LINE_END = 4;
/** A semicolon. */
export const COMMENT = 5;
const OPEN = 6;
const CLOSE = 7;

/** By octet. */
export const PLAIN_KINDS = new Uint8Array(256);
for (let octet = 0x21; octet < 0x7f; octet++) PLAIN_KINDS[octet] = ORDINARY;
for (const octet of Buffer.from('@$"\\')) PLAIN_KINDS[octet] = OTHER;
PLAIN_KINDS[0x2e] = DOT;
PLAIN_KINDS[0x20] = BLANK;
PLAIN_KINDS[0x09] = BLANK;
PLAIN_KINDS[0x3b] = COMMENT;
PLAIN_KINDS[0x28] = OPEN;
PLAIN_KINDS[0x29] = CLOSE;

/** The octet of a line feed. */
export const LF = 0x0a;
/** The octet of a carriage return. */
export const CR = 0x0d;
/** The octet of the digit 0. */
export const ZERO = 0x30;
PLAIN_KINDS[LF] = LINE_END;
PLAIN_KINDS[CR] = LINE_END;

/** The first octet from there on that is no blank. */
export function afterBlanks(text: DataView, from: number): number {
  let at = from;
  while (PLAIN_KINDS[text.getUint8(at)] === BLANK) at += 1;
  return at;
}

/**
 * The next token from there on, or the line end or comment behind the last one. Parentheses hold lines together (RFC 1035 §5.1): how many
 * are open, and how many lines were passed, is kept in `plainDepth` and `plainLines`.
 */
export function afterGap(text: DataView, from: number): number {
  let at = from;
  let kind = PLAIN_KINDS[text.getUint8(at)]!;
  while (kind === BLANK) kind = PLAIN_KINDS[text.getUint8(++at)]!;
  return kind < OPEN && plainDepth === 0 ? at : afterParentheses(text, at);
}

/** How many parentheses are open; less than none where one too many was closed, which no text ends well after. */
export let plainDepth = 0;

/** Lines that ended within parentheses. */
export let plainLines = 0;

/** No parenthesis is open, and no line has ended. None will be held together that goes on at `end` or behind. */
export function resetGaps(end: number): void {
  plainDepth = 0;
  plainLines = 0;
  endOfGaps = end;
}

let endOfGaps = 0;

function afterParentheses(text: DataView, from: number): number {
  let at = from;
  for (; at < endOfGaps; at++) {
    switch (PLAIN_KINDS[text.getUint8(at)]) {
      case BLANK:
        break;
      case OPEN:
        plainDepth += 1;
        break;
      case CLOSE:
        plainDepth -= 1;
        if (plainDepth < 0) return at;
        break;
      case LINE_END:
        if (plainDepth <= 0) return at;
        if (text.getUint8(at) === CR && text.getUint8(at + 1) === LF) at += 1;
        plainLines += 1;
        break;
      case COMMENT:
        if (plainDepth <= 0) return at;
        at = lineEnd(text, at) - 1;
        break;
      default:
        return at;
    }
  }
  return at - 1; // the last line end: a parenthesis is never closed, so that is no good end
}

/** The line end from there on. */
export function lineEnd(text: DataView, from: number): number {
  let at = from;
  while (hasNoLineEnd(text.getInt32(at, true))) at += 4;
  while (PLAIN_KINDS[text.getUint8(at)] !== LINE_END) at += 1;
  return at;
}

/** None of four octets of ASCII is less than 0x0e. */
function hasNoLineEnd(word: number): boolean {
  return ((((word - 0x0e0e0e0e) & ~word) | word) & 0x80808080) === 0;
}
