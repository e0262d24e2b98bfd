import { compareNaturalKeys, type NaturalKey, naturalKey } from "../source/natural-order.ts";
import { type Heading, withHeadings, withoutHeadings } from "./headings.ts";
import type { Child, Collection, Node } from "./tree.ts";

/** Takes what is to be told of an order. */
export interface OrderNotes {
  /** The first child of a mapping whose order stays as it is, for another would part an alias from its anchor. */
  readonly kept: (first: Child) => void;
  /** A heading whose names do not stand together any more. */
  readonly torn: (heading: Heading, pieces: number) => void;
}

/**
 * Puts the keys of every mapping in natural order, as octoDNS wants all of them by default (`enforce_order`). A merge `<<`
 * stays between the keys that it stands between, for it wins over those before it. Keys that octoDNS does not know, by
 * which a file speaks of itself, stand before all names.
 */
export function orderNames(root: Collection, notes: OrderNotes): void {
  orderIn(root, notes, FILE_WORDS);
}

/** In the outermost mapping. What a file wants to be told (`$arguments`) is in the order of its author. */
const FILE_WORDS: readonly string[] = ["$zones", "$arguments", "$add"];
/** In `!include {file: …, key: …}`. */
const INCLUDE_WORDS: readonly string[] = ["file"];
const NO_WORDS: readonly string[] = [];

function orderIn(mapping: Collection, notes: OrderNotes, first: readonly string[]): void {
  for (const { key, value } of mapping.children) {
    if (value.kind !== "mapping" && value.kind !== "sequence") continue;
    const isOfAuthor = first === FILE_WORDS && key?.kind === "scalar" && key.raw === "$arguments";
    if (!isOfAuthor) orderIn(value, notes, value.tag === "!include" ? INCLUDE_WORDS : NO_WORDS);
  }
  if (mapping.kind !== "mapping" || mapping.children.length < 2) return;
  if (isUsual(mapping.children)) return;
  const keys = mapping.children.map((child) => orderKey(child, first));
  if (keys.every((key, index) => !isBehind(keys[index - 1], key))) return;
  const { children, headings } = withoutHeadings(withFirstApart(mapping.children));
  const ordered = inOrder(children, keys);
  if (partsAnchors(children, ordered)) notes.kept(children[0]!);
  else mapping.children = withHeadings(withBlanks(children, ordered), headings, notes.torn);
}

/** A record as nearly all are: a few keys of small letters, in order already. */
function isUsual(children: readonly Child[]): boolean {
  let before = "";
  for (const { key } of children) {
    if (key?.kind !== "scalar" || !(key.text > before) || !LETTERS.test(key.text)) return false;
    if (key.text === "file") return false;
    before = key.text;
  }
  return true;
}

const LETTERS = /^[a-z]+$/;

/** A key by which its mapping is ordered. */
interface OrderKey {
  /** Keys with a lower one stand before. */
  readonly rank: number;
  readonly natural: NaturalKey;
}

function inOrder(children: readonly Child[], keys: readonly (OrderKey | undefined)[]): Child[] {
  let segment: { readonly child: Child; readonly key: OrderKey }[] = [];
  const ordered: Child[] = [];
  const flush = () => {
    segment.sort((a, b) => compareKeys(a.key, b.key));
    for (const { child } of segment) ordered.push(child);
    segment = [];
  };
  for (const [index, child] of children.entries()) {
    const key = keys[index];
    if (key !== undefined) {
      segment.push({ child, key });
    } else {
      flush();
      ordered.push(child);
    }
  }
  flush();
  return ordered;
}

function isBehind(before: OrderKey | undefined, key: OrderKey | undefined): boolean {
  return before !== undefined && key !== undefined && compareKeys(before, key) > 0;
}

function compareKeys(a: OrderKey, b: OrderKey): number {
  return a.rank - b.rank || compareNaturalKeys(a.natural, b.natural);
}

/** Undefined for what other keys do not pass: a merge, and a key that is an alias. */
function orderKey({ key }: Child, first: readonly string[]): OrderKey | undefined {
  if (key?.kind !== "scalar" || (key.text === "<<" && key.raw === "<<")) return undefined;
  const rank = first.indexOf(key.raw);
  return { rank: rank === -1 ? first.length : rank, natural: naturalKey(key.text) };
}

/** Another order would have an alias stand for another value, or for none. */
function partsAnchors(children: readonly Child[], ordered: readonly Child[]): boolean {
  let places: ReadonlyMap<Child, number> | undefined;
  const met = new Map<string, { last: number; isDefined: boolean }>();
  for (const child of children) {
    if (!hasAnchor(child.key) && !hasAnchor(child.value)) continue;
    const here = new Map<string, boolean>();
    gatherAnchors(child.key, here);
    gatherAnchors(child.value, here);
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

function hasAnchor(node: Node | undefined): boolean {
  if (node === undefined) return false;
  if (node.kind === "laid out") return false;
  if (node.kind === "alias" || node.anchor !== undefined) return true;
  if (node.kind === "scalar") return false;
  for (const { key, value } of node.children) if (hasAnchor(key) || hasAnchor(value)) return true;
  return false;
}

/** The names of anchors in a node; true for those that it defines. */
function gatherAnchors(node: Node | undefined, into: Map<string, boolean>): void {
  if (node === undefined || node.kind === "laid out") return;
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
function withBlanks(before: readonly Child[], ordered: readonly Child[]): readonly Child[] {
  const followedByBlank = new Set(
    before.filter((_, index) => index + 1 < before.length && isApart(before[index + 1]!)),
  );
  if (followedByBlank.size === 0) return ordered;
  return ordered.map((child, index) => {
    const previous = ordered[index - 1];
    const isLong = previous !== undefined && (previous.lead.length > 0 || isList(previous.value));
    const apart = child.lead.length > 0 || (isLong && followedByBlank.has(previous));
    if (!apart || isApart(child)) return child;
    return setApart(child);
  });
}

function isList(node: Node): boolean {
  return node.kind === "sequence" || (node.kind === "laid out" && node.isList);
}

/** What stands first has a blank line above it when it moves if the second has one: what is above it now is the file's head. */
function withFirstApart(children: readonly Child[]): readonly Child[] {
  const [first, second, ...rest] = children;
  if (first === undefined || second === undefined || isApart(first) === isApart(second)) return children;
  return [isApart(second) ? setApart(first) : setClose(first), second, ...rest];
}

function setClose(child: Child): Child {
  const [first, ...rest] = child.lead;
  return first === undefined
    ? { ...child, blank: false }
    : { ...child, lead: [{ ...first, blank: false }, ...rest] };
}

/** With a blank line above it and its comments. */
function setApart(child: Child): Child {
  const [first, ...rest] = child.lead;
  return first === undefined
    ? { ...child, blank: true }
    : { ...child, lead: [{ ...first, blank: true }, ...rest] };
}

function isApart({ lead, blank }: Child): boolean {
  return lead[0]?.blank ?? blank;
}
