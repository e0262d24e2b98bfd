/** One text of a YAML file as it stands there: a key, or a single value. */
export interface Piece {
  readonly role: "key" | "value";
  /** Without its quotes; an alias, a tag or a variable as written. */
  readonly text: string;
  /** Offsets of the first character and behind the last, the quotes included. */
  readonly start: number;
  readonly end: number;
  /** What it stands in. */
  readonly within: Frame;
}

/** A mapping or a list, as far as it is written. */
export interface Frame {
  readonly kind: "map" | "list";
  /** The key under which it stands; of a file's outermost mapping there is none. */
  readonly key?: Piece;
  readonly parent?: Frame;
  /** Columns before its keys or dashes; of one in brackets those of its first line. */
  readonly indent: number;
  readonly isFlow: boolean;
  /** It says which file is included, and what that is told: `!include {file: …}`. */
  readonly isInclude?: true;
  /** In the order of the file. */
  readonly items: (Piece | Frame)[];
  readonly entries: Map<string, Entry>;
  readonly start: number;
  /** Behind all that stands in it. */
  end: number;
}

/** A key of a mapping and what stands behind it, which may not be written yet. */
export interface Entry {
  readonly key: Piece;
  value?: Piece | Frame;
}

/** A file as texts and what they stand in. */
export interface Pieces {
  readonly root: Frame;
  /** In the order of the file. */
  readonly all: readonly Piece[];
}

/**
 * The texts of a file, whatever state it is in: somebody may be in the middle of a word. No YAML is judged here; what cannot be
 * read is passed over by the line, so that all around it stays known.
 */
export function readPieces(text: string): Pieces {
  return new PieceReader(text).read();
}

const SPACES = /[ \t]*/y;
const QUOTED = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^']|'')*'/y;
const QUOTED_IN_LINE = /"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\n\r]|'')*'/y;
const PROPERTIES = /(?:&[^\s,{}[\]]+[ \t]*)+/y;
const INCLUDE_TAG = /!include[ \t]+(?=[{[])/y;
const NO_KEY = /[\s#"'{}[\],&!|>%@`]/;

class PieceReader {
  readonly #text: string;
  readonly #all: Piece[] = [];
  readonly #root: Frame;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#root = frame("map", 0, false, 0);
  }

  read(): Pieces {
    let stack: Frame[] = [this.#root];
    while (this.#at < this.#text.length) {
      const lineStart = this.#at;
      this.#skip(SPACES);
      const char = this.#text[this.#at];
      if (char === undefined || char === "\n" || char === "\r" || char === "#" || this.#isMarker(lineStart)) {
        this.#nextLine();
        continue;
      }
      stack = this.#block(stack, lineStart);
      this.#nextLine();
    }
    for (const open of stack) open.end = Math.max(open.end, this.#lastEnd());
    return { root: this.#root, all: this.#all };
  }

  /** One line of block style; gives what stands open behind it. */
  #block(before: readonly Frame[], lineStart: number): Frame[] {
    const stack = [...before];
    for (;;) {
      const indent = this.#at - lineStart;
      const isDash = /^-(?=\s|$)/.test(this.#text.slice(this.#at, this.#at + 2));
      while (stack.length > 1) {
        const top = stack.at(-1)!;
        if (top.indent < indent || (top.indent === indent && (top.kind === "list") === isDash)) break;
        if (top.indent === indent && top.kind === "map" && isDash && top.isFlow === false) break;
        stack.pop();
      }
      const top = stack.at(-1)!;
      if (isDash) {
        const list =
          top.kind === "list" && top.indent === indent ? top : this.#open("list", indent, false, top);
        if (list !== top) stack.push(list);
        this.#at += 1;
        this.#skip(SPACES);
        if (this.#isLineEnd()) return stack;
        continue;
      }
      const key = this.#matchKey();
      if (key === undefined) {
        // As far left as the keys: the next one, whose colon is not written yet.
        if (top.kind === "map" && top.indent === indent) this.#current.delete(top);
        this.#value(top, indent);
        return stack;
      }
      const map =
        top.kind === "map" && top.indent === indent
          ? top
          : this.#open("map", indent, false, top, this.#at - key.length);
      if (map !== top) stack.push(map);
      this.#key(map, key);
      this.#skip(SPACES);
      if (!this.#isLineEnd()) this.#value(map, indent);
      return stack;
    }
  }

  #key(map: Frame, matched: string): void {
    const start = this.#at - matched.length;
    const written = matched.slice(0, -1).trimEnd();
    const piece: Piece = {
      ...{ role: "key", text: unquote(written), start, end: start + written.length, within: map },
    };
    this.#all.push(piece);
    map.entries.set(piece.text, { key: piece });
    this.#current.set(map, piece);
    grow(map, this.#at);
  }

  readonly #current = new WeakMap<Frame, Piece>();

  /** A value on this line, which in brackets or quotes may go on below. */
  #value(within: Frame, indent: number): void {
    const props = this.#match(PROPERTIES);
    if (props !== undefined && this.#isLineEnd()) {
      this.#put(within, props.trimEnd(), this.#at - props.length);
      return;
    }
    const isInclude = this.#match(INCLUDE_TAG) !== undefined;
    const char = this.#text[this.#at];
    if (char === "{" || char === "[") this.#flow(within, indent, isInclude);
    else if (char === "|" || char === ">") this.#literal(indent);
    else this.#scalar(within, "\n\r");
  }

  /** @param ends the characters at which a text without quotes ends */
  #scalar(within: Frame, ends: string): void {
    const start = this.#at;
    const char = this.#text[start];
    const quoted = char === '"' || char === "'" ? this.#match(QUOTED) : undefined;
    const written = quoted ?? this.#matchPlain(ends);
    this.#put(within, written, start);
  }

  #matchPlain(ends: string): string {
    const start = this.#at;
    let end = start;
    for (let at = start; at < this.#text.length; at++) {
      const char = this.#text[at]!;
      if (ends.includes(char) || (char === "#" && at > start && isSpace(this.#text[at - 1]))) break;
      if (!isSpace(char)) end = at + 1;
    }
    this.#at = end;
    return this.#text.slice(start, end);
  }

  /** A key with its colon, where one stands here. */
  #matchKey(): string | undefined {
    const start = this.#at;
    const first = this.#text[start];
    if (first === undefined) return undefined;
    let at = start;
    if (first === '"' || first === "'") {
      const quoted = this.#match(QUOTED_IN_LINE);
      this.#at = start;
      if (quoted === undefined) return undefined;
      at += quoted.length;
      while (isSpace(this.#text[at])) at += 1;
    } else {
      if (NO_KEY.test(first)) return undefined;
      while (at < this.#text.length && !"\n\r{}[],".includes(this.#text[at]!)) {
        if (this.#text[at] === ":" && isKeyEnd(this.#text[at + 1])) break;
        at += 1;
      }
    }
    if (this.#text[at] !== ":" || !isKeyEnd(this.#text[at + 1])) return undefined;
    this.#at = at + 1;
    return this.#text.slice(start, at + 1);
  }

  #put(within: Frame, written: string, start: number): void {
    const piece: Piece = {
      ...{ role: "value", text: unquote(written), start, end: start + written.length, within },
    };
    if (written !== "") this.#all.push(piece);
    this.#attach(within, piece);
  }

  #attach(within: Frame, child: Piece | Frame): void {
    within.items.push(child);
    const key = this.#current.get(within);
    const entry = key && within.entries.get(key.text);
    if (entry !== undefined) entry.value = child;
    grow(within, child.end);
  }

  /** Texts over several lines are no names and no fields. */
  #literal(indent: number): void {
    this.#nextLine();
    while (this.#at < this.#text.length) {
      const lineStart = this.#at;
      this.#skip(SPACES);
      const isBlank = this.#isLineEnd() && this.#text[this.#at] !== "#";
      if (!isBlank && this.#at - lineStart <= indent) {
        this.#at = Math.max(lineStart - 1, 0); // the end of the line before, from which the next one is found
        return;
      }
      this.#nextLine();
    }
  }

  #flow(within: Frame, indent: number, isOfInclude: boolean): void {
    let open = this.#openFlow(within, indent, isOfInclude);
    let isInclude = false;
    let isKeyNext = true;
    for (;;) {
      this.#match(/[ \t]+/y);
      const char = this.#text[this.#at];
      if (char === undefined) return;
      if (char === "#") {
        this.#match(/[^\n\r]*/y);
      } else if (char === "\n" || char === "\r") {
        // A bracket that is not closed yet ends where the next key stands as far left as its own line.
        const next = /\r?\n?([ \t]*)(?=(.?))/y;
        next.lastIndex = this.#at;
        const [skipped = "", spaces = "", first = ""] = next.exec(this.#text) ?? [];
        const isLess = spaces.length <= indent && first !== "}" && first !== "]" && first.trim() !== "";
        if (isLess) {
          this.#closeAll(open, within);
          return;
        }
        this.#at += Math.max(skipped.length, 1);
      } else if (char === "{" || char === "[") {
        open = this.#openFlow(open, indent, isInclude);
        isKeyNext = true;
        isInclude = false;
      } else if (char === "}" || char === "]") {
        this.#at += 1;
        open.end = this.#at;
        const { parent } = open;
        if (parent === undefined || parent === within) {
          this.#closeAll(open, within);
          return;
        }
        parent.end = this.#at;
        open = parent;
        isKeyNext = true;
      } else if (char === ",") {
        this.#at += 1;
        this.#current.delete(open);
        isKeyNext = true;
      } else if (this.#match(INCLUDE_TAG) !== undefined) {
        isInclude = true;
      } else {
        const key = open.kind === "map" && isKeyNext ? this.#matchKey() : undefined;
        if (key !== undefined) {
          this.#key(open, key);
          isKeyNext = false;
        } else {
          const from = this.#at;
          this.#scalar(open, "\n\r,{}[]");
          if (this.#at === from) this.#at += 1;
        }
      }
    }
  }

  #closeAll(open: Frame, within: Frame): void {
    for (let each: Frame | undefined = open; each !== undefined && each !== within; each = each.parent)
      each.end = Math.max(each.end, open.end);
    grow(within, open.end);
  }

  #openFlow(within: Frame, indent: number, isInclude: boolean): Frame {
    const kind = this.#text[this.#at] === "{" ? "map" : "list";
    const made = this.#open(kind, indent, true, within, this.#at, isInclude);
    this.#at += 1;
    made.end = this.#at;
    return made;
  }

  #open(
    kind: Frame["kind"],
    indent: number,
    isFlow: boolean,
    parent: Frame,
    start = this.#at,
    isInclude = false,
  ): Frame {
    const key = parent.kind === "map" ? this.#current.get(parent) : undefined;
    const plain = frame(kind, indent, isFlow, start, parent, key);
    const made: Frame = isInclude ? { ...plain, isInclude } : plain;
    this.#attach(parent, made);
    return made;
  }

  #isMarker(lineStart: number): boolean {
    return (
      this.#at === lineStart && /^(?:---|\.\.\.)(?=\s|$)|^%/.test(this.#text.slice(lineStart, lineStart + 4))
    );
  }

  #lastEnd(): number {
    return this.#all.at(-1)?.end ?? 0;
  }

  #isLineEnd(): boolean {
    const char = this.#text[this.#at];
    return char === undefined || char === "\n" || char === "\r" || char === "#";
  }

  #skip(pattern: RegExp): void {
    pattern.lastIndex = this.#at;
    this.#at += pattern.exec(this.#text)?.[0].length ?? 0;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined || found === "") return undefined;
    this.#at += found.length;
    return found;
  }

  #nextLine(): void {
    const end = /\r\n?|\n/g;
    end.lastIndex = this.#at;
    const found = end.exec(this.#text);
    this.#at = found === null ? this.#text.length : found.index + found[0].length;
  }
}

/** All around it reaches as far as it does. */
function grow(from: Frame, end: number): void {
  for (let each: Frame | undefined = from; each !== undefined && each.end < end; each = each.parent)
    each.end = end;
}

function isSpace(char: string | undefined): boolean {
  return char === " " || char === "\t";
}

function isKeyEnd(char: string | undefined): boolean {
  return char === undefined || " \t\n\r,}]".includes(char);
}

function frame(
  kind: Frame["kind"],
  indent: number,
  isFlow: boolean,
  start: number,
  parent?: Frame,
  key?: Piece,
): Frame {
  const base = { kind, indent, isFlow, start, end: start, items: [], entries: new Map<string, Entry>() };
  return { ...base, ...(parent !== undefined && { parent }), ...(key !== undefined && { key }) };
}

function unquote(written: string): string {
  if (written.length < 2) return written;
  if (written.startsWith("'") && written.endsWith("'")) return written.slice(1, -1).replaceAll("''", "'");
  if (!written.startsWith('"') || !written.endsWith('"')) return written;
  return written.slice(1, -1).replace(/\\(["\\/])/g, "$1");
}

/** What stands there is a mapping or a list, and no text. */
export function isFrame(item: Piece | Frame | undefined): item is Frame {
  return item !== undefined && "items" in item;
}
