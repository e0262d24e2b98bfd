import type { Problem } from "../../../dns/problem.ts";
import { ARGUMENTS } from "./arguments.ts";
import type { Composed, Included, Measured, Snippet } from "./included.ts";
import type { MergedPair } from "./merge.ts";
import { describe, entryOf, isNull, type Mapping, type Scalar, type YamlNode } from "./node.ts";
import type { Placeholders, Words } from "./placeholders.ts";
import { composeSnippet, isSnippet, type SnippetBudget } from "./snippet.ts";
import type { SourceText } from "./source-text.ts";

/** A finished node of the tree that is being built. */
export interface Branch {
  readonly root: YamlNode;
  readonly size: number;
  readonly depth: number;
}

/** The file that includes others, while its tree is built. Offsets are of that file. */
export interface Including {
  readonly source: SourceText;
  readonly included: Included;
  readonly budget: SnippetBudget;
  /** What stands for the zone; undefined where no zone is read. */
  readonly zone: Placeholders | undefined;
  readonly composeSnippet: (snippet: Snippet, words: Words) => Composed;
  /** Takes a path that `included` does not have. */
  readonly want: (path: string) => void;
  readonly report: (problem: Problem) => void;
  /** Tells of something wrong at an offset. */
  readonly problem: (offset: number, saying: Pick<Problem, "rule" | "message" | "help">) => void;
  readonly mapping: (pairs: readonly MergedPair[], offset: number) => Mapping;
  /** A tree that stands here, too, or broken when that is too much. */
  readonly copy: (tree: Branch, offset: number) => Branch;
  readonly broken: (offset: number) => Branch;
  readonly tooManyCopies: (offset: number) => void;
}

/**
 * What stands in the place of `!include a.yaml`.
 *
 * @param given what the file is told, where that is more than its path
 */
export function include(path: string, offset: number, given: Mapping | undefined, file: Including): Branch {
  const found = file.included.get(path);
  if (found === undefined) {
    file.want(path);
    return file.broken(offset);
  }
  if ("rule" in found) {
    file.problem(offset, found);
    return file.broken(offset);
  }
  if (isSnippet(found)) return includeSnippet(found, path, offset, given, file);
  const argument = given?.entries.find(({ key }) => key.text !== "file");
  if (argument === undefined) return treeOf(found, offset, file);
  file.problem(argument.key.offset, {
    rule: "include-argument",
    message: `The included file knows no ${JSON.stringify(argument.key.text)}`,
    help: `A file says under ${ARGUMENTS} what it wants to be told; this one has none.`,
  });
  return file.broken(offset);
}

/** What stands in the place of `!include {file: a.yaml, key: x}`. */
export function includeWith(mapping: Mapping, file: Including): Branch {
  const path = entryOf(mapping, "file");
  if (path?.kind === "scalar" && !isNull(path)) return include(path.text, path.offset, mapping, file);
  const found = path === undefined ? "a mapping without file" : `file: ${describe(path)}`;
  return notAPath(found, mapping.offset, file);
}

/** What stands in the place of `!include [a.yaml, b.yaml]`: mappings are merged, lists are joined, and no file at all is empty. */
export function includeList(items: readonly YamlNode[], offset: number, file: Including): Branch {
  const parts = items.map((item) =>
    item.kind === "scalar"
      ? include(item.text, item.offset, undefined, file)
      : notAPath(describe(item), item.offset, file),
  );
  const size = parts.reduce((sum, part) => sum + part.size, 1);
  const depth = Math.max(0, ...parts.map((part) => part.depth));
  return { root: joined(parts, offset, file), size, depth };
}

function joined(parts: readonly Branch[], offset: number, file: Including): YamlNode {
  const { source } = file;
  const kinds = new Set(parts.map(({ root }) => root.kind));
  if (parts.length === 0) return { kind: "scalar", source, offset, text: "", plain: true };
  if (kinds.size === 1 && kinds.has("sequence")) {
    const items = parts.flatMap(({ root }) => (root.kind === "sequence" ? root.items : []));
    return { kind: "sequence", source, offset, items };
  }
  if (kinds.size === 1 && kinds.has("mapping")) {
    const key: Scalar = { kind: "scalar", source, offset, text: "<<", plain: true };
    return file.mapping(
      parts.map(({ root }) => ({ key, value: root, merge: true })),
      offset,
    );
  }
  if (!kinds.has("broken")) {
    file.problem(offset, {
      rule: "include-kind",
      message: "The included files do not fit together; expected only mappings or only lists",
      help: "Include a file with a single value on its own.",
    });
  }
  return { kind: "broken", source, offset };
}

function includeSnippet(
  snippet: Snippet,
  path: string,
  offset: number,
  mapping: Mapping | undefined,
  file: Including,
): Branch {
  const { source, zone, budget, report } = file;
  const composed = composeSnippet(
    { snippet, place: { source, offset, path }, mapping, zone },
    (own) => file.composeSnippet(snippet, own),
    budget,
    report,
  );
  if (composed === undefined) return file.broken(offset);
  if (composed === "too many") {
    file.tooManyCopies(offset);
    return file.broken(offset);
  }
  for (const problem of composed.problems) report(problem);
  return treeOf(composed, offset, file);
}

function treeOf(found: Measured, offset: number, file: Including): Branch {
  if (!found.complete) return file.broken(offset); // what it lacks would be missed here
  const empty: Scalar = { kind: "scalar", source: file.source, offset, text: "", plain: true };
  return file.copy({ ...found, root: found.root ?? empty }, offset);
}

function notAPath(found: string, offset: number, file: Including): Branch {
  file.problem(offset, {
    rule: "include-kind",
    message: `!include has ${found}; expected the path of a file, a list of paths, or {file: …} with arguments`,
    help: "Write `!include file.yaml`, `!include [first.yaml, second.yaml]` or `!include {file: file.yaml, key: value}`.",
  });
  return file.broken(offset);
}
