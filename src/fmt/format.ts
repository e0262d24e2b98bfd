import type { Problem } from "../../dns/problem.ts";
import { positionAt, type SourceText, sourceText } from "../zones/yaml/source-text.ts";
import type { Heading } from "./headings.ts";
import { orderNames } from "./order-names.ts";
import { printTree } from "./print-tree.ts";
import { readSparing } from "./read-sparing.ts";
import { readTree } from "./read-tree.ts";
import { saysTheSame } from "./says-the-same.ts";
import type { Child, Collection, Node } from "./tree.ts";

/** A text in the one layout, or why it cannot be read. */
export type Formatted =
  | {
      readonly text: string;
      /** What stays as it was written, and why. */
      readonly notes: readonly Problem[];
    }
  | { readonly problems: readonly Problem[] };

/**
 * Lays out a file of the zones' folder: the same records, every comment where it belongs, and nothing left that two people
 * would write in two ways. In `_config.yaml`, `_keys.yaml` and `_invariants.yaml` the order of keys stays.
 *
 * @param text of the file, with its line ends and its byte order mark where it has one
 * @param file as the user would type it
 * @param read the tree of a text
 */
export function formatZoneText(
  text: string,
  file: string,
  read = isSettings(file) ? readTree : readSparing,
): Formatted {
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
  const source = sourceText(file, text.slice(mark.length).replace(/\r\n?/g, "\n"));
  const tree = read(source);
  if (tree === undefined) return { text, notes: [] };
  if ("problems" in tree) return tree;
  const notes: Problem[] = [];
  if (!isSettings(file)) {
    orderNames(tree.root, {
      kept: ({ at }) => notes.push(keptOrder(source, at)),
      torn: (heading, pieces) => notes.push(tornGroup(source, heading, pieces)),
    });
    renameAname(tree.root);
  }
  const printed = printTree(tree);
  if (printed.text !== source.text && !saysTheSame(tree, printed))
    return { text, notes: [leftAsWritten(file)] };
  const lineEnd = /\r\n|\r|\n/.exec(text)?.[0] === "\r\n" ? "\r\n" : "\n";
  const laidOut = lineEnd === "\n" ? printed.text : printed.text.replaceAll("\n", lineEnd);
  return { text: mark + laidOut, notes };
}

const BYTE_ORDER_MARK = "\uFEFF";

/** What is no zone and no part of one: there an order may mean something to those who wrote it. */
function isSettings(file: string): boolean {
  return /(?:^|[/\\])_(?:config|keys|invariants)\.yaml$/.test(file);
}

/** octoDNS knows the type as ALIAS alone, and two spellings would be two layouts. */
function renameAname(node: Node): void {
  if ((node.kind !== "sequence" && node.kind !== "mapping") || node.tag === "!include") return;
  const isRecord = hasType(node);
  for (const child of node.children) {
    const { key, value } = child;
    if (value.kind === "scalar") {
      if (isType(child) && value.text === "ANAME") child.value = { ...value, text: "ALIAS", raw: "ALIAS" };
    } else if (!isRecord && !(key?.kind === "scalar" && key.raw === "$arguments")) {
      renameAname(value);
    }
  }
}

function hasType({ children }: Collection): boolean {
  return children.some((child) => isType(child) && child.value.kind === "scalar");
}

function isType({ key }: Child): boolean {
  return key?.kind === "scalar" && key.text === "type";
}

function keptOrder(source: SourceText, at: number): Problem {
  return {
    ...positionAt(source, at),
    rule: "layout",
    severity: "info",
    message: "The keys from here on stay in their order, for another would put an alias before its anchor",
    help: "Write the value out at both places, or move the anchor to the name that comes first.",
  };
}

function tornGroup(source: SourceText, { comments, group }: Heading, pieces: number): Problem {
  const shown = JSON.stringify(bareText(comments[0]!.text)); // a heading has a comment
  return {
    ...positionAt(source, group[0]!.at), // and a name below it
    rule: "layout",
    severity: "info",
    message: `The heading ${shown} was above ${group.length} names, which stand in ${pieces} places now; it is above the first of them`,
    help: "Say it at each name, or give these names a file of their own in a folder of the zone.",
  };
}

/** Without what rules it off. */
function bareText(comment: string): string {
  const isRule = (char: string | undefined) => char !== undefined && "-#= \t".includes(char);
  let [start, end] = [0, comment.length];
  while (isRule(comment[start])) start += 1;
  while (end > start && isRule(comment[end - 1])) end -= 1;
  return comment.slice(start, end);
}

function leftAsWritten(file: string): Problem {
  return {
    file,
    line: 1,
    column: 1,
    rule: "layout",
    severity: "info",
    message: "The file is written in a way that the layout does not know, so it stays as it is",
    help: "Write it without rare forms of YAML, such as keys behind a question mark.",
  };
}
