import { COLLECTION_STYLE, EVENT_ID, type Event } from "js-yaml";
import { isError, type Problem } from "../../dns/problem.ts";
import { findProblems } from "../zones/yaml/compose.ts";
import type { SourceText } from "../zones/yaml/source-text.ts";
import { cutHead } from "./cut-head.ts";
import { Gaps } from "./gaps.ts";
import { KnownScalars } from "./known-scalars.ts";
import { contentOf, endOf, writtenOf } from "./places.ts";
import type { Child, Collection, Comment, Node, Tree } from "./tree.ts";

/** The tree of a text whose lines end with LF, or what is wrong with it; undefined where it is no list and no mapping. */
export function readTree(source: SourceText): Tree | undefined | { readonly problems: readonly Problem[] } {
  let reader = new TreeReader(source.text);
  const problems = findProblems(source, () => {
    reader = new TreeReader(source.text);
    return (events, part, start) => reader.take(events, part, start);
  }).filter(isError);
  return problems.length > 0 ? { problems } : reader.finish();
}

/** Reads the events of a text, piece by piece. */
class TreeReader {
  readonly #text: string;
  readonly #gaps: Gaps;
  #events: readonly Event[] = [];
  #at = 0;
  #part = "";
  #start = 0;
  #root: Collection | undefined;
  #before: readonly string[] | undefined;
  #markComment: string | undefined;
  #explicitEnd = false;
  readonly #known = new KnownScalars();

  constructor(text: string) {
    this.#text = text;
    this.#gaps = new Gaps(text);
  }

  take(events: readonly Event[], part: string, start: number): void {
    this.#events = events;
    this.#part = part;
    this.#start = start;
    this.#at = 0;
    const document = this.#events[this.#at++];
    if (document?.type !== EVENT_ID.DOCUMENT) return;
    if (document.explicitStart) this.#mark();
    this.#explicitEnd ||= document.explicitEnd;
    const event = this.#events[this.#at]!;
    if (event.type !== EVENT_ID.MAPPING && event.type !== EVENT_ID.SEQUENCE) return;
    this.#at += 1;
    this.#gaps.scanTo(contentOf(event, start));
    const { children, tail, ...root } = this.#collection(event, -1, true);
    this.#root ??= { ...root, children: [], tail };
    for (const child of children) this.#root.children.push(child);
  }

  finish(): Tree | undefined {
    const root = this.#root;
    if (root === undefined) return undefined;
    const end = this.#explicitEnd ? this.#text.indexOf("\n...", this.#gaps.at - 1) + 1 : this.#text.length;
    this.#gaps.scanTo(end);
    root.tail.push(...this.#gaps.takeAll());
    const after = this.#explicitEnd ? this.#text.slice(end).trimEnd().split("\n") : undefined;
    const [first] = root.children;
    const opening = root.opening === undefined ? [] : [{ text: root.opening, blank: false }];
    const { head, lead, isHeadApart } = cutHead(first && { ...first, lead: [...opening, ...first.lead] });
    if (first !== undefined) root.children[0] = { ...first, lead };
    return {
      before: this.#before,
      markComment: this.#markComment,
      head,
      isHeadApart,
      root,
      after,
      comments: this.#gaps.comments,
    };
  }

  /** Everything up to `---`. */
  #mark(): void {
    const at = this.#text.startsWith("---") ? 0 : this.#text.indexOf("\n---") + 1;
    this.#before = at === 0 ? [] : this.#text.slice(0, at - 1).split("\n");
    this.#gaps.at = at + "---".length;
    this.#markComment = this.#gaps.takeEol();
  }

  /** @param column of the list or mapping that it stands in; -1 for none */
  #collection(
    event: Extract<Event, { type: typeof EVENT_ID.MAPPING | typeof EVENT_ID.SEQUENCE }>,
    column: number,
    isRoot = false,
  ): Collection {
    const isFlow = event.style === COLLECTION_STYLE.FLOW;
    const isMapping = event.type === EVENT_ID.MAPPING;
    const own = isFlow ? -1 : this.#gaps.columnOf(this.#start + event.start);
    // A pair in a list may have no braces: [a: b].
    const isBracketed = isFlow && this.#text[this.#start + event.start] === (isMapping ? "{" : "[");
    if (isBracketed) this.#gaps.at = this.#start + event.start + 1;
    const made: Collection = {
      kind: isMapping ? "mapping" : "sequence",
      isFlow,
      opening: isBracketed ? this.#gaps.takeEol() : undefined,
      children: [],
      tail: [],
      anchor: event.anchorStart === -1 ? undefined : this.#part.slice(event.anchorStart, event.anchorEnd),
      tag: event.tagStart === -1 ? undefined : this.#part.slice(event.tagStart, event.tagEnd),
    };
    while (this.#events[this.#at]!.type !== EVENT_ID.POP) {
      made.children.push(isMapping ? this.#entry(own, isFlow) : this.#item(own, isFlow));
    }
    this.#at += 1;
    if (isBracketed) made.tail.push(...this.#gaps.scanBehind(isMapping ? "}" : "]"));
    else if (!isFlow && !isRoot) made.tail.push(...this.#gaps.takeIndented(column + 1));
    return made;
  }

  #entry(column: number, isFlow: boolean): Child {
    const keyEvent = this.#events[this.#at++]!;
    const starts = writtenOf(keyEvent, this.#start);
    if (starts !== -1) this.#gaps.scanTo(starts);
    const place = this.#place();
    const key = this.#node(keyEvent, column);
    return this.#valued(key, place, column, isFlow);
  }

  #item(column: number, isFlow: boolean): Child {
    if (!isFlow) {
      this.#gaps.scanToDash();
    } else {
      const starts = writtenOf(this.#events[this.#at]!, this.#start);
      if (starts !== -1) this.#gaps.scanTo(starts);
    }
    const place = this.#place();
    if (!isFlow) this.#gaps.at += 1;
    return this.#valued(undefined, place, column, isFlow);
  }

  /** Where a child begins, and what stands above it. */
  #place(): Pick<Child, "at" | "lead" | "blank"> {
    return { at: this.#gaps.at, blank: this.#gaps.isBlankBefore(), lead: this.#gaps.takeAll() };
  }

  /** The value of a key or of a dash. */
  #valued(
    key: Node | undefined,
    place: Pick<Child, "at" | "lead" | "blank">,
    column: number,
    isFlow: boolean,
  ): Child {
    const above: Comment[] = [];
    const event = this.#events[this.#at++]!;
    const content = contentOf(event, this.#start);
    let eol: string | undefined;
    if (content === -1) {
      if (key !== undefined) this.#gaps.skipColon();
    } else {
      eol = this.#gaps.takeHeader(content);
      const isBlock =
        "style" in event && event.type !== EVENT_ID.SCALAR && event.style === COLLECTION_STYLE.BLOCK;
      if (!isBlock) above.push(...this.#gaps.takeAll());
    }
    const value = this.#node(event, column);
    if (value.kind === "sequence" || value.kind === "mapping") {
      if (value.children.length === 0) above.push(...value.tail.splice(0));
      if (eol === undefined) eol = value.opening;
      else if (value.opening !== undefined) above.push({ text: value.opening, blank: false });
    }
    const last = this.#gaps.takeEol(isFlow);
    if (last !== undefined) {
      if (eol === undefined) eol = last;
      else above.push({ text: last, blank: false });
    }
    const lead = above.length === 0 ? place.lead : [...place.lead, ...above];
    return { key, value, at: place.at, lead, eol, blank: place.blank };
  }

  #node(event: Event, column: number): Node {
    switch (event.type) {
      case EVENT_ID.ALIAS: {
        this.#gaps.at = this.#start + event.anchorEnd;
        return { kind: "alias", name: this.#part.slice(event.anchorStart, event.anchorEnd) };
      }
      case EVENT_ID.SCALAR: {
        const end = endOf(event, this.#start);
        if (end !== -1) this.#gaps.at = end;
        return this.#known.of(event, this.#part);
      }
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
        return this.#collection(event, column);
      case EVENT_ID.DOCUMENT:
      case EVENT_ID.POP:
        throw new Error("Cannot lay out a file: its events are out of step");
      default:
        return event satisfies never;
    }
  }
}
