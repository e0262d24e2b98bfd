import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from "js-yaml";
import { parseText } from "../zones/yaml/parse-events.ts";
import { sourceText } from "../zones/yaml/source-text.ts";
import type { Printed } from "./print-tree.ts";
import type { Collection, Node, Tree, Written } from "./tree.ts";

/**
 * A layout must not lose anything, whatever was written: YAML reads the print as the very nodes of the tree in their order,
 * and every comment of it was printed, once. (A comment in the wrong place would be a part of a text, which is another then.)
 * Entries that were not read the first time (see `findLaidOut`) are not read here.
 */
export function saysTheSame({ root, comments }: Tree, printed: Printed): boolean {
  if (!hasSame(comments, printed.comments)) return false;
  const children = root.children.filter(({ value }) => value.kind !== "laid out");
  return isReadAs({ ...root, children }, printed.made);
}

function hasSame(some: readonly string[], others: readonly string[]): boolean {
  const [one, other] = [some.toSorted(), others.toSorted()];
  return one.length === other.length && one.every((text, index) => text === other[index]);
}

function isReadAs(root: Collection, text: string): boolean {
  let comparison = new Comparison(root);
  const problems = parseText(sourceText("", text), () => {
    comparison = new Comparison(root);
    return (events, part) => comparison.take(events, part);
  });
  return problems.length === 0 && comparison.isSame();
}

/** Goes through a tree and the events of a text at the same time. */
class Comparison {
  readonly #root: Collection;
  #events: readonly Event[] = [];
  #at = 0;
  #part = "";
  /** How many children of the root were met. */
  #met = 0;
  #isSame = true;

  constructor(root: Collection) {
    this.#root = root;
  }

  /** Every piece of a text is a document with a part of the root. */
  take(events: readonly Event[], part: string): void {
    this.#events = events;
    this.#part = part;
    this.#at = 1;
    const { children } = this.#root;
    this.#isSame &&= this.#begins(this.#root);
    while (this.#isSame && this.#events[this.#at]?.type !== EVENT_ID.POP) {
      this.#isSame = this.#met < children.length && this.#isChild(children[this.#met++]!);
    }
    this.#isSame &&= this.#at + 2 === events.length; // the ends of the root and of the document
  }

  isSame(): boolean {
    return this.#isSame && this.#met === this.#root.children.length;
  }

  #isChild({ key, value }: Collection["children"][number]): boolean {
    return (key === undefined || this.#isNode(key, true)) && this.#isNode(value, false);
  }

  #isNode(node: Node, isKey: boolean): boolean {
    switch (node.kind) {
      case "alias": {
        const event = this.#events[this.#at++];
        return (
          event?.type === EVENT_ID.ALIAS && this.#part.slice(event.anchorStart, event.anchorEnd) === node.name
        );
      }
      case "scalar":
        return this.#isText(node, isKey);
      case "sequence":
      case "mapping": {
        if (!this.#begins(node)) return false;
        for (const child of node.children) if (!this.#isChild(child)) return false;
        return this.#events[this.#at++]?.type === EVENT_ID.POP;
      }
      case "laid out":
        return false; // it stands at the margin only
      default:
        return node satisfies never;
    }
  }

  #begins(node: Collection): boolean {
    const event = this.#events[this.#at++];
    const type = node.kind === "mapping" ? EVENT_ID.MAPPING : EVENT_ID.SEQUENCE;
    return event?.type === type && this.#hasProperties(event, node);
  }

  #isText(node: Written, isKey: boolean): boolean {
    const event = this.#events[this.#at++];
    if (event?.type !== EVENT_ID.SCALAR || !this.#hasProperties(event, node)) return false;
    if ((event.valueStart === -1) !== node.isEmpty) return false;
    const text = getScalarValue(this.#part, event);
    if (text !== node.text) return false;
    // Without quotes `<<` is a merge, and `$add` is about the file.
    if (!isKey || !(text === "<<" || text.startsWith("$"))) return true;
    return (event.style === SCALAR_STYLE.PLAIN) === (node.style === SCALAR_STYLE.PLAIN);
  }

  #hasProperties(
    event: Extract<Event, { readonly tagStart: number }>,
    { anchor, tag }: Pick<Written, "anchor" | "tag">,
  ): boolean {
    return (
      this.#slice(event.anchorStart, event.anchorEnd) === anchor &&
      this.#slice(event.tagStart, event.tagEnd) === tag
    );
  }

  #slice(start: number, end: number): string | undefined {
    return start === -1 ? undefined : this.#part.slice(start, end);
  }
}
