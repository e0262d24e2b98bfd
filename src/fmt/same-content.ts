import type { Child, Node, Tree } from "./tree.ts";

/** Both say the same in the same order, with the same comments somewhere. */
export function hasSameContent(a: Tree, b: Tree): boolean {
  if (!isSameNode(a.root, b.root)) return false;
  const [one, other] = [commentsOf(a).sort(), commentsOf(b).sort()];
  return one.length === other.length && one.every((text, index) => text === other[index]);
}

function isSameNode(a: Node, b: Node): boolean {
  if (a.kind === "alias" || b.kind === "alias") {
    return a.kind === "alias" && b.kind === "alias" && a.name === b.name;
  }
  if (a.anchor !== b.anchor || a.tag !== b.tag) return false;
  if (a.kind === "scalar" || b.kind === "scalar") {
    if (a.kind !== b.kind || a.kind !== "scalar" || b.kind !== "scalar") return false;
    return a.text === b.text && a.isEmpty === b.isEmpty && isMerge(a.raw) === isMerge(b.raw);
  }
  if (a.kind !== b.kind || a.children.length !== b.children.length) return false;
  return a.children.every((child, index) => isSameChild(child, b.children[index]!));
}

function isMerge(raw: string): boolean {
  return raw === "<<";
}

function isSameChild(a: Child, b: Child): boolean {
  if (a.key === undefined || b.key === undefined) {
    return a.key === b.key && isSameNode(a.value, b.value);
  }
  return isWord(a.key) === isWord(b.key) && isSameNode(a.key, b.key) && isSameNode(a.value, b.value);
}

/** `$add` says something of the file, and `'$add'` is a name. */
function isWord(key: Node): boolean {
  return key.kind === "scalar" && key.raw.startsWith("$");
}

function commentsOf({ before, after, comments }: Tree): string[] {
  const texts = [...comments];
  for (const line of [...(before ?? []), ...(after ?? [])]) {
    const at = line.search(/(?:^|\s)#/);
    if (at !== -1) texts.push(line.slice(line.indexOf("#", at)).trimEnd());
  }
  return texts;
}
