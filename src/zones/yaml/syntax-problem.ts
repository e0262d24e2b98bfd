import { parseEvents, YAMLException } from "js-yaml";
import type { Problem } from "../../../dns/problem.ts";
import { positionAt, type SourceText } from "./source-text.ts";

/**
 * What js-yaml refused, as a problem. `error` is what `parseEvents` threw for the text from `start` to `end`.
 * Anything that is not js-yaml's own is thrown on.
 */
export function syntaxProblem(error: unknown, source: SourceText, start: number, end: number): Problem {
  if (!(error instanceof YAMLException)) throw error;
  const { reason } = error;
  const offset = Math.min(start + (error.mark?.position ?? 0), source.text.length);
  const open = openKind(reason, source.text, start, offset);
  if (open !== undefined) {
    const opening = findOpening(source.text, start, Math.min(offset, end), open);
    if (opening !== undefined) return problem(source, opening, unclosed(source.text[opening]!));
  }
  return problem(source, offset, explain(reason, source.text, offset));
}

/** What a problem says. */
interface Words {
  readonly message: string;
  readonly help: string;
}

function problem(source: SourceText, offset: number, words: Words): Problem {
  return { ...positionAt(source, offset), rule: "yaml-syntax", severity: "error", ...words };
}

/** What the parser was still within when it gave up. It points at the end; a person looks for the beginning. */
type Open = "quotes" | "brackets";

function openKind(reason: string, text: string, start: number, offset: number): Open | undefined {
  if (reason !== "deficient indentation") return openAtEnd(reason);
  const lineEnd = text.lastIndexOf("\n", offset - 1);
  return openAtEnd(reasonFor(text.slice(start, Math.max(start, lineEnd))));
}

function openAtEnd(reason: string | undefined): Open | undefined {
  if (!reason?.startsWith("unexpected end of the ")) return undefined;
  return reason.endsWith("quoted scalar")
    ? "quotes"
    : reason.endsWith("flow collection")
      ? "brackets"
      : undefined;
}

const MAX_TRIES = 100; // how many quotes or brackets to look at; each costs a parse of what stands around it

/** The quote or bracket that is not closed; of several the innermost. */
function findOpening(text: string, start: number, end: number, open: Open): number | undefined {
  const chars = open === "quotes" ? "'\"" : "[{";
  let tries = 0;
  for (let at = end - 1; at >= start && tries < MAX_TRIES; at--) {
    if (!chars.includes(text[at]!)) continue;
    tries += 1;
    if (openAtEnd(reasonFor(text.slice(start, at))) === "quotes") continue; // it stands within a quoted text
    if (open === "quotes" || openAtEnd(reasonFor(text.slice(at, end).trimEnd())) === "brackets") return at;
  }
  return undefined;
}

function reasonFor(text: string): string | undefined {
  try {
    parseEvents(text, {});
    return undefined;
  } catch (error) {
    return error instanceof YAMLException ? error.reason : undefined;
  }
}

function unclosed(char: string): Words {
  const isQuote = char === "'" || char === '"';
  return {
    message: isQuote
      ? "A quoted text begins here and does not end"
      : "A bracket opens here and is not closed",
    help: isQuote
      ? `Close it with ${char === "'" ? "a single" : "a double"} quote. All its lines must be indented.`
      : `Close it with ${char === "[" ? "]" : "}"}. All lines within must be indented.`,
  };
}

/** What js-yaml's reasons mean to somebody who writes a zone, and how to mend it. */
function explain(reason: string, text: string, offset: number): Words {
  const found = text[offset];
  if (found === "\t" || reason.includes("tab character")) {
    return { message: "A tab stands where YAML wants spaces", help: "Indent with spaces." };
  }
  if (found === "@" || found === "`") {
    return {
      message: `A text cannot begin with ${found} without quotes`,
      help: "Put the text in quotes; the zone's own name is written '' and not @.",
    };
  }
  if (found === "%")
    return { message: "A text cannot begin with % without quotes", help: "Put it in quotes." };
  if (reason.startsWith("missed comma") && (found === "]" || found === "}")) return WRONG_BRACKET;
  if (reason === "bad indentation of a mapping entry" && found === ":") return SECOND_COLON;
  if (reason.startsWith("bad indentation") && !isFirstInLine(text, offset)) return REST_OF_LINE;
  const known = EXPLAINED.find(([start]) => reason.startsWith(start));
  if (known !== undefined) return { message: known[1], help: known[2] };
  return {
    message: `YAML cannot be read here: ${reason}`,
    help: "Check the indentation, colons and quotes.",
  };
}

/** Nothing but spaces stands before it in its line. */
function isFirstInLine(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset).trim() === "";
}

const SECOND_COLON: Words = {
  message: "A colon stands where no key can be",
  help: "Check this line and the one above: a key ends with a colon and a space, and a text that has both wants quotes.",
};

const WRONG_BRACKET: Words = {
  message: "This bracket does not close the one that is open",
  help: "Close [ with ] and { with }.",
};

const REST_OF_LINE: Words = {
  message: "Something follows a value that has ended",
  help: "Put the whole text in quotes, or begin a comment with a space and #.",
};

const EXPLAINED: readonly (readonly [reason: string, message: string, help: string])[] = [
  [
    "nesting exceeded",
    "Lists and mappings are nested more than 100 deep",
    "A zone needs five levels; remove brackets or indentation.",
  ],
  [
    "bad indentation of a mapping entry",
    "The indentation of this line does not fit",
    "Give all keys of one mapping the same indentation.",
  ],
  [
    "bad indentation of a sequence entry",
    "The indentation of this list does not fit",
    "Put all dashes of one list below each other.",
  ],
  [
    "expected ':' after a mapping key",
    "A key has no colon",
    "Write `key: value`, with a space after the colon.",
  ],
  [
    "can not read a block mapping entry",
    "A key goes over more than one line",
    "Write `key: value`, with a space after the colon.",
  ],
  [
    "a whitespace character is expected after the key-value separator",
    "A colon has no space after it",
    "Write a space after the colon that ends a key.",
  ],
  [
    "missed comma between flow collection entries",
    "A comma is missing between two entries in brackets",
    "Write `[a, b]` or `{a: 1, b: 2}`, and quote a text that has one of , [ ] { } in it.",
  ],
  [
    "expected the node content",
    "A value is missing before this comma",
    "Remove the comma, or write the value.",
  ],
  [
    "end of the stream or a document separator is expected",
    "This line belongs to nothing above it",
    "Check its indentation, and write each entry as `key: value`.",
  ],
  [
    "directives end mark is expected",
    "A line above begins with %, which YAML keeps for directives",
    "Put a text that begins with % in quotes.",
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
  [
    "expected valid JSON character",
    "A control character stands in a quoted text",
    'Remove it; in double quotes it can be written as "\\x01".',
  ],
  ["null byte is not allowed", "A null byte stands in the text", "Save the file as plain text in UTF-8."],
];
