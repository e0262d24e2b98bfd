import { isAtOrBelow, isName, type Name, parseName, printRelative, ROOT } from "./name.ts";

/**
 * What a written name is for: a value of a record, the owner of one, a mailbox, or the name of a zone; or a zone file,
 * where nobody can tell what was meant.
 */
export type WhatFor = "host" | "owner" | "mailbox" | "zone" | "zone file";

/** What is wrong with a text, to follow the word for what it should be, and how to mend it. */
interface Explained {
  readonly message: string;
  readonly help: string;
}

/**
 * What a text that is no name seems to be, and the name that was probably meant.
 *
 * @param odd the first character in it that no name has
 */
export function meantName(text: string, odd: string, whatFor: WhatFor, origin: Name): Explained {
  const { what, name, names } = text.length > MAX_EXPLAINED ? NOTHING : peel(text);
  const shown = JSON.stringify(text.length > 100 ? `${text.slice(0, 99)}…` : text);
  return {
    message: `is ${shown}, ${what ?? `with ${wordFor(odd)} in it`}; expected ${EXPECTED[whatFor]}`,
    help:
      names !== undefined
        ? `Write each on its own: ${names.join(", ")}.`
        : name === undefined
          ? removal(odd, what, whatFor)
          : remedy(text, name, whatFor, origin),
  };
}

const EXPECTED: { readonly [whatFor in WhatFor]: string } = {
  host: "a name",
  owner: "a name relative to the zone",
  mailbox: "a mailbox as a name",
  zone: "the name of a zone",
  "zone file": "a name",
};

/** Far more than the longest name with every octet escaped; nobody needs a remedy for such a text. */
const MAX_EXPLAINED = 2_000;

/** What a text is, and the name or the names in it. */
interface Peeled {
  readonly what?: string;
  readonly name?: string;
  readonly names?: readonly string[];
}

const NOTHING: Peeled = {};

/** Takes off layer by layer what does not belong to a name; the outermost is what the text is. */
function peel(text: string): Peeled {
  if (PLACEHOLDER.test(text)) return { what: "a placeholder that nothing has filled in" };
  let what: string | undefined;
  let rest = text;
  for (let layers = 0; layers < 8 && !isPlain(rest); layers++) {
    const layer = peelEdges(rest) ?? peelAddress(rest) ?? peelForm(rest) ?? peelList(rest);
    if (layer === undefined) return what === undefined ? NOTHING : { what };
    if (!("rest" in layer)) return what === undefined ? layer : { ...layer, what };
    what ??= layer.what;
    rest = layer.rest;
    if (layer.what === AN_ADDRESS) break;
  }
  const hasName = isPlain(rest) || rest.includes(":");
  return { ...(what !== undefined && { what }), ...(hasName && { name: rest }) };
}

const PLACEHOLDER = /\$\{|\{\{|\{%|<%|^\$\w+$|^%\w+%$|^\{\w+\}$/;

interface Layer {
  readonly what: string;
  readonly rest: string;
}

/** White space and what cannot be seen, at the start and at the end. */
function peelEdges(text: string): Layer | undefined {
  let start = 0;
  let end = text.length;
  while (start < end && isEdge(text[start]!)) start += 1;
  while (end > start && isEdge(text[end - 1]!)) end -= 1;
  if (start === end) return { what: "nothing but white space", rest: "" };
  if (start === 0 && end === text.length) return undefined;
  const where = start === 0 ? "at its end" : end === text.length ? "at its start" : "around it";
  const edge = start === 0 ? text.slice(end) : text[0]!;
  return {
    what: `with ${wordFor(/[\n\r]/.exec(edge)?.[0] ?? edge[0]!)} ${where}`,
    rest: text.slice(start, end),
  };
}

function isEdge(character: string): boolean {
  return /[\p{White_Space}\p{Cf}\p{Cc}]/u.test(character);
}

const AN_ADDRESS = "an address";

/** IPv6, which is full of colons, with what people put around it. */
function peelAddress(text: string): Layer | undefined {
  const rest = /^\[?([0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*)(?:%[^\]]*)?(?:\](?::[0-9]*)?)?(?:\/[0-9]*)?$/i.exec(
    text,
  )?.[1];
  return rest === undefined ? undefined : { what: AN_ADDRESS, rest };
}

/** What a text is, and in parentheses what is left of it. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^\[[^\]]*\]\(([^)]*)\)$/, "a Markdown link"],
  [/^(["'`])(.*)\1$/s, "a name in quotes"],
  [/^([“”„‘’‚«»‹›])(.*)[“”‘’«»‹›]$/s, "a name in quotes"],
  [/^(<)(.*)>$/s, "a name in angle brackets"],
  [/^(\()(.*)\)$/s, "a name in parentheses"],
  [/^(\[)(.*)\](?::[0-9]*)?$/s, "a name in square brackets"],
  [/^(\{)(.*)\}$/s, "a name in braces"],
  [/^mailto:[^@]*@([^@?]+)/is, "a mail address"],
  [/^(?:[a-z][a-z0-9+.-]*:)?\/\/(?:[^/?#@]*@)?([^/?#]*)/is, "a URL"],
  [/^(?:https?|ftp|wss?|sips?|ldaps?):([^/?#]+)/is, "a URL"],
  [/^[^@\s,;]+@([^@\s,;]+)$/s, "a mail address"],
  [/^([^/?#:\s]+):[0-9]*(?:[/?#]\S*)?$/s, "a name with a port"],
  [/^([0-9]{1,3}(?:\.[0-9]{1,3}){3})\/[0-9]{1,2}$/, "a network"],
  [/^([^/?#\s]+)\/\S*$/s, "a name with a path"],
  [/^([^?#\s]+)[?#]\S*$/s, "a name with a part of a URL"],
];

function peelForm(text: string): Layer | undefined {
  for (const [form, what] of FORMS) {
    const found = form.exec(text);
    if (found !== null) return { what, rest: found[2] ?? found[1]! };
  }
  return undefined;
}

/** Names in a row, or one with something beside it: a number, a comment, a comma. */
function peelList(text: string): Layer | Peeled | undefined {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== "");
  const names = parts.filter((part) => isPlain(part) && part.includes(".") && !/^[0-9.]+$/.test(part));
  if (names.length > 1) return { what: "several names", names };
  const [name] = names;
  if (/\s/.test(text)) return name === undefined ? undefined : { what: "with white space in it", rest: name };
  const [only] = parts;
  if (only === undefined || parts.length > 1 || only === text || !isPlain(only)) return undefined;
  const where = text.startsWith(only) ? "at its end" : text.endsWith(only) ? "at its start" : "around it";
  return { what: `with ${wordFor(text.replace(only, "")[0]!)} ${where}`, rest: only };
}

/** Nothing in it but what names have, and letters outside ASCII. */
function isPlain(text: string): boolean {
  return /^[\w*+.\-\p{L}\p{M}\p{N}]+$/u.test(text) && !/^\.|\.\./.test(text);
}

function remedy(text: string, name: string, whatFor: WhatFor, origin: Name): string {
  if (/^[0-9]+(?:\.[0-9]+){3}$/.test(name) || name.includes(":")) {
    return "Give the host a name with an A or AAAA record, and write that name.";
  }
  const local = /^(?:mailto:)?<?([\w.+\\-]+)@/i.exec(text.trim())?.[1];
  if (whatFor === "mailbox" && local !== undefined) {
    const label = local.replaceAll("\\", "").replaceAll(".", "\\.");
    return `Write the @ as a dot: ${label}.${withoutDot(name)}.`;
  }
  const block = /[^\n\r][\n\r]$/.test(text) ? " After | or > the line break is a part of the value." : "";
  const meant = whatFor === "owner" ? relative(name, origin) : withoutDot(name);
  return `Write the ${whatFor === "host" || whatFor === "zone file" ? "host" : "name"} alone: ${meant}.${block}`;
}

function relative(name: string, origin: Name): string {
  const parsed = parseName(name, ROOT);
  if (origin === ROOT || !isName(parsed) || !isAtOrBelow(parsed, origin)) return withoutDot(name);
  const text = printRelative(parsed, origin);
  return text === "@" ? "''" : text;
}

function withoutDot(name: string): string {
  return name.endsWith(".") ? name.slice(0, -1) : name;
}

function removal(odd: string, what: string | undefined, whatFor: WhatFor): string {
  if (what?.includes("placeholder") === true) return "Write the name itself.";
  const code = odd.charCodeAt(0);
  if (whatFor === "zone file") return "Remove it, unless the name really has it.";
  if (code > 0x7f) return "Remove it.";
  const octet = code > 0x20 && code < 0x7f ? odd : String(code).padStart(3, "0");
  return `Remove it; where the name really has it, write \\${octet}.`;
}

/** How to speak of a character, so that what cannot be seen is seen. */
function wordFor(character: string): string {
  const point = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
  if (character === " ") return "white space";
  if (character === "\t") return "a tab";
  if (character === "\n" || character === "\r") return "a line break";
  if (/\p{White_Space}/u.test(character)) return `white space (${point})`;
  if (/[\p{Cf}\p{Cc}]/u.test(character)) return `an invisible character (${point})`;
  return character > "\x7f" ? `${character} (${point})` : character === '"' ? "a quote" : `"${character}"`;
}
