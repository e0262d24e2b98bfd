import { isUtf8 } from "node:buffer";
import type { Position, Problem } from "../../../dns/problem.ts";

/** The text of one file and where its lines begin. */
export interface SourceText {
  /** Path as the user would type it. */
  readonly file: string;
  /** Without a byte order mark. */
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly lines: Uint32Array;
  /** The line that was looked for last, from 0: places are mostly asked for in the order of the file. */
  readonly recent: { line: number };
}

/** Decodes a file. YAML may be in UTF-8 only (with or without a byte order mark); anything else is a problem. */
export function decodeText(file: string, bytes: Uint8Array): SourceText | Problem {
  const known = DECODED.get(bytes);
  if (known?.file === file) return known;
  const decoded = decode(file, bytes);
  if (!("rule" in decoded)) DECODED.set(bytes, decoded);
  return decoded;
}

/** Whoever reads a folder again and again hands in the very octets of before. */
const DECODED = new WeakMap<Uint8Array, SourceText>();

function decode(file: string, bytes: Uint8Array): SourceText | Problem {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept = keptElsewhere(buffer);
  if (kept !== undefined) return { file, line: 1, column: 1, ...kept };
  if (isUtf8(buffer)) return sourceText(file, withoutMark(buffer.toString("utf8")));
  const mark = buffer.subarray(0, 2).toString("hex");
  if (mark === "fffe" || mark === "feff") {
    return notUtf8({ file, line: 1, column: 1 }, "The file is in UTF-16; expected UTF-8");
  }
  const at = validPrefix(buffer);
  const before = sourceText(file, withoutMark(buffer.subarray(0, at).toString("utf8")));
  const octet = buffer[at]!.toString(16).toUpperCase().padStart(2, "0");
  return notUtf8(
    positionAt(before, before.text.length),
    `The octet 0x${octet} is not UTF-8; expected text in UTF-8`,
  );
}

/** The text of a file, where `decodeText` has nothing against it: for whoever needs no places in it. */
export function textOf(bytes: Uint8Array): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (keptElsewhere(buffer) !== undefined || !isUtf8(buffer)) return undefined;
  return withoutMark(buffer.toString("utf8"));
}

/** A text that is not read from bytes. */
export function sourceText(file: string, text: string): SourceText {
  return { file, text, lines: lineStarts(text), recent: { line: 0 } };
}

/** File, line and column of a character. */
export function positionAt({ file, lines, recent }: SourceText, offset: number): Position {
  let low = lines[recent.line]! <= offset ? recent.line : 0;
  let high = low;
  for (let step = 1; high < lines.length && lines[high]! <= offset; step *= 2) {
    low = high;
    high += step;
  }
  high = Math.min(high, lines.length);
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (lines[middle]! <= offset) low = middle;
    else high = middle;
  }
  recent.line = low;
  return { file, line: low + 1, column: offset - lines[low]! + 1 };
}

function lineStarts(text: string): Uint32Array {
  // YAML ends a line with LF, CR LF or CR; a lone CR is so rare that only files which have one pay for it.
  if (text.includes("\r")) {
    const starts = [0];
    for (const { index, 0: end } of text.matchAll(/\r\n?|\n/g)) starts.push(index + end.length);
    return Uint32Array.from(starts);
  }
  let starts = new Uint32Array(Math.ceil(text.length / USUAL_LINE) + 1);
  let count = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
    if (count === starts.length) {
      const more = new Uint32Array(2 * count);
      more.set(starts);
      starts = more;
    }
    starts[count++] = at + 1;
  }
  return starts.subarray(0, count);
}

const USUAL_LINE = 20; // characters

/** How many octets from the start are UTF-8, the last character being whole. */
function validPrefix(bytes: Buffer): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (isUtf8Start(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  // What is left may end inside a character that goes wrong later: step back to where that character begins.
  while (low > 0 && !isUtf8(bytes.subarray(0, low))) low -= 1;
  return low;
}

/** The octets are UTF-8, or the beginning of it. */
function isUtf8Start(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** What filters of git commit in the place of a file: zones are read as they are committed, wherever they may go live. */
const STAND_INS = [
  { begins: "version https://git-lfs.github.com/spec/", is: "a pointer of Git LFS" },
  { begins: "\0GITCRYPT\0", is: "encrypted by git-crypt" },
];

function keptElsewhere(bytes: Buffer): Omit<Problem, keyof Position> | undefined {
  const found = STAND_INS.find(
    ({ begins }) => bytes.subarray(0, begins.length).toString("latin1") === begins,
  );
  if (found === undefined) return undefined;
  return {
    rule: "file-filtered",
    severity: "error",
    message: `The file is ${found.is} as git has it; expected YAML`,
    help: "Take the zones out of the filter in .gitattributes and commit them as they are.",
  };
}

function notUtf8(at: Position, message: string): Problem {
  return {
    ...at,
    rule: "yaml-encoding",
    severity: "error",
    message,
    help: "Save the file as UTF-8.",
    source: "YAML 1.2 §5.2",
  };
}
