/**
 * A domain name in uncompressed wire form (RFC 1035 §3.1), held as a string with one character per octet:
 * `www.example.` is `"\x03www\x07example\x00"`. A string compares with `===` and is a key of a Map without
 * further work. The case is as written; `keyOf` gives the form in which names are equal.
 */
export type Name = string & { readonly __name: never };

/** The root zone's name, `.`. */
export const ROOT = "\0" as Name;

/** Octets in a name on the wire, the final zero included (RFC 1035 §2.3.4). */
export const MAX_NAME_LENGTH = 255;

/** Octets in one label (RFC 1035 §2.3.4). */
export const MAX_LABEL_LENGTH = 63;

/** Why a text is no name: what is wrong with it, and how to mend it. */
export interface NameFault {
  readonly rule:
    | "empty-label"
    | "label-length"
    | "name-length"
    | "bad-escape"
    | "relative-name"
    | "not-a-name";
  readonly message: string;
  readonly help: string;
}

/**
 * Reads a name in presentation form (RFC 1035 §5.1) with its escapes `\.` and `\DDD`; characters outside ASCII
 * are taken as UTF-8 octets (A-labels are made at the edge, in `src/`). A name without a final dot is relative
 * to `origin`; without an origin it is a fault. `@` has no meaning here.
 */
export function parseName(text: string, origin?: Name): Name | NameFault {
  if (text === ".") return ROOT;
  if (text === "") return emptyLabel(text);
  let wire = "";
  let label = "";
  let taken = 0; // up to here the text is in the label or before it: what stands for itself is taken in one piece
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code !== DOT && code !== BACKSLASH && code <= 0x7f) {
      at += 1;
      continue;
    }
    label += text.slice(taken, at);
    if (code === DOT) {
      if (label === "") return emptyLabel(text);
      if (label.length > MAX_LABEL_LENGTH) return labelTooLong(label);
      wire += String.fromCharCode(label.length) + label;
      label = "";
      at += 1;
      if (at === text.length) return finish(`${wire}\0`, text);
    } else if (code === BACKSLASH) {
      const octet = escapedOctet(text, at);
      if (octet === undefined) return badEscape(text, at);
      label += String.fromCharCode(octet.value);
      at += octet.length;
    } else {
      const point = String.fromCodePoint(text.codePointAt(at)!);
      label += Buffer.from(point, "utf8").toString("latin1");
      at += point.length;
    }
    taken = at;
  }
  label += text.slice(taken);
  if (label.length > MAX_LABEL_LENGTH) return labelTooLong(label);
  if (origin === undefined) {
    return {
      rule: "relative-name",
      message: `Name ${quote(text)} has no final dot`,
      help: `Write the whole name with a dot at its end: ${quote(`${text}.`)}.`,
    };
  }
  return finish(`${wire}${String.fromCharCode(label.length)}${label}${origin}`, text);
}

const DOT = 0x2e;
const BACKSLASH = 0x5c;

/** True for a name, false for the fault that `parseName` gave instead. */
export function isName(result: Name | NameFault): result is Name {
  return typeof result === "string";
}

/** The name in presentation form, absolute, with every octet that needs it escaped (RFC 4343 §2.1). */
export function printName(name: Name): string {
  if (name === ROOT) return ".";
  let text = "";
  for (let at = 0; name.charCodeAt(at) !== 0; at += 1 + name.charCodeAt(at)) {
    text += `${printLabel(name.slice(at + 1, at + 1 + name.charCodeAt(at)))}.`;
  }
  return text;
}

/** The name as seen from `origin`: `@` for the origin itself, without its suffix below it, else absolute. */
export function printRelative(name: Name, origin: Name): string {
  if (keyOf(name) === keyOf(origin)) return "@";
  if (origin === ROOT || !isBelow(name, origin)) return printName(name);
  return printName((name.slice(0, name.length - origin.length) + ROOT) as Name).slice(0, -1);
}

/** One label in presentation form. */
function printLabel(label: string): string {
  for (let at = 0; at < label.length; at++) if (PLAIN[label.charCodeAt(at)] === 0) return escapeLabel(label);
  return label;
}

function escapeLabel(label: string): string {
  let text = "";
  for (const char of label) {
    const code = char.charCodeAt(0);
    if (PLAIN[code] === 1) text += char;
    else if (code <= 0x20 || code >= 0x7f) text += `\\${String(code).padStart(3, "0")}`;
    else text += `\\${char}`;
  }
  return text;
}

/** Octets that stand for themselves in every place of a zone file: visible ones without a meaning of their own. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, code) =>
  code > 0x20 && code < 0x7f && !'.\\"();@$'.includes(String.fromCharCode(code)) ? 1 : 0,
);

/** The form in which equal names are equal: ASCII letters in lower case (RFC 4343 §3). */
export function keyOf(name: Name): Name {
  return (/[A-Z]/.test(name) ? name.replace(/[A-Z]+/g, (upper) => upper.toLowerCase()) : name) as Name;
}

/** The labels from left to right, without the root's. */
export function labelsOf(name: Name): string[] {
  const labels: string[] = [];
  for (let at = 0; name.charCodeAt(at) !== 0; at += 1 + name.charCodeAt(at)) {
    labels.push(name.slice(at + 1, at + 1 + name.charCodeAt(at)));
  }
  return labels;
}

/** How many labels the name has, the root's not counted (RFC 4034 §3.1.3 counts the same way, less a `*`). */
export function labelCount(name: Name): number {
  let count = 0;
  for (let at = 0; name.charCodeAt(at) !== 0; at += 1 + name.charCodeAt(at)) count += 1;
  return count;
}

/** The name one label up. The root is its own parent. */
export function parentOf(name: Name): Name {
  return name === ROOT ? ROOT : (name.slice(1 + name.charCodeAt(0)) as Name);
}

/** The name `label.name`. The caller vouches for the lengths. */
export function childOf(label: string, name: Name): Name {
  return (String.fromCharCode(label.length) + label + name) as Name;
}

/** The name is `ancestor` or lies below it. */
export function isAtOrBelow(name: Name, ancestor: Name): boolean {
  if (ancestor.length > name.length) return false;
  const start = name.length - ancestor.length;
  let at = 0;
  while (at < start) at += 1 + name.charCodeAt(at);
  if (at !== start) return false;
  // Nearly all names are written in the same case as their zone's.
  return name.endsWith(ancestor) || keyOf(name.slice(start) as Name) === keyOf(ancestor);
}

/** The name lies strictly below `ancestor`. */
export function isBelow(name: Name, ancestor: Name): boolean {
  return name.length > ancestor.length && isAtOrBelow(name, ancestor);
}

/** The first label is `*` (RFC 4592 §2.1.1). */
export function isWildcard(name: Name): boolean {
  return name.charCodeAt(0) === 1 && name.charCodeAt(1) === 0x2a;
}

/** Canonical order of names: by labels from the right, as lower-case octets (RFC 4034 §6.1). */
export function compareNames(a: Name, b: Name): number {
  if (a === b) return 0;
  let left = findLabels(a, leftLabels);
  let right = findLabels(b, rightLabels);
  while (left > 0 && right > 0) {
    const order = compareLabels(a, leftLabels[--left]!, b, rightLabels[--right]!);
    if (order !== 0) return order;
  }
  return left - right;
}

/**
 * A key whose order as a string is the canonical order of names, for whoever sorts so many that comparing them label
 * by label takes too long: the labels from right to left in lower case, with an octet 0 after each. So that this 0
 * comes before everything that a label can hold, an octet 0 or 1 in a label is written as two.
 */
export function sortKeyOf(name: Name): string {
  if (name === ROOT) return "";
  const end = 1 + name.charCodeAt(0);
  const parent = name.slice(end) as Name; // a name's tail from a length octet on is a name
  // Names mostly come in the order of their zone, with the parent of the one before.
  if (parent !== lastParent) {
    const key = sortKeyOf(parent);
    lastParent = parent;
    lastKey = key;
  }
  const label = name.slice(1, end);
  return `${lastKey}${/[\0\x01A-Z]/.test(label) ? foldedLabel(label) : label}\0`;
}

let lastParent: Name | undefined;
let lastKey = "";

function foldedLabel(label: string): string {
  return keyOf(label.replace(/[\0\x01]/g, escapeLow) as Name); // it has only letters in common with a name, which is all that matters there
}

function escapeLow(octet: string): string {
  return octet === "\0" ? "\x01\x01" : "\x01\x02";
}

// Where the labels of the two names begin that are being compared; here, so that sorting allocates nothing.
const leftLabels = new Uint8Array(MAX_NAME_LENGTH);
const rightLabels = new Uint8Array(MAX_NAME_LENGTH);

/** Notes where each label begins; gives their count. */
function findLabels(name: Name, labels: Uint8Array): number {
  let count = 0;
  for (let at = 0; name.charCodeAt(at) !== 0; at += 1 + name.charCodeAt(at)) labels[count++] = at;
  return count;
}

/** The order of two labels, given where their length octets stand. */
function compareLabels(a: Name, startOfA: number, b: Name, startOfB: number): number {
  const lengthOfA = a.charCodeAt(startOfA);
  const lengthOfB = b.charCodeAt(startOfB);
  const shorter = Math.min(lengthOfA, lengthOfB);
  for (let at = 1; at <= shorter; at++) {
    const order = lower(a.charCodeAt(startOfA + at)) - lower(b.charCodeAt(startOfB + at));
    if (order !== 0) return order;
  }
  return lengthOfA - lengthOfB;
}

function lower(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet;
}

function finish(wire: string, text: string): Name | NameFault {
  if (wire.length <= MAX_NAME_LENGTH) return wire as Name;
  return {
    rule: "name-length",
    message: `Name ${quote(text)} is ${wire.length} octets long; expected ${MAX_NAME_LENGTH} at most`,
    help: "Shorten the name; its length on the wire is one octet per label, the labels, and one at the end.",
  };
}

function emptyLabel(text: string): NameFault {
  return {
    rule: "empty-label",
    message: `Name ${quote(text)} has an empty label`,
    help: "Write exactly one dot between two labels, and none at the start.",
  };
}

function labelTooLong(label: string): NameFault {
  return {
    rule: "label-length",
    message: `Label ${quote(printLabel(label))} is ${label.length} octets long; expected ${MAX_LABEL_LENGTH} at most`,
    help: "Shorten the label.",
  };
}

function badEscape(text: string, at: number): NameFault {
  return {
    rule: "bad-escape",
    message: `Name ${quote(text)} has the escape ${quote(text.slice(at, at + 4))}; expected \\DDD from \\000 to \\255, or \\ and one other character`,
    help: "Write a backslash itself as \\\\.",
  };
}

/** The octet that the escape at `at` stands for, and how many characters it takes. */
function escapedOctet(text: string, at: number): { value: number; length: number } | undefined {
  const next = text[at + 1];
  if (next === undefined) return undefined;
  if (next < "0" || next > "9") {
    return next > "\x7f" ? undefined : { value: next.charCodeAt(0), length: 2 };
  }
  const digits = text.slice(at + 1, at + 4);
  if (!/^[0-9]{3}$/.test(digits) || Number(digits) > 255) return undefined;
  return { value: Number(digits), length: 4 };
}

function quote(text: string): string {
  return JSON.stringify(text);
}
