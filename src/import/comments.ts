/** A comment of a zone file. */
export interface Comment {
  /** Counted from 1. */
  readonly line: number;
  /** Without `;`, and without the spaces around. */
  readonly text: string;
  /** It stands behind a record, or between its parentheses; otherwise it is about what comes next. */
  readonly isBehind: boolean;
}

/** The comments of a zone file (RFC 1035 §5.1), in its order; those without a word in them are left out. */
export function commentsIn(bytes: Uint8Array): Comment[] {
  const comments: Comment[] = [];
  let line = 1;
  let depth = 0; // of parentheses
  let isQuoted = false;
  let hasRecord = false; // something of a record stands on this line before
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at]) {
      case LINE_FEED:
        line += 1;
        hasRecord = false;
        continue;
      case BACKSLASH:
        at += 1; // whatever follows means nothing
        break;
      case QUOTE:
        isQuoted = !isQuoted;
        break;
      case OPENING:
        if (!isQuoted) depth += 1;
        break;
      case CLOSING:
        if (!isQuoted) depth = Math.max(0, depth - 1);
        break;
      case SEMICOLON: {
        if (isQuoted) break;
        const end = endOfLine(bytes, at);
        const text = textOf(bytes.subarray(at + 1, end));
        if (/[^\s;=*#-]/.test(text)) comments.push({ line, text, isBehind: hasRecord || depth > 0 });
        at = end - 1;
        continue;
      }
      case DOLLAR:
        // A comment behind a directive is about what comes next, as far as it is about records.
        if (!hasRecord && depth === 0) at = beforeComment(bytes, at);
        continue;
      default:
        break;
    }
    if (!isSpace(bytes[at]!)) hasRecord = true;
  }
  return comments;
}

const LINE_FEED = 0x0a;
const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const OPENING = 0x28;
const CLOSING = 0x29;
const SEMICOLON = 0x3b;
const DOLLAR = 0x24;

function isSpace(octet: number): boolean {
  return octet <= 0x20;
}

function endOfLine(bytes: Uint8Array, from: number): number {
  const end = bytes.indexOf(LINE_FEED, from);
  return end === -1 ? bytes.length : end;
}

/** The last place of a directive: before its comment, or before the end of its line. */
function beforeComment(bytes: Uint8Array, from: number): number {
  const end = endOfLine(bytes, from);
  const comment = bytes.indexOf(SEMICOLON, from);
  return (comment === -1 ? end : Math.min(comment, end)) - 1;
}

/** UTF-8 where it is that, else an octet a character; what nobody sees is written out, for YAML takes none of it. */
function textOf(octets: Uint8Array): string {
  return decode(octets)
    .replace(/^;+/, "")
    .trim()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu, (char) =>
      char === "\t" ? " " : `\\u{${char.codePointAt(0)!.toString(16)}}`,
    );
}

function decode(octets: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    return Buffer.from(octets).toString("latin1");
  }
}
