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
  let start = 0;
  let newline = text.indexOf("\n", minimum);
  while (newline !== -1) {
    const at = newline + 1;
    if (canBeginKey(text.charCodeAt(at))) {
      pieces.push({ start, end: at });
      start = at;
      newline = text.indexOf("\n", at + minimum);
    } else {
      newline = text.indexOf("\n", at);
    }
  }
  pieces.push({ start, end: text.length });
  return pieces;
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
