import { canBeginKey } from "../zones/yaml/pieces.ts";
import { printLaidOut } from "./laid-out-scalar.ts";
import { isSpace, NEWLINE, SPACE, skipBlankLines } from "./lines.ts";
import { WIDTH } from "./print-scalar.ts";

/** An entry of the outermost mapping that has the layout already but for the order of its lines and for quotes. */
export interface LaidOutEntry {
  readonly key: string;
  /** Where it begins in the text. */
  readonly at: number;
  /** Behind its last line. */
  readonly end: number;
  /** As it is printed, without the last line end. */
  readonly text: string;
  /** Its value is a list. */
  readonly isList: boolean;
  /** A blank line stands above it. */
  readonly blank: boolean;
}

/** Reads entries of a text by their lines, see `findLaidOut`. Behind what it does not know is -1. */
export class EntryLines {
  readonly #text: string;
  /** Parts of the entry at hand that are printed in another way, in their order, none within another. */
  #changed: Changed[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** The entry that begins there, if it has the layout. `blank` tells whether a blank line stands above it. */
  entryAt(at: number, blank: boolean): LaidOutEntry | undefined {
    KEY.lastIndex = at;
    const key = KEY.exec(this.#text)?.[1];
    if (key === undefined) return undefined;
    const first = at + key.length + 2;
    const isList = this.#text.charCodeAt(first + 2) === DASH;
    this.#changed = [];
    const end = this.#nested(first, 2);
    if (end === -1 || !this.#isEnd(end)) return undefined;
    return { key, at, end, text: this.#printed(at, end - 1), isList, blank };
  }

  /** What follows is another entry, a comment at the margin, or nothing. */
  #isEnd(end: number): boolean {
    const next = skipBlankLines(this.#text, end);
    const code = this.#text.charCodeAt(next);
    return next === this.#text.length || code === HASH || canBeginKey(code);
  }

  #nested(at: number, indent: number): number {
    if (!this.#isIndented(at, indent)) return -1;
    const first = at + indent;
    return this.#text.charCodeAt(first) === DASH ? this.#list(first, indent) : this.#mapping(first, indent);
  }

  #list(first: number, indent: number): number {
    for (let at = first; ; at += indent) {
      if (!this.#text.startsWith("- ", at)) return -1;
      at = this.#item(at + 2, indent + 2);
      if (at === -1 || !this.#isIndented(at, indent)) return at;
    }
  }

  #item(at: number, indent: number): number {
    const colon = this.#colonBehindWord(at);
    return colon === -1 || !isSpace(this.#text.charCodeAt(colon + 1))
      ? this.#scalar(at)
      : this.#mapping(at, indent);
  }

  /** Its keys are words, and none stands twice. */
  #mapping(first: number, indent: number): number {
    const fields: Field[] = [];
    let isOrdered = true;
    let before = "";
    for (let at = first; ; at += indent) {
      const colon = this.#colonBehindWord(at);
      if (colon === -1) return -1;
      const word = this.#text.slice(at, colon);
      if (word === "file") return -1; // which has an order of its own in an include
      isOrdered &&= word > before;
      before = word;
      const end = this.#value(colon + 1, indent);
      if (end === -1) return -1;
      fields.push({ word, at, end: end - 1 });
      at = end;
      if (!this.#isIndented(at, indent)) return isOrdered || this.#move(fields, indent) ? at : -1;
    }
  }

  /** Puts fields in their order. False where one stands twice. */
  #move(fields: Field[], indent: number): boolean {
    const at = fields[0]!.at; // a mapping has fields
    const end = fields.at(-1)!.end;
    fields.sort((one, other) => (one.word < other.word ? -1 : 1));
    if (fields.some(({ word }, index) => word === fields[index - 1]?.word)) return false;
    const text = fields.map((field) => this.#printed(field.at, field.end)).join(`\n${" ".repeat(indent)}`);
    while (this.#changed.length > 0 && this.#changed.at(-1)!.at >= at) this.#changed.pop(); // they are in the text
    this.#changed.push({ at, end, text });
    return true;
  }

  #printed(from: number, end: number): string {
    let at = from;
    let text = "";
    for (const part of this.#changed) {
      if (part.at < from || part.at >= end) continue;
      text += this.#text.slice(at, part.at) + part.text;
      at = part.end;
    }
    return text + this.#text.slice(at, end);
  }

  #value(at: number, indent: number): number {
    const code = this.#text.charCodeAt(at);
    if (code === NEWLINE) return this.#nested(at + 1, indent + 2);
    return code === SPACE ? this.#scalar(at + 1) : -1;
  }

  #scalar(at: number): number {
    const newline = this.#text.indexOf("\n", at);
    if (newline === -1) return -1;
    if (newline - at > NEVER_LONG && newline - this.#text.lastIndexOf("\n", at) - 1 > WIDTH) return -1;
    const raw = this.#text.slice(at, newline);
    const text = printLaidOut(raw);
    if (text === undefined) return -1;
    if (text !== raw) this.#changed.push({ at, end: newline, text });
    return newline + 1;
  }

  #colonBehindWord(from: number): number {
    let at = from;
    for (let code = this.#text.charCodeAt(at); code >= LETTER_A && code <= LETTER_Z; ) {
      at += 1;
      code = this.#text.charCodeAt(at);
    }
    return at > from && this.#text.charCodeAt(at) === COLON ? at : -1;
  }

  /** So many spaces, and no more. */
  #isIndented(at: number, indent: number): boolean {
    for (let index = 0; index < indent; index++) {
      if (this.#text.charCodeAt(at + index) !== SPACE) return false;
    }
    return this.#text.charCodeAt(at + indent) !== SPACE;
  }
}

/** A line of a mapping with all that is set in below it. */
interface Field {
  readonly word: string;
  readonly at: number;
  /** Before the last line end. */
  readonly end: number;
}

/** A part of the text, and how it is printed. */
interface Changed {
  readonly at: number;
  readonly end: number;
  readonly text: string;
}

/** A key that needs no quotes, and a line that has nothing else. */
const KEY = /([a-z0-9_][a-z0-9_.-]{0,99}):\n/y;
const NEVER_LONG = 40; // characters, and less than what is folded
const HASH = 0x23;
const DASH = 0x2d;
const COLON = 0x3a;
const LETTER_A = 0x61;
const LETTER_Z = 0x7a;
