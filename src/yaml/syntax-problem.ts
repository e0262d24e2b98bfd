import { parseEvents, YAMLException } from "js-yaml";
import type { Problem } from "../../dns/problem.ts";
import { positionAt, type SourceText } from "./source-text.ts";

/**
 * What js-yaml refused, as a problem. `error` is what `parseEvents` threw for the text from `start` to `end`.
 * Anything that is not js-yaml's own is thrown on.
 */
export function syntaxProblem(error: unknown, source: SourceText, start: number, end: number): Problem {
  if (!(error instanceof YAMLException)) throw error;
  const { reason } = error;
  const position = start + (error.mark?.position ?? 0);
  const quote = QUOTED[reason];
  if (quote !== undefined) {
    return problem(
      source,
      openingQuote(source.text, start, end, quote, reason),
      "A quoted text begins here and does not end",
      `Close it with ${quote === "'" ? "a single" : "a double"} quote; its lines must be indented deeper than their key.`,
    );
  }
  const { message, help } = explain(reason, source.text.charAt(position));
  return problem(source, Math.min(position, source.text.length), message, help);
}

/** A problem of YAML's own syntax. */
function problem(source: SourceText, offset: number, message: string, help: string): Problem {
  return { ...positionAt(source, offset), rule: "yaml-syntax", severity: "error", message, help };
}

/** Reasons for which js-yaml points at the end of the text, where a person looks for the beginning. */
const QUOTED: { readonly [reason: string]: "'" | '"' } = {
  "unexpected end of the stream within a single quoted scalar": "'",
  "unexpected end of the stream within a double quoted scalar": '"',
  "unexpected end of the document within a single quoted scalar": "'",
  "unexpected end of the document within a double quoted scalar": '"',
};

const MAX_QUOTES = 100; // how far to look back; each costs one parse of what stands before it

/** The last quote up to which the text has no open quoted text: there the one that never ends begins. */
function openingQuote(text: string, start: number, end: number, quote: string, reason: string): number {
  let at = text.lastIndexOf(quote, end - 1);
  let first = at;
  for (let tries = 0; at >= start && tries < MAX_QUOTES; tries++) {
    first = at;
    if (reasonFor(text.slice(start, at)) !== reason) return at;
    at = at === 0 ? -1 : text.lastIndexOf(quote, at - 1);
  }
  return Math.max(first, start);
}

function reasonFor(text: string): string | undefined {
  try {
    parseEvents(text, {});
    return undefined;
  } catch (error) {
    return error instanceof YAMLException ? error.reason : undefined;
  }
}

/** What js-yaml's reasons mean to somebody who writes a zone, and how to mend it. */
function explain(reason: string, found: string): { message: string; help: string } {
  if (found === "\t" || reason.includes("tab character")) {
    return {
      message: "A tab stands where YAML wants spaces",
      help: "Indent with spaces; YAML does not allow tabs there.",
    };
  }
  if (found === "@" || found === "`") {
    return {
      message: `A text cannot begin with ${found} without quotes`,
      help: `Put the text in quotes; the zone's own name is written '' and not @.`,
    };
  }
  if (found === "%")
    return { message: "A text cannot begin with % without quotes", help: "Put it in quotes." };
  if (reason.startsWith("nesting exceeded")) {
    return {
      message: "Lists and mappings are nested more than 100 deep",
      help: "A zone needs five levels; remove the brackets or the indentation that are too many.",
    };
  }
  const known = EXPLAINED.find(([start]) => reason.startsWith(start));
  if (known !== undefined) return { message: known[1], help: known[2] };
  return {
    message: `YAML cannot be read here: ${reason}`,
    help: "Check the indentation, colons and quotes.",
  };
}

const EXPLAINED: readonly (readonly [reason: string, message: string, help: string])[] = [
  [
    "bad indentation of a mapping entry",
    "The indentation does not fit",
    "Give all keys of one mapping the same indentation, and quote a text that has a colon and a space in it.",
  ],
  [
    "bad indentation of a sequence entry",
    "The indentation of this list does not fit",
    "Put all dashes of one list below each other.",
  ],
  [
    "deficient indentation",
    "This line goes on with a text or a bracket from above, but is not indented",
    "Close the quote or the bracket above, or indent this line.",
  ],
  [
    "expected ':' after a mapping key",
    "A key without a colon",
    "Write `key: value`, with a space after the colon.",
  ],
  [
    "can not read a block mapping entry",
    "A key that goes over more than one line",
    "Write `key: value`, with a space after the colon.",
  ],
  [
    "a whitespace character is expected after the key-value separator",
    "A colon without a space after it",
    "Write a space after the colon that ends a key.",
  ],
  [
    "missed comma between flow collection entries",
    "A comma is missing between two entries in brackets",
    "Write `[a, b]` or `{a: 1, b: 2}`, and quote a text that has one of , [ ] { } in it.",
  ],
  [
    "unexpected end of the stream within a flow collection",
    "A bracket is not closed",
    "Close [ with ] and { with }.",
  ],
  [
    "expected the node content",
    "A value is missing before the comma",
    "Remove one comma, or write the value.",
  ],
  [
    "end of the stream or a document separator is expected",
    "Something stands here that belongs to nothing",
    "Check the indentation of this line against the lines above, and write each entry as `key: value`.",
  ],
  [
    "unknown escape sequence",
    "A backslash in double quotes begins an escape that YAML does not know",
    "Write \\\\ for a backslash, or put the text in single quotes, where a backslash is itself.",
  ],
  [
    "expected hexadecimal character",
    "An escape \\x, \\u or \\U needs 2, 4 or 8 hexadecimal digits",
    "Write \\\\ for a backslash, or put the text in single quotes, where a backslash is itself.",
  ],
  [
    "the stream contains non-printable characters",
    "A control character stands in the text",
    'Remove it; in double quotes it can be written as "\\x01".',
  ],
  ["null byte is not allowed", "A null byte stands in the text", "Save the file as plain text in UTF-8."],
  [
    "expected valid JSON character",
    "A control character stands in a quoted text",
    'Remove it; in double quotes it can be written as "\\x01".',
  ],
];
