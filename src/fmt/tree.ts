import type { ScalarEvent } from "js-yaml";

/**
 * A YAML file as somebody wrote it: every node with how it was written, and every comment with what it stands by. It is
 * what a layout is made of, so aliases, merges and tags are not resolved.
 */
export interface Tree {
  /** Lines before `---`: comments and directives. Undefined where there is no `---`. */
  readonly before: readonly string[] | undefined;
  /** The comment in the line of `---`. */
  readonly markComment: string | undefined;
  /** The head of the file: comments that stay before everything, whatever comes first below them. */
  readonly head: readonly Comment[];
  /** A blank line stands below the head. */
  readonly isHeadApart: boolean;
  readonly root: Collection;
  /** Lines from `...` on. */
  readonly after: readonly string[] | undefined;
  /** Every comment between `before` and `after`. */
  readonly comments: readonly string[];
}

/** What stands in a list or a mapping. */
export interface Child {
  /** A key; undefined in a list. */
  readonly key: Node | undefined;
  value: Node;
  /** Where it begins. */
  readonly at: number;
  /** Comments above it. */
  readonly lead: readonly Comment[];
  /** The comment at the end of its line, or of the first line where it has several. */
  readonly eol: string | undefined;
  /** A blank line stands above it, below its comments. */
  readonly blank: boolean;
}

/** A comment in a line of its own. */
export interface Comment {
  /** From `#` on. */
  readonly text: string;
  /** A blank line stands above it. */
  readonly blank: boolean;
}

/** A value or a key. */
export type Node = Written | Alias | Collection | LaidOut;

/** A list or a mapping. */
export interface Collection extends Properties {
  readonly kind: "sequence" | "mapping";
  readonly isFlow: boolean;
  /** The comment behind its opening bracket. */
  readonly opening: string | undefined;
  children: Child[];
  /** Comments below the last child. */
  readonly tail: Comment[];
}

/** A text, as its event has it. */
export interface Written extends Properties {
  readonly kind: "scalar";
  /** Decoded. */
  readonly text: string;
  /** Nothing is written. */
  readonly isEmpty: boolean;
  readonly style: ScalarEvent["style"];
  readonly chomping: ScalarEvent["chomping"];
  /** Of a block scalar: how far its text is set in. */
  readonly indent: number;
  /** As it was written, with its quotes. */
  readonly raw: string;
}

/** A block mapping or list of which the text is known, see `findLaidOut`: nobody looks into it. */
export interface LaidOut {
  readonly kind: "laid out";
  /** The whole entry with its key as it is printed, without the last line end. */
  readonly text: string;
  readonly isList: boolean;
}

/** `*name`. */
export interface Alias {
  readonly kind: "alias";
  readonly name: string;
}

/** What may stand before a value. */
export interface Properties {
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

/** `&anchor !tag`, or nothing. */
export function printProperties({ anchor, tag }: Properties): string {
  if (anchor === undefined) return tag ?? "";
  return tag === undefined ? `&${anchor}` : `&${anchor} ${tag}`;
}
