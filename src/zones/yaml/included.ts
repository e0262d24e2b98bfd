import type { Problem } from "../../../dns/problem.ts";
import type { Arguments } from "./arguments.ts";
import type { YamlNode } from "./node.ts";
import type { SourceText } from "./source-text.ts";

/** What `!include` may name: trees of files, snippets, or why a file is refused, by the path as written. */
export type Included = ReadonlyMap<string, Measured | Snippet | Refusal>;

/** A file as a tree. */
export interface Composed extends Measured {
  readonly problems: readonly Problem[];
  /** The paths of `!include`, as written, that `included` does not have. */
  readonly wanted: readonly string[];
}

/** A tree and what it costs: aliases and includes count with all that they stand for. */
export interface Measured {
  /** Undefined when the file says nothing. */
  readonly root: YamlNode | undefined;
  /** How many nodes. */
  readonly size: number;
  /** How many levels. */
  readonly depth: number;
  /** Nothing of the file is missing from the tree. */
  readonly complete: boolean;
}

/** A file that says something else in each place where it is included. */
export interface Snippet {
  readonly source: SourceText;
  readonly included: Included;
  /** What it wants to be told; undefined where its braces are braces, and a file that it includes is a snippet. */
  readonly arguments: Arguments | undefined;
}

/** Why a file is not included. */
export interface Refusal {
  readonly rule: string;
  readonly message: string;
  readonly help: string;
}
