import { CHOMPING_MODE, SCALAR_STYLE } from "js-yaml";
import { type SourceText, sourceText } from "../zones/yaml/source-text.ts";
import type { LaidOutEntry } from "./entry-lines.ts";
import { findLaidOut, type Rest } from "./laid-out.ts";
import { readTree } from "./read-tree.ts";
import type { Child, Tree } from "./tree.ts";

/**
 * The same as `readTree`, and entries that have the layout already but for their order are not read but kept as their texts. A
 * large file has hardly any others, and to read all would take most of the time. It is for files whose names are put in order.
 */
export function readSparing(source: SourceText): ReturnType<typeof readTree> {
  const { entries, rest } = findLaidOut(source.text);
  if (entries.length === 0 || !rest.every((each, index) => index === 0 || beginsWithKey(source.text, each)))
    return readTree(source);
  const others = rest.map(({ start, end }) => source.text.slice(start, end)).join("");
  const tree = readTree(sourceText(source.file, others));
  const joined = tree === undefined || "problems" in tree ? undefined : join(tree, entries, rest);
  return joined ?? readTree(source);
}

/** Above its first key are comments and blank lines, and nothing that may go on with what stands before. */
function beginsWithKey(text: string, { start, end, key }: Rest): boolean {
  const above = text.slice(start, key === -1 ? end : key);
  return above.split("\n").every((line) => line.trim() === "" || line.trim().startsWith("#"));
}

/** Undefined where the two do not make one mapping that YAML would read of the whole text. */
function join(tree: Tree, entries: readonly LaidOutEntry[], rest: readonly Rest[]): Tree | undefined {
  const { root } = tree;
  if (root.kind !== "mapping" || root.isFlow) return undefined;
  const keys = new Set(entries.map(({ key }) => key));
  if (keys.size < entries.length) return undefined;
  if (root.children.some(({ key }) => key?.kind === "scalar" && keys.has(key.text))) return undefined;
  const placed = placedIn(root.children, rest);
  if (placed === undefined) return undefined;
  const laidOut = entries.map(childOf);
  const children = [...placed, ...laidOut].sort((one, other) => one.at - other.at);
  return { ...tree, root: { ...root, children } };
}

/**
 * Children of the rest with their places in the whole text. Undefined where the first key of a piece is none of them: what
 * stands before it is not over there, such as a text in quotes that goes on at the margin.
 */
function placedIn(children: readonly Child[], rest: readonly Rest[]): readonly Child[] | undefined {
  const placed: Child[] = [];
  let next = 0;
  let length = 0; // of the pieces before
  for (const { start, end, key } of rest) {
    const shift = start - length;
    length += end - start;
    if (key !== -1 && children[next]?.at !== key - shift) return undefined;
    for (; next < children.length && children[next]!.at < length; next++) {
      placed.push({ ...children[next]!, at: children[next]!.at + shift });
    }
  }
  return placed;
}

function childOf({ key, at, text, isList, blank }: LaidOutEntry): Child {
  return {
    key: {
      kind: "scalar",
      text: key,
      isEmpty: false,
      style: SCALAR_STYLE.PLAIN,
      chomping: CHOMPING_MODE.CLIP,
      indent: -1,
      raw: key,
      anchor: undefined,
      tag: undefined,
    },
    value: { kind: "laid out", text, isList },
    at,
    lead: NONE,
    eol: undefined,
    blank,
  };
}

const NONE: Child["lead"] = [];
