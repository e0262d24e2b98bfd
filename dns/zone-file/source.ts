/** A file that is being read: its bytes and how far reading has come. Fast code moves `at`; see `nextEntry`. */
export interface Source {
  readonly file: string;
  /** No other has it: what is remembered of places in one text is of no other. */
  readonly number: number;
  bytes: Uint8Array;
  /** Where the octets of the file end in `bytes`. */
  end: number;
  readonly words: DataView;
  /**
   * Behind the last LF that has three octets behind it: what stands before ends with its line, if not before, and four octets may be read at once.
   * 0 where there is none, and for a text made by `$GENERATE`, whose octets change.
   */
  readonly endOfLines: number;
  /** The next octet to read. */
  at: number;
  /** The line of `at`, counted from 1. Between two entries, `at` is the first octet of that line. */
  line: number;
  /** Where the entry read last begins, and its line. */
  entryStart: number;
  entryLine: number;
  /** Where the entry's first token stands. Only blanks come before it, so octets are columns. */
  tokenLine: number;
  tokenColumn: number;
  /** The entry begins with a blank: its owner is that of the record before. */
  blankOwner: boolean;
  /** What is wrong with the entry's tokens, if anything is. */
  fault: LexicalFault | undefined;
  /** For text made by `$GENERATE`: where the directive stands, which is the place of all that comes of it. */
  readonly made: Made | undefined;
}

/** Where the directive stands that made the text, and the number that it is made for. */
export interface Made extends Place {
  number: number;
}

/** What is wrong with the text of an entry before it has a meaning. */
export interface LexicalFault {
  /** The octet at fault. */
  readonly at: number;
  readonly rule: "quote" | "parenthesis" | "nul-octet";
  readonly message: string;
  readonly help: string;
}

/** A line and a column, both counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The file at its beginning. */
export function openSource(file: string, bytes: Uint8Array, made?: Made): Source {
  // A UTF-8 byte order mark is not part of the first owner: editors on Windows write it unasked (RFC 3629 §6).
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  opened += 1;
  return {
    file,
    number: opened,
    bytes,
    end: bytes.length,
    words: new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
    endOfLines: made === undefined && bytes.length > 3 ? bytes.lastIndexOf(LF, bytes.length - 4) + 1 : 0,
    at: start,
    line: 1,
    entryStart: start,
    entryLine: 1,
    tokenLine: 1,
    tokenColumn: 1,
    blankOwner: false,
    fault: undefined,
    made,
  };
}

let opened = 0;

/** The line and column of an octet of the entry read last; the column counts characters (UTF-16 units). */
export function placeOf(source: Source, octet: number): Place {
  if (source.made !== undefined) return source.made;
  const { bytes } = source;
  let line = source.entryLine;
  let lineStart = source.entryStart;
  for (let at = source.entryStart; at < octet; at++) {
    if (bytes[at] !== LF && (bytes[at] !== CR || bytes[at + 1] === LF)) continue;
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: Buffer.from(bytes.subarray(lineStart, octet)).toString("utf8").length + 1 };
}

const LF = 0x0a;
const CR = 0x0d;
