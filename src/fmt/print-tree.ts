import { Lined } from "./lined.ts";
import { type Lines, printScalar, WIDTH } from "./print-scalar.ts";
import { type Child, type Collection, type Comment, type Node, printProperties, type Tree } from "./tree.ts";

/**
 * A tree as text: two spaces for each level, lists set in below their key, one blank line at most. What was written in
 * brackets stays in them where its line has room for it, and has a line for each of its values otherwise.
 */
export function printTree({ before, markComment, head, isHeadApart, root, after }: Tree): Printed {
  const out = new Lined();
  for (const each of trimmed(before ?? [])) out.push(each.trimEnd());
  const line = rootLine(root);
  if (before !== undefined || line !== "") {
    const marked = [before === undefined ? "" : "---", line].filter((part) => part !== "").join(" ");
    out.push(markComment === undefined ? marked : out.commented(marked, markComment));
  }
  printComments(head, 0, out, false);
  if (isInline(root)) printComments(root.tail, 0, out, head.length > 0);
  else printChildren(root, 0, out, { isApart: isHeadApart, withoutLead: false });
  for (const each of after ?? []) out.push(each.trimEnd());
  return { text: out.text(), made: out.made(), comments: out.comments };
}

/** A text and the comments in it, without those before `---` and behind the end of the document. */
export interface Printed {
  readonly text: string;
  /** The text without entries that were not read. */
  readonly made: string;
  readonly comments: readonly string[];
}

/** What stands in the line of `---`: the anchor and tag of the root, and the root itself where it is a list in brackets. */
function rootLine(root: Collection): string {
  return isInline(root) ? inline(root)! : printProperties(root);
}

function isInline(root: Collection): boolean {
  if (root.children.length === 0) return true;
  return root.kind === "sequence" && inlineWhereItFits(root, "--- ".length) !== undefined;
}

function printChildren(
  { children, tail }: Collection,
  indent: number,
  out: Lined,
  first: { readonly isApart: boolean; readonly withoutLead: boolean },
): void {
  for (const [index, child] of children.entries()) {
    if (index > 0 || !first.withoutLead)
      printLead(child, indent, out, index > 0 || first.isApart, index === 0);
    printChild(child, indent, out);
  }
  printComments(tail, indent, out, true);
}

/** The comments above a child. Those above the first value within a list's item stand above its dash. */
function printLead(child: Child, indent: number, out: Lined, mayBeApart: boolean, isFirst: boolean): void {
  let isApart = mayBeApart && (isFirst || (child.lead[0]?.blank ?? child.blank));
  let isAnyPrinted = false;
  let at: Child | undefined = child;
  for (let inside = indent; at !== undefined; inside += 2) {
    for (const [index, { text, blank }] of at.lead.entries()) {
      out.comment(text, indent, index === 0 ? isApart : blank);
      isAnyPrinted = true;
    }
    if (at.lead.length > 0) isApart = at.blank;
    at = isCompact(at, inside) ? (at.value as Collection).children[0] : undefined; // what is compact is a collection
  }
  if (isApart && (isAnyPrinted || mayBeApart)) out.blank();
}

function printChild(child: Child, indent: number, out: Lined): void {
  const { key, value, eol } = child;
  if (value.kind === "laid out") {
    out.keep(value.text);
    return;
  }
  if (isCompact(child, indent)) {
    const start = out.lines.length;
    printChildren(value as Collection, indent + 2, out, { isApart: false, withoutLead: true }); // what is compact is a collection
    out.lines[start] = `${" ".repeat(indent)}- ${out.lines[start]!.slice(indent + 2)}`;
    return;
  }
  const head = " ".repeat(indent) + (key === undefined ? "-" : printKey(key, indent, out));
  const column = head.length + 1;
  const expanded = isCollection(value) ? value : undefined;
  const onOneLine = expanded === undefined ? undefined : inlineWhereItFits(expanded, column);
  const printed =
    expanded === undefined
      ? printLeaf(value, indent, column)
      : oneLine(onOneLine ?? printProperties(expanded));
  const [first = "", ...rest] = printed.lines;
  const lines = [first === "" ? head : `${head} ${first}`, ...rest];
  const commented = printed.isBlock ? 0 : lines.length - 1;
  if (eol !== undefined) lines[commented] = out.commented(lines[commented]!, eol);
  for (const line of lines) out.push(line);
  if (printed.keepsBlanks) out.keepOpen();
  if (expanded !== undefined && onOneLine === undefined) {
    printChildren(expanded, indent + 2, out, { isApart: false, withoutLead: false });
  }
}

function printLeaf(value: Node, indent: number, column: number): Lines {
  if (value.kind === "scalar") return printScalar(value, { as: "block", indent, column });
  return oneLine(value.kind === "alias" ? `*${value.name}` : "");
}

/** A key with its colon. One that has several lines or is very long needs a `?` (YAML 1.2 §8.2.2). */
function printKey(key: Node, indent: number, out: Lined): string {
  if (key.kind === "alias") return `*${key.name} :`;
  if (key.kind !== "scalar") throw new Error("Cannot lay out a file: a key is a list or a mapping");
  const { lines } = printScalar(key, { as: "key", indent, column: indent });
  if (lines.length === 1 && lines[0]!.length < LONGEST_KEY) return `${lines[0]}:`;
  for (const [index, line] of lines.entries())
    out.push(index === 0 ? `${" ".repeat(indent)}? ${line}` : line);
  return ":";
}

const LONGEST_KEY = 1000; // characters; YAML looks for the colon within 1024

function isCollection(node: Node): node is Collection {
  return node.kind === "mapping" || node.kind === "sequence";
}

/** A list or mapping of a list begins in the line of the dash. */
function isCompact({ key, value, eol }: Child, indent: number): boolean {
  if (key !== undefined || eol !== undefined || !isCollection(value)) return false;
  if (value.anchor !== undefined || value.tag !== undefined) return false;
  return inlineWhereItFits(value, indent + 2) === undefined;
}

/** A list or mapping in brackets, or an empty one; undefined where its values have lines of their own. */
function inlineWhereItFits(value: Collection, column: number): string | undefined {
  if (!value.isFlow) return undefined;
  const printed = inline(value);
  return printed !== undefined && (value.children.length === 0 || column + printed.length <= WIDTH)
    ? printed
    : undefined;
}

/** In brackets on one line; undefined where that cannot be. */
function inline(node: Node): string | undefined {
  if (node.kind === "alias") return `*${node.name}`;
  if (node.kind === "scalar") {
    const { lines } = printScalar(node, { as: "flow", indent: 0, column: 0 });
    return lines.length === 1 ? lines[0] : undefined;
  }
  if (!isCollection(node) || !node.isFlow || (node.children.length > 0 && node.tail.length > 0))
    return undefined;
  const parts: string[] = [];
  for (const { key, value, lead, eol } of node.children) {
    if (lead.length > 0 || eol !== undefined) return undefined;
    const printed = inline(value);
    if (printed === undefined) return undefined;
    if (key === undefined) {
      parts.push(printed);
      continue;
    }
    const name = inline(key);
    if (name === undefined) return undefined;
    const colon = key.kind === "alias" ? " :" : ":";
    parts.push(printed === "" && name !== "" ? name : `${name}${colon} ${printed}`);
  }
  const properties = printProperties(node);
  const inside = parts.join(", ");
  const brackets = node.kind === "mapping" ? `{${inside}}` : `[${inside}]`;
  return properties === "" ? brackets : `${properties} ${brackets}`;
}

function printComments(comments: readonly Comment[], indent: number, out: Lined, mayBeApart: boolean): void {
  for (const [index, { text, blank }] of comments.entries()) {
    out.comment(text, indent, blank && (index > 0 || mayBeApart));
  }
}

function oneLine(text: string): Lines {
  return { lines: [text], isBlock: false, keepsBlanks: false };
}

/** Without blank lines at both ends, and with one at most between others. */
function trimmed(lines: readonly string[]): readonly string[] {
  return lines.filter((line, index) => {
    if (line.trim() !== "") return true;
    return (
      index > 0 && lines[index - 1]!.trim() !== "" && lines.slice(index).some((each) => each.trim() !== "")
    );
  });
}
