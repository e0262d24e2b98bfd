import {
  type AliasEvent,
  EVENT_ID,
  type Event,
  getScalarValue,
  SCALAR_STYLE,
  type ScalarEvent,
} from "js-yaml";
import type { Problem } from "../../../dns/problem.ts";
import { ADD, addNames } from "./add-names.ts";
import { ARGUMENTS } from "./arguments.ts";
import type { Composed, Included, Measured, Snippet } from "./included.ts";
import { duplicateName, type MergedPair, mergePairs } from "./merge.ts";
import {
  describe,
  type Entry,
  entryOf,
  isNull,
  type Mapping,
  type Scalar,
  type Sequence,
  type YamlNode,
} from "./node.ts";
import { type OnEvents, parseText, parseTextOnce } from "./parse-events.ts";
import { fillPlaceholders, hasBrace, type Words } from "./placeholders.ts";
import { type OnPlainEntry, readPlainEntries } from "./plain-entries.ts";
import { composeSnippet, isSnippet, type SnippetBudget, snippetBudget } from "./snippet.ts";
import { positionAt, type SourceText } from "./source-text.ts";

/** Takes one entry of a file's outermost mapping. */
export type OnEntry = (entry: Entry) => void;

/** Finds what is wrong with a file on its own, and gives its events to whoever wants them, too; `begin` as in `parseText`. */
export function findProblems(source: SourceText, begin: () => OnEvents): readonly Problem[] {
  const forget = source.text.includes("<<") ? undefined : () => () => {};
  return composeWith(source, new Map(), forget, undefined, snippetBudget(), begin).problems;
}

/**
 * Makes the tree of one file. A path of `!include` that `included` lacks is `wanted` and leaves a broken node.
 *
 * @param words what braces mean, in a file of a zone; the keys `$add`, `$arguments` and `$zones` are followed there
 */
export function compose(
  source: SourceText,
  included: Included,
  words?: Words,
  budget: SnippetBudget = snippetBudget(),
): Composed {
  return composeWith(source, included, undefined, words, budget);
}

/**
 * The same for a file that is one large mapping: each entry is handed over as soon as it is read and then forgotten,
 * and the mapping that comes back has none. `begin` makes the taker of entries; when it is called a second time, what
 * the first one took is void.
 */
export function composeEntries(
  source: SourceText,
  included: Included,
  begin: () => OnEntry,
  words?: Words,
): Composed {
  // With a merge or `$add` in the outermost mapping an entry may become another one, so all of them must be known.
  const isStream = !source.text.includes("<<") && !source.text.includes(ADD) && words?.own === undefined;
  if (isStream) return composeWith(source, included, begin, words, snippetBudget());
  const composed = composeWith(source, included, undefined, words, snippetBudget());
  const onEntry = begin();
  if (composed.root?.kind === "mapping") for (const entry of composed.root.entries) onEntry(entry);
  return composed;
}

function composeWith(
  source: SourceText,
  included: Included,
  begin: (() => OnEntry) | undefined,
  words: Words | undefined,
  budget: SnippetBudget,
  also?: () => OnEvents,
): Composed {
  let composer = new Composer(source, included, undefined, words, budget);
  const beginToCompose = () => {
    composer = new Composer(source, included, begin?.(), words, budget);
    if (also === undefined) return composer.take;
    const { take } = composer;
    const takeToo = also();
    return (events: readonly Event[], part: string, start: number) => {
      take(events, part, start);
      takeToo(events, part, start);
    };
  };
  const problems =
    words?.own !== undefined
      ? parseTextOnce(source, beginToCompose) // what has placeholders is composed for each of its zones
      : parseText(
          source,
          beginToCompose,
          also === undefined ? (text, from) => readPlainEntries(text, from, composer.takePlain) : undefined,
        );
  const { root, size, depth } = composer.finish();
  return {
    root,
    size,
    depth,
    problems: [...problems, ...composer.problems],
    complete: composer.complete && problems.length === 0,
    wanted: [...composer.wanted],
  };
}

/** Nodes that aliases, merges and includes of one file may add: some bytes of YAML can stand for billions. */
const MAX_COPIED = 1_000_000;
/** Levels of lists and mappings, aliases followed; js-yaml has the same limit without them. */
const MAX_DEPTH = 100;

/** A finished node of the tree that is being built. */
interface Branch {
  readonly root: YamlNode;
  readonly size: number;
  readonly depth: number;
}

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

/** Builds the tree of one file while its events come in. */
class Composer {
  readonly problems: Problem[] = [];
  readonly wanted = new Set<string>();
  complete = true;

  readonly #source: SourceText;
  readonly #included: Included;
  readonly #onEntry: OnEntry | undefined;
  readonly #words: Words | undefined;
  readonly #budget: SnippetBudget;
  /** The keys that were handed over, and their offsets. */
  readonly #keys = new Map<string, number>();
  readonly #anchors = new Map<string, Branch>();
  readonly #stack: Frame[] = [];
  /** The document, which goes on from piece to piece, and its mapping. */
  readonly #document = frame("document", 0, undefined, "");
  #outermost: Frame | undefined;
  #copied = 0;
  #last = 0;
  #part = "";
  #start = 0;

  constructor(
    source: SourceText,
    included: Included,
    onEntry: OnEntry | undefined,
    words: Words | undefined,
    budget: SnippetBudget,
  ) {
    this.#source = source;
    this.#included = included;
    this.#onEntry = onEntry;
    this.#words = words;
    this.#budget = budget;
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
      if (closed.kind === "sequence") this.#includeList(closed);
      else this.#addIncluded(this.#includeWith(closed), anchor);
      return;
    }
    const node =
      closed.kind === "sequence" ? this.#sequence(closed.items, offset) : this.#mapping(closed.pairs, offset);
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
      this.#addIncluded(this.#include(text, offset), anchor);
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

  /** `!include {file: a.yaml, key: x}`. */
  #includeWith({ pairs, offset }: Frame): Branch {
    const mapping = this.#mapping(pairs, offset);
    const file = entryOf(mapping, "file");
    if (file?.kind !== "scalar" || isNull(file)) {
      return this.#notAPath(
        file === undefined ? "a mapping without file" : `file: ${describe(file)}`,
        offset,
      );
    }
    return this.#include(file.text, file.offset, mapping);
  }

  #snippet(snippet: Snippet, path: string, offset: number, given: Mapping | undefined): Branch {
    const place = { source: this.#source, offset, path };
    const report = (problem: Problem) => void this.problems.push(problem);
    const composed = composeSnippet(
      { snippet, place, mapping: given, zone: this.#words?.zone },
      (own) => compose(snippet.source, snippet.included, own, this.#budget),
      this.#budget,
      report,
    );
    if (composed === undefined) return this.#broken(offset);
    if (composed === "too many") {
      this.#tooManyCopies(offset);
      return this.#broken(offset);
    }
    for (const problem of composed.problems) report(problem);
    return this.#includedTree(composed, offset);
  }

  #include(path: string, offset: number, given?: Mapping): Branch {
    const found = this.#included.get(path);
    if (found === undefined) {
      this.wanted.add(path);
      return this.#broken(offset);
    }
    if ("rule" in found) {
      this.#problem(offset, found.rule, found.message, found.help);
      return this.#broken(offset);
    }
    if (isSnippet(found)) return this.#snippet(found, path, offset, given);
    const argument = given?.entries.find(({ key }) => key.text !== "file");
    if (argument === undefined) return this.#includedTree(found, offset);
    this.#problem(
      argument.key.offset,
      "include-argument",
      `The included file knows no ${JSON.stringify(argument.key.text)}`,
      `A file says under ${ARGUMENTS} what it wants to be told; this one has none.`,
    );
    return this.#broken(offset);
  }

  #includedTree(found: Measured, offset: number): Branch {
    if (!found.complete) return this.#broken(offset); // what it lacks would be missed here
    const empty: Scalar = { kind: "scalar", source: this.#source, offset, text: "", plain: true };
    return this.#copy({ ...found, root: found.root ?? empty }, offset);
  }

  /** `!include [a.yaml, b.yaml]`: mappings are merged, lists are joined, and no file at all is empty. */
  #includeList({ items, offset, anchor }: Frame): void {
    const parts = items.map((item) =>
      item.kind === "scalar"
        ? this.#include(item.text, item.offset)
        : this.#notAPath(describe(item), item.offset),
    );
    const size = parts.reduce((sum, part) => sum + part.size, 1);
    const depth = Math.max(0, ...parts.map((part) => part.depth));
    const kinds = new Set(parts.map(({ root }) => root.kind));
    let root: YamlNode = { kind: "broken", source: this.#source, offset };
    if (parts.length === 0) {
      root = { kind: "scalar", source: this.#source, offset, text: "", plain: true };
    } else if (kinds.size === 1 && kinds.has("sequence")) {
      root = this.#sequence(
        parts.flatMap(({ root: part }) => (part.kind === "sequence" ? part.items : [])),
        offset,
      );
    } else if (kinds.size === 1 && kinds.has("mapping")) {
      const key: Scalar = { kind: "scalar", source: this.#source, offset, text: "<<", plain: true };
      root = this.#mapping(
        parts.map((part) => ({ key, value: part.root, merge: true })),
        offset,
      );
    } else if (!kinds.has("broken")) {
      this.#problem(
        offset,
        "include-kind",
        "The included files do not fit together; expected only mappings or only lists",
        "Include a file with a single value on its own.",
      );
    }
    this.#addIncluded({ root, size, depth }, anchor);
  }

  #notAPath(found: string, offset: number): Branch {
    this.#problem(
      offset,
      "include-kind",
      `!include has ${found}; expected the path of a file, a list of paths, or {file: …} with arguments`,
      "Write `!include file.yaml`, `!include [first.yaml, second.yaml]` or `!include {file: file.yaml, key: value}`.",
    );
    return this.#broken(offset);
  }

  #sequence(items: readonly YamlNode[], offset: number): Sequence {
    return { kind: "sequence", source: this.#source, offset, items };
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
    const before = this.#keys.get(key.text);
    if (before === undefined) {
      this.#keys.set(key.text, key.offset);
      onEntry({ key, value });
    } else {
      this.problems.push(duplicateName(key, { source: this.#source, offset: before }));
      this.complete = false;
    }
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
