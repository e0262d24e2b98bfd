/**
 * Cuts a text where an entry of its outermost mapping begins: at lines whose first character can begin a key. Each
 * piece is then a mapping of its own. A file is parsed piece by piece because the parser's events for a whole large
 * file take several times the memory and twice the time, and because one broken entry then leaves the others
 * readable. A cut can be wrong only inside a quoted text or a flow collection that goes on at the margin; the piece
 * before it then ends too early and does not parse, and the caller parses the whole instead.
 *
 * @param minimum how many characters a piece has at least (the last one may be shorter)
 */
export function piecesOf(text: string, minimum: number): Piece[] {
  const pieces: Piece[] = [];
  for (let start = 0; ; ) {
    const end = nextCut(text, start + minimum);
    pieces.push({ start, end });
    if (end === text.length) return pieces;
    start = end;
  }
}

/** Where the first entry begins that does so on a line behind that of `from`; the text's length when there is none. */
export function nextCut(text: string, from: number): number {
  for (let newline = text.indexOf("\n", from); newline !== -1; ) {
    const at = newline + 1;
    if (canBeginKey(text.charCodeAt(at))) return at;
    newline = text.indexOf("\n", at);
  }
  return text.length;
}

/** A part of a text, by character offsets. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}

/**
 * A line that begins so is an entry's first line. Left out are blanks and comments, and whatever may also go on with
 * the entry above (`- item`, `: value`, closing brackets), mark a document (`---`, `...`, `%`) or stand before a
 * node (`&`, `!`): a piece that is longer than it must be does no harm.
 */
export function canBeginKey(code: number): boolean {
  return !Number.isNaN(code) && !NEVER.has(code);
}

const NEVER: ReadonlySet<number> = new Set(
  [..." \t\r\n#-:.%&!{}[],|>\uFEFF"].map((char) => char.charCodeAt(0)),
);
