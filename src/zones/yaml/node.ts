import type { Position } from "../../../dns/problem.ts";
import { positionAt, type SourceText } from "./source-text.ts";

/**
 * What a YAML file says, as a tree in which every node knows its place. Nothing is guessed: a scalar stays the text
 * that was written, and whoever knows what is expected there reads it. Aliases, includes and merges are already
 * resolved, so a node may stand in the tree more than once.
 */
export type YamlNode = Scalar | Sequence | Mapping | Broken;

/** A text. */
export interface Scalar extends Placed {
  readonly kind: "scalar";
  /** Decoded: without quotes, with escapes resolved and lines folded. */
  readonly text: string;
  /** Written without quotes and without the tag `!!str`, so that other readers may take it for a number or so. */
  readonly plain: boolean;
}

/** A list. */
export interface Sequence extends Placed {
  readonly kind: "sequence";
  readonly items: readonly YamlNode[];
}

/** Keys and their values. */
export interface Mapping extends Placed {
  readonly kind: "mapping";
  /** In the order of the file, each key once. */
  readonly entries: readonly Entry[];
}

/** A key and its value. */
export interface Entry {
  readonly key: Scalar;
  readonly value: YamlNode;
}

/** Stands where something could not be read; a problem about it has already been reported. */
export interface Broken extends Placed {
  readonly kind: "broken";
}

/** Where a node begins: a character offset into the text of its file. */
export interface Placed {
  readonly source: SourceText;
  readonly offset: number;
}

/** File, line and column of a node. */
export function positionOf(node: Placed): Position {
  return positionAt(node.source, node.offset);
}

/** The value of a key, if the mapping has it. */
export function entryOf(mapping: Mapping, key: string): YamlNode | undefined {
  for (const entry of mapping.entries) if (entry.key.text === key) return entry.value;
  return undefined;
}

/** A plain scalar that every YAML reader takes for "no value": nothing at all, `~` or `null`. */
export function isNull(node: YamlNode): boolean {
  return node.kind === "scalar" && node.plain && node.text.length <= 4 && NULLS.has(node.text);
}

/** What a node is, for a message: `a list`, `a mapping`, `the text "x"`. */
export function describe(node: YamlNode): string {
  switch (node.kind) {
    case "scalar":
      return isNull(node) ? "empty" : JSON.stringify(node.text);
    case "sequence":
      return "a list";
    case "mapping":
      return "a mapping";
    case "broken":
      return "broken";
    default:
      return node satisfies never;
  }
}

const NULLS: ReadonlySet<string> = new Set(["", "~", "null", "Null", "NULL"]);
