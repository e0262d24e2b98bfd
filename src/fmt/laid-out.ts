import { SCALAR_STYLE } from "js-yaml";
import { canBeginKey } from "../zones/yaml/pieces.ts";
import { printOnOneLine, WIDTH } from "./print-scalar.ts";
import type { Written } from "./tree.ts";

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

/** What is left of a text without such entries. */
export interface Rest {
  /** Where a piece of it begins in the text, and where it ends. */
  readonly start: number;
  readonly end: number;
  /** Where its first key stands in the text; -1 where it has none. */
  readonly key: number;
}

/**
 * Finds the entries of a large mapping that have the layout already, by their lines alone: block mappings and lists of texts
 * without comments, each text on its line. Fields may have another order, for that moves whole lines, and a text other quotes.
 * What is in doubt is left, and so is the first entry, for what stands above it is the head of the file. The line ends are LF.
 */
export function findLaidOut(text: string): {
  readonly entries: readonly LaidOutEntry[];
  readonly rest: readonly Rest[];
} {
  const entries: LaidOutEntry[] = [];
  const rest: Rest[] = [];
  let at = canBeginKey(text.charCodeAt(0)) ? 0 : nextKey(text, 0);
  const isOdd = KEPT_BLANKS.test(text) || LONE_QUESTION.test(text);
  if (isOdd || text.includes("\n...") || text.includes("\n---", Math.max(at, 0))) return { entries, rest };
  const lines = new EntryLines(text);
  let start = 0; // of what is left
  let key = at;
  let mayBe = false; // the entry at hand may be one
  let blank = false;
  while (at !== -1) {
    const entry = mayBe ? lines.entryAt(at, blank) : undefined;
    if (entry === undefined) {
      if (key === -1) key = at;
      at = nextKey(text, at);
      if (at !== -1) ({ mayBe, blank } = endOfEntry(text, at));
      continue;
    }
    if (key !== -1) rest.push({ start, end: endOfLines(text, at), key });
    entries.push(entry);
    start = entry.end;
    key = -1;
    const next = skipBlankLines(text, entry.end);
    blank = next > entry.end;
    mayBe = canBeginKey(text.charCodeAt(next));
    at = mayBe ? next : nextKey(text, entry.end - 1);
  }
  if (start < text.length) rest.push({ start, end: text.length, key });
  return { entries, rest };
}

/** Blank lines behind such a text are a part of it: `|+`, `>2+`. */
const KEPT_BLANKS = /[|>][1-9]?\+/;

/** A key that is nothing, above which comments stay. */
const LONE_QUESTION = /(?:^|\n)[ -]*\? *(?:[#\n]|$)/;

/** The next line behind a place that can begin an entry. */
function nextKey(text: string, from: number): number {
  for (let newline = text.indexOf("\n", from); newline !== -1; newline = text.indexOf("\n", newline + 1)) {
    if (canBeginKey(text.charCodeAt(newline + 1))) return newline + 1;
  }
  return -1;
}

/** Whether an entry behind one that is left has nothing above it but blank lines. */
function endOfEntry(text: string, end: number): { mayBe: boolean; blank: boolean } {
  const last = endOfLines(text, end);
  const line = text.slice(text.lastIndexOf("\n", last - 2) + 1, last);
  return { mayBe: !line.trimStart().startsWith("#"), blank: last < end };
}

/** Behind the last line before a place that is not blank. */
function endOfLines(text: string, before: number): number {
  let last = before;
  while (last > 0 && isSpace(text.charCodeAt(last - 1))) last -= 1;
  return text.indexOf("\n", last) + 1;
}

function skipBlankLines(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === NEWLINE) at += 1;
  return at;
}

/** Reads entries by their lines. Behind what it does not know is -1. */
class EntryLines {
  readonly #text: string;
  /** Parts of the entry at hand that are printed in another way, in their order, none within another. */
  #changed: Changed[] = [];

  constructor(text: string) {
    this.#text = text;
  }

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
    const text = printedOf(raw);
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

/** A text on one line as the layout writes it; undefined where it is none that YAML reads as it stands. */
function printedOf(raw: string): string | undefined {
  if (SHORT.test(raw)) return raw === "ANAME" ? undefined : raw; // which is written ALIAS
  const text = textOf(raw);
  if (text === undefined || text === "ANAME") return undefined;
  const style = STYLES[raw[0]!] ?? SCALAR_STYLE.PLAIN;
  const printed = printOnOneLine({ text, style });
  return printed === raw || textOf(printed) === text ? printed : undefined;
}

/** What YAML reads of a text on one line, without its quotes; undefined where it is not that simple. */
function textOf(raw: string): string | undefined {
  const quote = raw[0];
  if (quote !== '"' && quote !== "'") return PLAIN.test(raw) ? raw : undefined;
  const text = raw.slice(1, -1);
  const isWhole = raw.length > 1 && raw.at(-1) === quote && !text.includes(quote);
  return isWhole && ASCII.test(text) && (quote === "'" || !text.includes("\\")) ? text : undefined;
}

const STYLES: { readonly [quote: string]: Written["style"] | undefined } = {
  '"': SCALAR_STYLE.DOUBLE_QUOTED,
  "'": SCALAR_STYLE.SINGLE_QUOTED,
};
/** A type, a TTL, an address, a name: nothing but what stands for itself. */
const SHORT = /^[A-Za-z0-9_.-]+$/;
/** A key that needs no quotes, and a line that has nothing else. */
const KEY = /([a-z0-9_][a-z0-9_.-]{0,99}):\n/y;
/** No indicator before it, and neither `: ` nor ` #` in it (YAML 1.2 §7.3.3). */
const PLAIN = /^(?=[A-Za-z0-9_./\\$(])(?:[!-9;-~]|:(?=[!-~])| (?=[!"$-~]))+$/;
const ASCII = /^[ -~]*$/;
const NEVER_LONG = 40; // characters, and less than what is folded
const NEWLINE = 0x0a;
const SPACE = 0x20;
const HASH = 0x23;
const DASH = 0x2d;
const COLON = 0x3a;
const LETTER_A = 0x61;
const LETTER_Z = 0x7a;

function isSpace(code: number): boolean {
  return code === SPACE || code === NEWLINE || code === 0x09;
}
