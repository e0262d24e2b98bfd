import type { Entry, YamlNode } from "./node.ts";
import { type Cursor, hasKey, isColon, MAX_LEVEL, plainScalar, skipSpaces } from "./plain-scalar.ts";

/**
 * A scalar, or a list or mapping in brackets, that ends within its line; undefined when it is written in another way than
 * `readPlainEntries` knows.
 *
 * @param level how many lists and mappings of its entry it stands in
 */
export function nodeInLine(cursor: Cursor, level: number): YamlNode | undefined {
  return inLine(cursor, level, false);
}

function inLine(cursor: Cursor, level: number, isFlow: boolean): YamlNode | undefined {
  const { at: offset, text, source } = cursor;
  const code = text.charCodeAt(offset);
  if (code !== OPEN_BRACE && code !== OPEN_BRACKET) return plainScalar(cursor, isFlow);
  if (level > MAX_LEVEL) return undefined;
  cursor.size += 1;
  if (cursor.depth <= level) cursor.depth = level + 1;
  if (code === OPEN_BRACE) {
    const entries = entriesInLine(cursor, level + 1);
    return entries && { kind: "mapping", source, offset, entries };
  }
  const items = itemsInLine(cursor, level + 1);
  return items && { kind: "sequence", source, offset, items };
}

function itemsInLine(cursor: Cursor, level: number): YamlNode[] | undefined {
  const items: YamlNode[] = [];
  do {
    step(cursor);
    const item = inLine(cursor, level, true);
    if (item === undefined) return undefined;
    items.push(item);
    skipSpaces(cursor);
  } while (cursor.text.charCodeAt(cursor.at) === COMMA);
  return isClosed(cursor, CLOSE_BRACKET) ? items : undefined;
}

function entriesInLine(cursor: Cursor, level: number): Entry[] | undefined {
  const entries: Entry[] = [];
  do {
    step(cursor);
    const key = plainScalar(cursor, true);
    if (key === undefined || !isColon(cursor)) return undefined;
    step(cursor);
    const value = inLine(cursor, level, true);
    if (value === undefined || hasKey(entries, key)) return undefined;
    entries.push({ key, value });
    skipSpaces(cursor);
  } while (cursor.text.charCodeAt(cursor.at) === COMMA);
  return isClosed(cursor, CLOSE_BRACE) ? entries : undefined;
}

/** Over one character and the spaces behind it. */
function step(cursor: Cursor): void {
  cursor.at += 1;
  skipSpaces(cursor);
}

function isClosed(cursor: Cursor, bracket: number): boolean {
  if (cursor.text.charCodeAt(cursor.at) !== bracket) return false;
  cursor.at += 1;
  return true;
}

const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
