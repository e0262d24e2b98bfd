import type { Tokens } from "../tokens.ts";
import type { LexicalFault, Source } from "./source.ts";

/**
 * Finds the tokens of the next entry (RFC 1035 §5.1) and moves past it; false at the end of the file. An entry is a
 * line, or several that parentheses hold together; lines without a token are passed over. A line ends with LF, CR LF
 * or a CR alone (as BIND reads it). Where the text is broken, `source.fault` says how, and the entry is read to its
 * end all the same, so that reading goes on with the next one.
 *
 * Stricter than the RFC, as BIND is: a quoted string ends on its line, so that a forgotten quote is found where it is.
 */
export function nextEntry(source: Source, tokens: Tokens): boolean {
  const { bytes, end } = source;
  let at = source.at;
  let line = source.line;
  let lineStart = at;
  let depth = 0;
  let opened = 0; // where the outermost parenthesis that is still open stands
  tokens.clear();
  tokens.bytes = bytes;
  source.fault = undefined;
  source.entryStart = at;
  source.entryLine = line;
  source.blankOwner = false;

  while (at < end) {
    const kind = KINDS[bytes[at]!]!;
    if (kind <= ESCAPE) {
      if (tokens.count === 0) {
        source.tokenLine = line;
        source.tokenColumn = at - lineStart + 1;
      }
      const start = at;
      at = endOfToken(bytes, at, end);
      tokens.add(start, at, false);
      continue;
    }
    switch (kind) {
      case BLANK:
        if (at === source.entryStart) source.blankOwner = true;
        at += 1;
        break;
      case LINE_END:
        at += bytes[at] === CR && at + 1 < end && bytes[at + 1] === LF ? 2 : 1;
        line += 1;
        lineStart = at;
        if (depth > 0) break;
        if (tokens.count > 0 || source.fault !== undefined) {
          source.at = at;
          source.line = line;
          return true;
        }
        source.entryStart = at;
        source.entryLine = line;
        source.blankOwner = false;
        break;
      case COMMENT:
        at = endOfLine(bytes, at, end);
        break;
      case QUOTE: {
        if (tokens.count === 0) {
          source.tokenLine = line;
          source.tokenColumn = at - lineStart + 1;
        }
        const start = at + 1;
        at = endOfQuoted(bytes, start, end);
        if (at < end && bytes[at] === DOUBLE_QUOTE) {
          tokens.add(start, at, true);
          at += 1;
        } else {
          source.fault ??= at < end && bytes[at] === 0 ? rawNul(at) : quoteNotClosed(start - 1);
          at = endOfLine(bytes, at, end);
        }
        break;
      }
      case OPEN:
        if (depth === 0) opened = at;
        depth += 1;
        at += 1;
        break;
      case CLOSE:
        if (depth === 0) source.fault ??= nothingToClose(at);
        else depth -= 1;
        at += 1;
        break;
      default:
        source.fault ??= rawNul(at);
        at += 1;
    }
  }
  if (depth > 0) source.fault ??= neverClosed(opened);
  source.at = at;
  source.line = line;
  return tokens.count > 0 || source.fault !== undefined;
}

const LF = 0x0a;
const CR = 0x0d;
const DOUBLE_QUOTE = 0x22;
const BACKSLASH = 0x5c;

// What an octet is to the tokens. Those up to ESCAPE are part of a token.
const ORDINARY = 0;
const ESCAPE = 1;
const BLANK = 2;
const LINE_END = 3;
const COMMENT = 4;
const QUOTE = 5;
const OPEN = 6;
const CLOSE = 7;
const NUL = 8;

const KINDS = new Uint8Array(256);
KINDS[BACKSLASH] = ESCAPE;
KINDS[0x20] = BLANK;
KINDS[0x09] = BLANK;
KINDS[LF] = LINE_END;
KINDS[CR] = LINE_END;
KINDS[0x3b] = COMMENT;
KINDS[DOUBLE_QUOTE] = QUOTE;
KINDS[0x28] = OPEN;
KINDS[0x29] = CLOSE;
KINDS[0] = NUL;

/** After an unquoted token. */
function endOfToken(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const kind = KINDS[bytes[at]!]!;
    if (kind === ORDINARY) at += 1;
    else if (kind === ESCAPE) at += escapeLength(bytes, at, end);
    else break;
  }
  return at;
}

/** At the quote that closes a string; where none does, at the end of its line or at an octet 0. */
function endOfQuoted(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const octet = bytes[at]!;
    if (octet === BACKSLASH) at += escapeLength(bytes, at, end);
    else if (octet === DOUBLE_QUOTE || octet === LF || octet === CR || octet === 0) break;
    else at += 1;
  }
  return at;
}

/** A backslash takes the octet after it along, unless the line ends there. */
function escapeLength(bytes: Uint8Array, at: number, end: number): 1 | 2 {
  if (at + 1 === end) return 1;
  const kind = KINDS[bytes[at + 1]!]!;
  return kind === LINE_END || kind === NUL ? 1 : 2;
}

function endOfLine(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] !== LF && bytes[at] !== CR) at += 1;
  return at;
}

function quoteNotClosed(at: number): LexicalFault {
  return {
    at,
    rule: "quote",
    message: 'Quoted string has no closing quote; expected " before the end of the line',
    help: 'Close the string on the same line; write a quote inside it as \\", and a line break as \\010.',
  };
}

function neverClosed(at: number): LexicalFault {
  return {
    at,
    rule: "parenthesis",
    message: "Parenthesis is never closed; expected ) before the end of the file",
    help: "Write ) after the last value that belongs to the record.",
  };
}

function nothingToClose(at: number): LexicalFault {
  return {
    at,
    rule: "parenthesis",
    message: "Found ) where no ( is open",
    help: "Remove it, or write the ( that it should close. As part of a text it is written in quotes.",
  };
}

function rawNul(at: number): LexicalFault {
  return {
    at,
    rule: "nul-octet",
    message: "Found an octet 0; a zone file is text",
    help: "Save the file as UTF-8 or ASCII. As part of a value, the octet is written \\000.",
  };
}
