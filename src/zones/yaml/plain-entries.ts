import type { Entry, Scalar, YamlNode } from "./node.ts";
import { canBeginKey } from "./pieces.ts";
import { nodeInLine } from "./plain-flow.ts";
import {
  type Cursor,
  END,
  hasKey,
  isColon,
  isDash,
  isRestEmpty,
  MAX_LEVEL,
  plainScalar,
  toContent,
} from "./plain-scalar.ts";
import type { SourceText } from "./source-text.ts";

/** Takes one entry of a text's outermost mapping; `size` and `depth` are those of its value, as the composer counts them. */
export type OnPlainEntry = (key: Scalar, value: YamlNode, size: number, depth: number) => void;

/**
 * Reads entries of a text's outermost mapping that are written as nearly all are: block mappings and lists, flow ones
 * within a line, and scalars of one line without escapes. For them it gives what comes of js-yaml's events, in a fraction
 * of the time. It stops before the first entry that is written in any other way: that one is for js-yaml to read, or to
 * refuse.
 *
 * @param source a text without CR and NUL
 * @param from where an entry begins, or 0
 * @returns where the entry begins at which it stopped, `from` if that is the first one, or the text's length
 */
export function readPlainEntries(source: SourceText, from: number, onEntry: OnPlainEntry): number {
  const { text } = source;
  const cursor: Cursor = { source, text, at: from, column: 0, size: 0, depth: 0 };
  toContent(cursor);
  if (from === 0 && cursor.column === 0 && text.startsWith("---\n")) {
    cursor.at = "---\n".length;
    toContent(cursor);
  }
  let read = from;
  while (cursor.column === 0 && canBeginKey(text.charCodeAt(cursor.at))) {
    const key = readKey(cursor);
    if (key === undefined) return read;
    cursor.size = 0;
    cursor.depth = 0;
    const value = valueOfKey(cursor, 0, 0);
    if (value === undefined || cursor.column > 0) return read;
    onEntry(key, value, cursor.size, cursor.depth);
    read = cursor.at;
  }
  return cursor.column === END ? text.length : read;
}

const MAX_KEY = 1000; // characters; YAML 1.2 §7.4.2 has 1024 for a key within a line

/** The value of a key in a column. The cursor stands at the colon, and then at the next content behind the value. */
function valueOfKey(cursor: Cursor, column: number, level: number): YamlNode | undefined {
  cursor.at += 1;
  if (!isRestEmpty(cursor)) return endOfLine(cursor, nodeInLine(cursor, level));
  toContent(cursor);
  if (cursor.column > column) return blockNode(cursor, level);
  // The dashes of a list may stand below the first letter of its key.
  return cursor.column === column && isDash(cursor) ? blockSequence(cursor, level) : undefined;
}

/** What begins in the cursor's column and goes on there. */
function blockNode(cursor: Cursor, level: number): YamlNode | undefined {
  if (level > MAX_LEVEL) return undefined;
  if (isDash(cursor)) return blockSequence(cursor, level);
  const node = nodeInLine(cursor, level);
  if (node?.kind !== "scalar" || !isColon(cursor)) return endOfLine(cursor, node);
  return node.text.length > MAX_KEY ? undefined : blockMapping(cursor, node, level);
}

function blockMapping(cursor: Cursor, first: Scalar, level: number): YamlNode | undefined {
  const { column, source } = cursor;
  const entries: Entry[] = [];
  cursor.size += 1;
  if (cursor.depth <= level) cursor.depth = level + 1;
  for (let key: Scalar | undefined = first; key !== undefined; key = readKey(cursor)) {
    const value = valueOfKey(cursor, column, level + 1);
    if (value === undefined || cursor.column > column || hasKey(entries, key)) return undefined;
    entries.push({ key, value });
    if (cursor.column < column) return { kind: "mapping", source, offset: first.offset, entries };
  }
  return undefined;
}

function blockSequence(cursor: Cursor, level: number): YamlNode | undefined {
  const { column, at: offset, source } = cursor;
  const items: YamlNode[] = [];
  cursor.size += 1;
  if (cursor.depth <= level) cursor.depth = level + 1;
  do {
    const dash = cursor.at;
    cursor.at += 1;
    if (!isRestEmpty(cursor)) cursor.column = column + cursor.at - dash;
    else toContent(cursor);
    if (cursor.column <= column) return undefined;
    const item = blockNode(cursor, level + 1);
    if (item === undefined) return undefined;
    items.push(item); // what stands further to the right than the dashes is refused by the mapping around them
  } while (cursor.column === column && isDash(cursor));
  return { kind: "sequence", source, offset, items };
}

/** A key with its colon, at which the cursor stands then. */
function readKey(cursor: Cursor): Scalar | undefined {
  if (isDash(cursor)) return undefined;
  const key = plainScalar(cursor, false);
  return key !== undefined && key.text.length <= MAX_KEY && isColon(cursor) ? key : undefined;
}

/** The node, if nothing but a comment stands behind it. */
function endOfLine<Node extends YamlNode>(cursor: Cursor, node: Node | undefined): Node | undefined {
  if (node === undefined || !isRestEmpty(cursor)) return undefined;
  toContent(cursor);
  return node;
}
