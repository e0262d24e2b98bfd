import type { Comment } from "./tree.ts";

/** A comment that was read and not yet given to anything. */
interface Found extends Comment {
  readonly isOwnLine: boolean;
}

/**
 * Goes through a text from node to node and gathers the comments between them. Everything that lies between two nodes is
 * blanks, indicators and comments, so a `#` behind a blank begins a comment (YAML 1.2 §6.6).
 */
export class Gaps {
  /** How far the text is read. */
  at = 0;
  /** Every comment that was met. */
  readonly comments: string[] = [];
  readonly #text: string;
  #found: Found[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** The comments that nobody has taken, and none is left. */
  takeAll(): readonly Comment[] {
    if (this.#found.length === 0) return NONE;
    const taken = this.#found.map(({ text, blank, isOwnLine }) => ({ text, blank: blank && isOwnLine }));
    this.#found = [];
    return taken;
  }

  scanTo(end: number): void {
    while (this.at < end) {
      if (this.#isComment()) this.#found.push(this.#comment());
      else this.at += 1;
    }
  }

  /** Up to the dash of a list's item. */
  scanToDash(): void {
    this.#scanUntil("-");
  }

  /** Behind a closing bracket: the comments before it. */
  scanBehind(bracket: string): readonly Comment[] {
    this.#scanUntil(bracket);
    this.at += 1;
    return this.takeAll();
  }

  /** Up to a value: the comment that stands in the line of its key, of its dash, or of what stands before it. */
  takeHeader(end: number): string | undefined {
    this.scanTo(end);
    const at = this.#found.findIndex(({ isOwnLine }) => !isOwnLine);
    return at === -1 ? undefined : this.#found.splice(at, 1)[0]!.text;
  }

  /** The comment in the rest of the line, in brackets also behind a comma. */
  takeEol(isFlow = false): string | undefined {
    if (this.at === 0 || this.#text[this.at - 1] === "\n") return undefined; // behind a block scalar
    let at = this.#skipBlanks(this.at);
    if (isFlow && this.#text[at] === ",") at = this.#skipBlanks(at + 1);
    if (this.#text[at] !== "#" || !isBlank(this.#text.charCodeAt(at - 1))) return undefined;
    this.at = at;
    return this.#comment().text;
  }

  /** The comments that follow in lines of their own and begin at this column or to the right of it. */
  takeIndented(column: number): Comment[] {
    const taken: Comment[] = [];
    for (;;) {
      const before = this.at;
      let at = this.at;
      while (isSpace(this.#text.charCodeAt(at))) at += 1;
      if (this.#text[at] !== "#" || this.columnOf(at) < column) break;
      this.at = at;
      if (!this.#isComment()) {
        this.at = before;
        break;
      }
      const { text, blank } = this.#comment();
      taken.push({ text, blank });
    }
    return taken;
  }

  /** Behind the colon of a key that has no value. */
  skipColon(): void {
    let at = this.at;
    while (isSpace(this.#text.charCodeAt(at))) at += 1;
    if (this.#text[at] === ":") this.at = at + 1;
  }

  /** A blank line stands right above here. */
  isBlankBefore(at = this.at): boolean {
    let breaks = 0;
    for (let before = at - 1; before >= 0 && isSpace(this.#text.charCodeAt(before)); before--) {
      if (this.#text[before] === "\n" && ++breaks > 1) return true;
    }
    return false;
  }

  columnOf(at: number): number {
    return at - (this.#text.lastIndexOf("\n", at - 1) + 1);
  }

  #scanUntil(char: string): void {
    while (this.at < this.#text.length && this.#text[this.at] !== char) {
      if (this.#isComment()) this.#found.push(this.#comment());
      else this.at += 1;
    }
  }

  #isComment(): boolean {
    if (this.#text.charCodeAt(this.at) !== HASH) return false;
    return this.at === 0 || isSpace(this.#text.charCodeAt(this.at - 1));
  }

  #comment(): Found {
    const start = this.at;
    const newline = this.#text.indexOf("\n", start);
    this.at = newline === -1 ? this.#text.length : newline;
    let before = start;
    while (isBlank(this.#text.charCodeAt(before - 1))) before -= 1;
    const text = this.#text.slice(start, this.at).trimEnd();
    this.comments.push(text);
    return {
      text,
      blank: this.isBlankBefore(start),
      isOwnLine: before === 0 || this.#text[before - 1] === "\n",
    };
  }

  #skipBlanks(from: number): number {
    let at = from;
    while (isBlank(this.#text.charCodeAt(at))) at += 1;
    return at;
  }
}

const NONE: readonly Comment[] = [];
const HASH = "#".charCodeAt(0);

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09;
}
