import type { Entry, Scalar } from "./node.ts";
import type { SourceText } from "./source-text.ts";

/** Where `readPlainEntries` stands in a text. */
export interface Cursor {
  readonly source: SourceText;
  readonly text: string;
  at: number;
  /** In which column of its line the node begins that is read; `END` behind the last one. */
  column: number;
  /** How many nodes the entry has so far, and how deep they lie. */
  size: number;
  depth: number;
}

/** The column of what stands behind the last line. */
export const END = -1;

/** Lists and mappings in one another that are read here; the values of records need four. */
export const MAX_LEVEL = 20;

/**
 * A scalar that ends within its line and stands for the very characters that are written, at whose end the cursor stands
 * then; undefined for any other.
 *
 * @param isFlow it stands in brackets
 */
export function plainScalar(cursor: Cursor, isFlow: boolean): Scalar | undefined {
  const { source, text, at: offset } = cursor;
  const code = text.charCodeAt(offset);
  const isQuoted = code === DOUBLE_QUOTE || code === SINGLE_QUOTE;
  const end = isQuoted ? endOfQuoted(text, offset + 1, code) : endOfPlain(text, offset, isFlow);
  if (end === REFUSED) return undefined;
  cursor.size += 1;
  cursor.at = isQuoted ? end + 1 : end;
  return {
    kind: "scalar",
    source,
    offset,
    text: text.slice(isQuoted ? offset + 1 : offset, end),
    plain: !isQuoted,
  };
}

/** Where the closing quote stands. */
function endOfQuoted(text: string, start: number, quote: number): number {
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at);
    // Two single quotes are an escape of one.
    if (code === quote) return quote === SINGLE_QUOTE && text.charCodeAt(at + 1) === quote ? REFUSED : at;
    if (code === BACKSLASH && quote === DOUBLE_QUOTE) return REFUSED;
    if (!isPrintable(code)) return REFUSED;
  }
}

/** Where the last character ends. */
function endOfPlain(text: string, start: number, isFlow: boolean): number {
  if (!canBegin(text.charCodeAt(start), text.charCodeAt(start + 1))) return REFUSED;
  let end = start;
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at);
    if (code === SPACE) continue;
    if (code === LF || Number.isNaN(code)) return end;
    if (code === HASH && text.charCodeAt(at - 1) === SPACE) return end;
    if (code === COLON) {
      const next = text.charCodeAt(at + 1);
      if (isBlank(next)) return end;
      if (isFlow && isFlowIndicator(next)) return REFUSED;
    } else if (isFlow && isFlowIndicator(code)) return end;
    if (!isPrintable(code)) return REFUSED;
    end = at + 1;
  }
}

/** Letters, digits, and signs that begin nothing but a plain scalar. */
function canBegin(code: number, next: number): boolean {
  if (code === DASH) return isLetterOrDigit(next);
  return isLetterOrDigit(code) || code === 0x24 || code === 0x2e || code === 0x2f || code === 0x5f; // $ . / _
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a);
}

/** Visible ASCII, the space, and letters that nobody takes for a space, a line break or a half of something. */
function isPrintable(code: number): boolean {
  return (code >= SPACE && code <= 0x7e) || (code >= 0xa1 && code <= 0x1fff);
}

function isFlowIndicator(code: number): boolean {
  return code === 0x2c || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d;
}

/** A space, a line's end or the text's. */
function isBlank(code: number): boolean {
  return code === SPACE || code === LF || Number.isNaN(code);
}

/** The cursor stands at the colon of a key. */
export function isColon({ text, at }: Cursor): boolean {
  return text.charCodeAt(at) === COLON && isBlank(text.charCodeAt(at + 1));
}

/** The cursor stands at the dash of a list's item. */
export function isDash({ text, at }: Cursor): boolean {
  return text.charCodeAt(at) === DASH && isBlank(text.charCodeAt(at + 1));
}

/** The key stands in the mapping, or the mapping is too long to look. */
export function hasKey(entries: readonly Entry[], { text }: Scalar): boolean {
  if (entries.length === MANY_KEYS) return true;
  for (const { key } of entries) if (key.text === text) return true;
  return false;
}

const MANY_KEYS = 64; // a set would be needed for more

/** Moves over spaces. */
export function skipSpaces(cursor: Cursor): void {
  while (cursor.text.charCodeAt(cursor.at) === SPACE) cursor.at += 1;
}

/** Moves over spaces and, if there is one behind them, over a comment; true at the end of the line. */
export function isRestEmpty(cursor: Cursor): boolean {
  const { text, at } = cursor;
  skipSpaces(cursor);
  const code = text.charCodeAt(cursor.at);
  if (code === HASH && cursor.at > at) cursor.at = endOfLine(text, cursor.at);
  else if (code !== LF && !Number.isNaN(code)) return false;
  return true;
}

/** Moves from the end of a line, or the start of one, to the next content, over empty lines and comments. */
export function toContent(cursor: Cursor): void {
  const { text } = cursor;
  let start = cursor.at;
  for (;;) {
    if (text.charCodeAt(start) === LF) start += 1;
    cursor.at = start;
    skipSpaces(cursor);
    const code = text.charCodeAt(cursor.at);
    if (Number.isNaN(code)) {
      cursor.column = END;
      return;
    }
    if (code === HASH) start = endOfLine(text, cursor.at);
    else if (code === LF) start = cursor.at;
    else {
      cursor.column = cursor.at - start;
      return;
    }
  }
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

const REFUSED = -1;
const LF = 0x0a;
const SPACE = 0x20;
const DOUBLE_QUOTE = 0x22;
const HASH = 0x23;
const SINGLE_QUOTE = 0x27;
const DASH = 0x2d;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
