import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import type { Written } from "./tree.ts";

/** Where the content of a node begins, behind its anchor and tag; -1 where nothing of it is written. */
export function contentOf(event: Event, start: number): number {
  switch (event.type) {
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return start + event.start;
    case EVENT_ID.ALIAS:
      return start + event.anchorStart - 1;
    case EVENT_ID.SCALAR: {
      if (event.valueStart !== -1) return start + event.valueStart - (isQuoted(event) ? 1 : 0);
      const end = Math.max(event.anchorEnd, event.tagEnd);
      return end === -1 ? -1 : start + end;
    }
    case EVENT_ID.DOCUMENT:
    case EVENT_ID.POP:
      return -1;
    default:
      return event satisfies never;
  }
}

/** Where a node begins with its anchor and tag; -1 where nothing of it is written. */
export function writtenOf(event: Event, start: number): number {
  const content = contentOf(event, start);
  if (!("tagStart" in event)) return content;
  let first = content;
  if (event.anchorStart !== -1) first = Math.min(first, start + event.anchorStart - 1);
  if (event.tagStart !== -1) first = Math.min(first, start + event.tagStart);
  return first;
}

/** Behind a text with its quotes, or behind its anchor and tag; -1 where nothing is written. */
export function endOf(event: ScalarEvent, start: number): number {
  if (event.valueEnd !== -1) return start + event.valueEnd + (isQuoted(event) ? 1 : 0);
  const end = Math.max(event.anchorEnd, event.tagEnd);
  return end === -1 ? -1 : start + end;
}

/** A text as it was written. */
export function scalarOf(event: ScalarEvent, part: string): Written {
  const { valueStart, style, chomping, indent } = event;
  const text = getScalarValue(part, event);
  return {
    kind: "scalar",
    text,
    isEmpty: valueStart === -1,
    style,
    chomping,
    indent,
    raw: rawOf(event, text, part),
    anchor: event.anchorStart === -1 ? undefined : part.slice(event.anchorStart, event.anchorEnd),
    tag: event.tagStart === -1 ? undefined : part.slice(event.tagStart, event.tagEnd),
  };
}

function rawOf(event: ScalarEvent, text: string, part: string): string {
  const { valueStart, valueEnd, style } = event;
  if (valueStart === -1) return "";
  if (style === SCALAR_STYLE.PLAIN && valueEnd - valueStart === text.length) return text; // on one line
  const quotes = isQuoted(event) ? 1 : 0;
  return part.slice(valueStart - quotes, valueEnd + quotes);
}

function isQuoted({ style }: ScalarEvent): boolean {
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
}
