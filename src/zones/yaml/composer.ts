import {
  type AliasEvent,
  EVENT_ID,
  type Event,
  getScalarValue,
  SCALAR_STYLE,
  type ScalarEvent,
} from "js-yaml";
import type { Problem } from "../../../dns/problem.ts";
import { addNames } from "./add-names.ts";
import { ARGUMENTS } from "./arguments.ts";
import type { Included } from "./included.ts";
import { type Branch, type Including, include, includeList, includeWith } from "./includes.ts";
import { duplicateName, type MergedPair, mergePairs } from "./merge.ts";
import { describe, type Entry, type Mapping, type Scalar, type YamlNode } from "./node.ts";
import type { OnEvents } from "./parse-events.ts";
import { fillPlaceholders, hasBrace, type Words } from "./placeholders.ts";
import type { OnPlainEntry } from "./plain-entries.ts";
import type { SnippetBudget } from "./snippet.ts";
import { positionAt, type SourceText } from "./source-text.ts";

/** Takes one entry of a file's outermost mapping. */
export type OnEntry = (entry: Entry) => void;

/** Nodes that aliases, merges and includes of one file may add: some bytes of YAML can stand for billions. */
const MAX_COPIED = 1_000_000;
/** Levels of lists and mappings, aliases followed; js-yaml has the same limit without them. */
const MAX_DEPTH = 100;

/** A list, mapping or document that is not complete yet. */
interface Frame {
  readonly kind: "document" | "sequence" | "mapping";
  readonly offset: number;
  readonly anchor: string | undefined;
  readonly tag: string;
  /** What a list or a document holds. */
  readonly items: YamlNode[];
  /** What a mapping holds. */
  readonly pairs: MergedPair[];
  key: YamlNode | undefined;
  size: number;
  depth: number;
}

/** A file, and what its tree is made with. */
export interface Composing {
  readonly source: SourceText;
  readonly included: Included;
  readonly words: Words | undefined;
  readonly budget: SnippetBudget;
  /** Composes a file that says something else in each place, for the words that it is told here. */
  readonly composeSnippet: Including["composeSnippet"];
}

/** Builds the tree of one file while its events come in. */
export class Composer {
  readonly problems: Problem[] = [];
  readonly wanted = new Set<string>();
  complete = true;

  readonly #source: SourceText;
  readonly #onEntry: OnEntry | undefined;
  readonly #words: Words | undefined;
  readonly #including: Including;
  /** The keys that were handed over; and in their order, with their offsets. */
  readonly #keys = new Set<string>();
  readonly #texts: string[] = [];
  readonly #offsets: number[] = [];
  /** The offsets by the keys, up to the last one that somebody asked for. */
  readonly #offsetOf = new Map<string, number>();
  readonly #anchors = new Map<string, Branch>();
  readonly #stack: Frame[] = [];
  /** The document, which goes on from piece to piece, and its mapping. */
  readonly #document = frame("document", 0, undefined, "");
  #outermost: Frame | undefined;
  #copied = 0;
  #last = 0;
  #part = "";
  #start = 0;

  constructor({ source, included, words, budget, composeSnippet }: Composing, onEntry: OnEntry | undefined) {
    this.#source = source;
    this.#onEntry = onEntry;
    this.#words = words;
    this.#including = {
      source,
      included,
      budget,
      zone: words?.zone,
      composeSnippet,
      want: (path) => void this.wanted.add(path),
      report: (problem) => void this.problems.push(problem),
      problem: (offset, saying) => this.#problem(offset, saying.rule, saying.message, saying.help),
      mapping: (pairs, offset) => this.#mapping(pairs, offset),
      copy: (tree, offset) => this.#copy(tree, offset),
      broken: (offset) => this.#broken(offset),
      tooManyCopies: (offset) => this.#tooManyCopies(offset),
    };
  }

  readonly take: OnEvents = (events, part, start) => {
    this.#part = part;
    this.#start = start;
    let documents = 0;
    for (let at = 0; at < events.length; at++) {
      const event = events[at]!;
      switch (event.type) {
        case EVENT_ID.DOCUMENT:
          documents += 1;
          if (documents > 1) {
            this.#secondDocument(events[at + 1]);
            return;
          }
          this.#stack.push(this.#document);
          break;
        case EVENT_ID.SEQUENCE:
        case EVENT_ID.MAPPING:
          this.#open(event);
          break;
        case EVENT_ID.SCALAR:
          this.#scalar(event);
          break;
        case EVENT_ID.ALIAS:
          this.#alias(event);
          break;
        case EVENT_ID.POP:
          this.#close();
          break;
        default:
          event satisfies never;
      }
    }
  };

  /** Takes an entry that was read without events. */
  readonly takePlain: OnPlainEntry = (key, value, size, depth) => {
    this.#outermost ??= frame("mapping", key.offset, undefined, "");
    const mapping = this.#outermost;
    mapping.size += 1 + size;
    if (depth >= mapping.depth) mapping.depth = depth + 1;
    this.#pair(mapping, key, value);
  };

  /** The whole tree; nothing comes after it. */
  finish(): { root: YamlNode | undefined; size: number; depth: number } {
    if (this.#outermost !== undefined) {
      const { pairs, offset, size, depth } = this.#outermost;
      return { root: this.#names(this.#mapping(pairs, offset)), size, depth };
    }
    const { items, size, depth } = this.#document;
    return { root: items[0], size, depth };
  }

  /** The outermost mapping without what it says of itself, and with what it adds. */
  #names(root: Mapping): Mapping {
    if (this.#words === undefined) return root;
    const said = this.#words.own === undefined ? root.entries : root.entries.filter(isNoHeader);
    const { entries, lost } = addNames(said, (problem) => void this.problems.push(problem));
    if (lost) this.complete = false;
    return entries === root.entries ? root : { ...root, entries };
  }

  #open(event: Event & { type: typeof EVENT_ID.SEQUENCE | typeof EVENT_ID.MAPPING }): void {
    const offset = this.#start + event.start;
    const anchor =
      event.anchorStart === -1 ? undefined : this.#part.slice(event.anchorStart, event.anchorEnd);
    const tag = event.tagStart === -1 ? "" : this.#part.slice(event.tagStart, event.tagEnd);
    this.#last = offset;
    const isMapping = event.type === EVENT_ID.MAPPING;
    const made = frame(isMapping ? "mapping" : "sequence", offset, anchor, tag);
    if (isMapping && this.#stack.length === 1) {
      this.#outermost ??= made;
      this.#stack.push(this.#outermost);
    } else {
      this.#stack.push(made);
    }
    if (tag === "" || tag === (isMapping ? "!!map" : "!!seq")) return;
    if (tag !== "!include") this.#unknownTag(tag, offset);
  }

  #close(): void {
    const closed = this.#stack.pop()!;
    if (closed.kind === "document" || closed === this.#outermost) return;
    const { anchor, offset, size, depth } = closed;
    if (closed.tag === "!include") {
      this.#addIncluded(
        closed.kind === "sequence"
          ? includeList(closed.items, offset, this.#including)
          : includeWith(this.#mapping(closed.pairs, offset), this.#including),
        anchor,
      );
      return;
    }
    const node: YamlNode =
      closed.kind === "sequence"
        ? { kind: "sequence", source: this.#source, offset, items: closed.items }
        : this.#mapping(closed.pairs, offset);
    this.#add(node, size, depth, anchor);
  }

  #scalar(event: ScalarEvent): void {
    const tag = event.tagStart === -1 ? "" : this.#part.slice(event.tagStart, event.tagEnd);
    const anchor =
      event.anchorStart === -1 ? undefined : this.#part.slice(event.anchorStart, event.anchorEnd);
    const offset = this.#scalarOffset(event);
    this.#last = offset;
    const text = getScalarValue(this.#part, event);
    if (tag === "!include") {
      this.#addIncluded(include(text, offset, undefined, this.#including), anchor);
      return;
    }
    if (tag !== "" && !SCALAR_TAGS.has(tag)) this.#unknownTag(tag, offset);
    const plain = event.style === SCALAR_STYLE.PLAIN && tag !== "!!str" && tag !== "!";
    const node: Scalar = {
      kind: "scalar",
      source: this.#source,
      offset,
      text: this.#filled(text, offset),
      plain,
    };
    if (this.#stack.length === 1 && event.valueStart === -1 && tag === "") return; // a document without content
    this.#add(node, 1, 0, anchor);
  }

  #alias(event: AliasEvent): void {
    const offset = this.#start + event.anchorStart - 1;
    this.#last = offset;
    const name = this.#part.slice(event.anchorStart, event.anchorEnd);
    const target = this.#anchors.get(name);
    if (target === undefined) {
      this.#problem(
        offset,
        "yaml-alias",
        `Alias *${name} has no anchor &${name} above it`,
        `Put &${name} before the value that it stands for; the value must end before the alias.`,
      );
      this.#addBranch(this.#broken(offset), undefined);
    } else {
      this.#addBranch(this.#copy(target, offset), undefined);
    }
  }

  /** A tree that stands here a second time, or broken when that is too much. */
  #copy(tree: Branch, offset: number): Branch {
    if (this.#stack.length + tree.depth > MAX_DEPTH) {
      this.#problem(
        offset,
        "yaml-alias-bomb",
        `Aliases and includes nest more than ${MAX_DEPTH} lists and mappings`,
        "Use fewer aliases: write the values out, or split the zone.",
      );
      return this.#broken(offset);
    }
    if (this.#copied <= MAX_COPIED && this.#copied + tree.size > MAX_COPIED) this.#tooManyCopies(offset);
    this.#copied += tree.size;
    return this.#copied > MAX_COPIED ? this.#broken(offset) : tree;
  }

  #tooManyCopies(offset: number): void {
    this.#problem(
      offset,
      "yaml-alias-bomb",
      `Aliases, merges and includes make more than ${MAX_COPIED} values of this file`,
      "Use fewer aliases: write the values out, or split the zone.",
    );
  }

  /** The text with its placeholders filled in. Paths of includes, and what the file says of itself, have none. */
  #filled(text: string, offset: number): string {
    const own = this.#words?.own;
    if (own === undefined || !hasBrace(text)) return text;
    const header = this.#outermost?.key;
    if (header?.kind === "scalar" && HEADERS.has(header.text)) return text;
    const parent = this.#stack[this.#stack.length - 1]!;
    const isKeyOfPath = parent.key?.kind === "scalar" && parent.key.text === "file";
    if (parent.tag === "!include" && (parent.kind === "sequence" || isKeyOfPath)) return text;
    const filled = fillPlaceholders(text, own);
    for (const { rule, message, help } of filled.faults) this.#problem(offset, rule, message, help);
    if (filled.faults.length > 0) this.complete = false;
    return filled.text;
  }

  #mapping(pairs: readonly MergedPair[], offset: number): Mapping {
    const { entries, problems, lost, copied, tooMany } = mergePairs(pairs, MAX_COPIED - this.#copied);
    if (tooMany !== undefined && this.#copied <= MAX_COPIED) this.#tooManyCopies(tooMany.offset);
    this.#copied += copied;
    this.problems.push(...problems);
    if (lost) this.complete = false;
    return { kind: "mapping", source: this.#source, offset, entries };
  }

  #addBranch({ root, size, depth }: Branch, anchor: string | undefined): void {
    this.#add(root, size, depth, anchor);
  }

  /** A list that is included in a list is a part of that. */
  #addIncluded(branch: Branch, anchor: string | undefined): void {
    const { root, size, depth } = branch;
    const parent = this.#stack[this.#stack.length - 1]!;
    if (root.kind !== "sequence" || parent.kind !== "sequence") {
      this.#addBranch(branch, anchor);
      return;
    }
    if (anchor !== undefined) this.#anchors.set(anchor, branch);
    parent.size += size;
    if (depth > parent.depth) parent.depth = depth;
    for (const item of root.items) parent.items.push(item);
  }

  /** Puts a finished node where it belongs. */
  #add(node: YamlNode, size: number, depth: number, anchor: string | undefined): void {
    if (anchor !== undefined) this.#anchors.set(anchor, { root: node, size, depth });
    const parent = this.#stack[this.#stack.length - 1]!;
    parent.size += size;
    if (depth >= parent.depth) parent.depth = depth + 1;
    if (parent.kind !== "mapping") {
      parent.items.push(node);
    } else if (parent.key === undefined) {
      parent.key = node;
    } else {
      this.#pair(parent, parent.key, node);
      parent.key = undefined;
    }
  }

  #pair(parent: Frame, key: YamlNode, value: YamlNode): void {
    if (key.kind === "scalar") {
      const merge = key.plain && key.text === "<<";
      if (this.#onEntry !== undefined && parent === this.#outermost)
        this.#handOver(key, value, this.#onEntry);
      else parent.pairs.push({ key, value, merge });
      return;
    }
    this.complete = false;
    if (key.kind === "broken") return;
    this.#problem(
      key.offset,
      "yaml-key",
      `A key is ${describe(key)}; expected a text`,
      "Quote a key that begins with a bracket or a brace.",
    );
  }

  #handOver(key: Scalar, value: YamlNode, onEntry: OnEntry): void {
    const { size } = this.#keys;
    // One look for each key: there may be very many, and where the first of two stands is wanted of hardly any.
    if (this.#keys.add(key.text).size > size) {
      this.#texts.push(key.text);
      this.#offsets.push(key.offset);
      onEntry({ key, value });
    } else {
      this.problems.push(duplicateName(key, { source: this.#source, offset: this.#firstOffset(key.text) }));
      this.complete = false;
    }
  }

  #firstOffset(key: string): number {
    for (let at = this.#offsetOf.size; at < this.#texts.length; at++)
      this.#offsetOf.set(this.#texts[at]!, this.#offsets[at]!);
    return this.#offsetOf.get(key)!; // it is one of them
  }

  #broken(offset: number): Branch {
    this.complete = false;
    return { root: { kind: "broken", source: this.#source, offset }, size: 1, depth: 0 };
  }

  #secondDocument(first: Event | undefined): void {
    this.#stack.length = 0;
    const content = first === undefined ? -1 : eventOffset(first);
    const mark = this.#part.lastIndexOf("---", content === -1 ? this.#part.length : content);
    this.#problem(
      this.#start + (mark === -1 ? Math.max(content, 0) : mark),
      "yaml-documents",
      "A second document begins here; expected one in a file",
      "Remove the line `---`, or move what follows into a file of its own.",
    );
    this.complete = false;
  }

  #unknownTag(tag: string, offset: number): void {
    this.#problem(
      offset,
      "yaml-tag",
      `Tag ${tag} means nothing here; expected !include or none`,
      `Remove ${tag}.`,
    );
  }

  #scalarOffset(event: ScalarEvent): number {
    const { valueStart, style } = event;
    if (valueStart === -1) return this.#last; // nothing was written: the key before it is the best place to show
    if (style === SCALAR_STYLE.PLAIN) return this.#start + valueStart;
    if (style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK) {
      const header = /[|>][^|>\n\r]*\r?\n?$/.exec(
        this.#part.slice(Math.max(0, valueStart - 200), valueStart),
      );
      return this.#start + valueStart - (header?.[0].length ?? 0);
    }
    return this.#start + valueStart - 1; // before it stands the quote
  }

  #problem(offset: number, rule: string, message: string, help: string): void {
    this.problems.push({ ...positionAt(this.#source, offset), rule, severity: "error", message, help });
  }
}

const NO_ITEMS: YamlNode[] = [];
const NO_PAIRS: MergedPair[] = [];

/** Keys under which a file speaks of itself, and not of names. */
const HEADERS: ReadonlySet<string> = new Set([ARGUMENTS, "$zones"]);

function isNoHeader({ key }: Entry): boolean {
  return !key.plain || !HEADERS.has(key.text);
}

const SCALAR_TAGS: ReadonlySet<string> = new Set(["!", "!!str", "!!int", "!!float", "!!bool", "!!null"]);

function frame(kind: Frame["kind"], offset: number, anchor: string | undefined, tag: string): Frame {
  const isMapping = kind === "mapping";
  return {
    kind,
    offset,
    anchor,
    tag,
    items: isMapping ? NO_ITEMS : [],
    pairs: isMapping ? [] : NO_PAIRS,
    key: undefined,
    size: 1,
    depth: 0,
  };
}

function eventOffset(event: Event): number {
  if ("start" in event) return event.start;
  if ("valueStart" in event) return event.valueStart;
  return -1;
}
