import { compareNaturalKeys, type NaturalKey, naturalKey } from "../source/natural-order.ts";
import type { Child, Collection, Node } from "./tree.ts";

/**
 * Puts the keys of every mapping in natural order, as octoDNS wants all of them by default (`enforce_order`). A merge `<<`
 * stays between the keys that it stands between, for it wins over those before it.
 *
 * @param kept takes the first child of each mapping whose order stays as it is, for another would part an alias from its anchor
 */
export function orderNames(root: Collection, kept: (first: Child) => void): void {
  for (const { value } of root.children) {
    if (value.kind === "mapping" || value.kind === "sequence") orderNames(value, kept);
  }
  if (root.kind !== "mapping" || root.children.length < 2) return;
  const ordered = inOrder(root.children);
  if (ordered === undefined) return;
  if (partsAnchors(root.children, ordered)) kept(root.children[0]!);
  else root.children = withBlanks(root.children, ordered);
}

/** Undefined where they are in order. */
function inOrder(children: readonly Child[]): Child[] | undefined {
  const keys = children.map(orderKey);
  if (keys.every((key, index) => !isBehind(keys[index - 1], key))) return undefined;
  const keyed = children.map((child, index) => ({ child, key: keys[index] }));
  let segment: typeof keyed = [];
  const ordered: Child[] = [];
  const flush = () => {
    segment.sort((a, b) => compareNaturalKeys(a.key!, b.key!));
    for (const { child } of segment) ordered.push(child);
    segment = [];
  };
  for (const each of keyed) {
    if (each.key !== undefined) {
      segment.push(each);
    } else {
      flush();
      ordered.push(each.child);
    }
  }
  flush();
  return ordered;
}

function isBehind(before: NaturalKey | undefined, key: NaturalKey | undefined): boolean {
  return before !== undefined && key !== undefined && compareNaturalKeys(before, key) > 0;
}

/** Undefined for what other keys do not pass: a merge, and a key that is an alias. */
function orderKey({ key }: Child): NaturalKey | undefined {
  if (key?.kind !== "scalar" || (key.text === "<<" && key.raw === "<<")) return undefined;
  return naturalKey(key.text);
}

/** Another order would have an alias stand for another value, or for none. */
function partsAnchors(children: readonly Child[], ordered: readonly Child[]): boolean {
  let places: ReadonlyMap<Child, number> | undefined;
  const met = new Map<string, { last: number; isDefined: boolean }>();
  for (const child of children) {
    const here = new Map<string, boolean>();
    gatherAnchors(child.key, here);
    gatherAnchors(child.value, here);
    if (here.size === 0) continue;
    places ??= new Map(ordered.map((each, index) => [each, index]));
    const place = places.get(child)!;
    for (const [name, isDefined] of here) {
      const before = met.get(name);
      if (before !== undefined && (before.isDefined || isDefined) && place < before.last) return true;
      met.set(name, {
        last: Math.max(place, before?.last ?? 0),
        isDefined: isDefined || before?.isDefined === true,
      });
    }
  }
  return false;
}

/** The names of anchors in a node; true for those that it defines. */
function gatherAnchors(node: Node | undefined, into: Map<string, boolean>): void {
  if (node === undefined) return;
  if (node.kind === "alias") {
    if (!into.has(node.name)) into.set(node.name, false);
    return;
  }
  if (node.anchor !== undefined) into.set(node.anchor, true);
  if (node.kind === "scalar") return;
  for (const { key, value } of node.children) {
    gatherAnchors(key, into);
    gatherAnchors(value, into);
  }
}

/** Where names were in groups, what has a comment begins one in the new order, too. */
function withBlanks(before: readonly Child[], ordered: readonly Child[]): Child[] {
  const followedByBlank = new Set(
    before.filter((_, index) => index + 1 < before.length && isApart(before[index + 1]!)),
  );
  const hasGroups = followedByBlank.size > 0;
  return ordered.map((child, index) => {
    const previous = ordered[index - 1];
    const isLong = previous !== undefined && (previous.lead.length > 0 || previous.value.kind === "sequence");
    const apart = hasGroups && (child.lead.length > 0 || (isLong && followedByBlank.has(previous)));
    if (!apart || isApart(child)) return child;
    const [first, ...rest] = child.lead;
    return first === undefined
      ? { ...child, blank: true }
      : { ...child, lead: [{ ...first, blank: true }, ...rest] };
  });
}

function isApart({ lead, blank }: Child): boolean {
  return lead[0]?.blank ?? blank;
}
