import { SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import { scalarOf } from "./places.ts";
import type { Written } from "./tree.ts";

/** The texts of a file, of which most stand in every record: `type`, `ttl`, `A`. What is written alike is one object. */
export class KnownScalars {
  readonly #known = new Map<string, Written>();

  of(event: ScalarEvent, part: string): Written {
    const { valueStart, valueEnd, style, anchorStart, tagStart } = event;
    const isUsual =
      style === SCALAR_STYLE.PLAIN &&
      valueEnd - valueStart <= LONGEST &&
      anchorStart === -1 &&
      tagStart === -1;
    if (!isUsual || valueStart === -1) return scalarOf(event, part);
    const raw = part.slice(valueStart, valueEnd);
    const before = this.#known.get(raw);
    if (before !== undefined) return before;
    const made = scalarOf(event, part);
    if (this.#known.size < MOST) this.#known.set(raw, made);
    return made;
  }
}

const LONGEST = 12; // characters; below 13 V8 copies a part of a text, which then keeps nothing alive
const MOST = 500; // the first ones are met again and again
