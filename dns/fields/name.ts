import { Fault } from "../fault.ts";
import type { WhatFor } from "../meant-name.ts";
import { isName, MAX_LABEL_LENGTH, MAX_NAME_LENGTH, type Name, parseName, printName, ROOT } from "../name.ts";
import type { Tokens } from "../tokens.ts";
import type { Writer } from "../wire.ts";
import { lacksALabel, whyNoName, writeName } from "../written-name.ts";
import type { Field, NameUse } from "./field.ts";
import { NAME_PATTERN } from "./name-pattern.ts";
import { scalarText } from "./yaml-text.ts";

/** A name that a message may compress: only in the types of RFC 1035 (RFC 3597 §4). */
export const compressibleName: Field<Name> = nameField("compress");

/** A name that is never compressed and is in lower case in canonical form (RFC 4034 §6.2). */
export const canonicalName: Field<Name> = nameField("lower");

/** A name that is never compressed and keeps its case in canonical form (types newer than RFC 4034). */
export const name: Field<Name> = nameField("keep");

/** A name of a mailbox that a message may compress (RFC 1035 §3.3, RFC 3597 §4). */
export const compressibleMailbox: Field<Name> = nameField("compress", "mailbox");

/** A name that stands for a mail address, its @ written as a dot (RFC 1035 §8); otherwise as `canonicalName`. */
export const canonicalMailbox: Field<Name> = nameField("lower", "mailbox");

function nameField(use: NameUse, whatFor: "host" | "mailbox" = "host"): Field<Name> {
  const example = whatFor === "host" ? "host.example.net." : "hostmaster.example.com.";
  return {
    schema: { type: "string", pattern: NAME_PATTERN, examples: [example] },
    accept: (yaml) => acceptName(yaml, whatFor),
    yaml: (value) => writeName(value),
    print: printName,
    parse: takeName,
    write: (value, out) => out.octets(value),
    read: (wire) => wire.name(),
    extent: "name",
    use,
  };
}

/** The name that a YAML scalar stands for. Names in YAML are absolute with or without the final dot. */
function acceptName(yaml: unknown, whatFor: WhatFor): Name {
  const text = scalarText(yaml);
  if (text === "@") {
    throw new Fault('is "@", which has no meaning here', "Write the zone's name.", "name-at-sign");
  }
  const fault = whyNoName(text, ROOT, whatFor);
  if (fault !== undefined) throw new Fault(fault.message, fault.help, fault.rule);
  if (lacksALabel(text)) throw noALabel(text);
  const result = parseName(text, ROOT);
  if (!isName(result)) throw new Fault(`is refused: ${result.message}`, result.help, result.rule);
  return result;
}

/** Whoever reads YAML makes A-labels of names, but not of those that stand within a field. */
function noALabel(text: string): Fault {
  return new Fault(
    `is ${JSON.stringify(text)}, with letters outside ASCII; expected its A-labels`,
    "Write each label with such letters as its A-label, which begins with xn--.",
    "idna-invalid",
  );
}

/** Takes a token that is a name and writes its wire form; a relative one is completed with `$ORIGIN`. */
export function takeName(tokens: Tokens, out: Writer): void {
  tokens.take("a domain name");
  writeTakenName(tokens, out);
}

/** Writes the wire form of the name that was taken last. */
export function writeTakenName(tokens: Tokens, out: Writer): void {
  const { bytes, end, origin } = tokens;
  let at = tokens.start;
  out.reserve(end - at + 2 + origin.length);
  const begin = out.length;
  const wire = out.bytes;
  if (end - at === 1 && bytes[at] === AT) {
    writeOrigin(tokens, out, begin);
    return;
  }
  if (end - at === 1 && bytes[at] === DOT) {
    out.u8(0);
    return;
  }
  if (end === at)
    throw new Fault("is empty; expected a domain name", "Write @ for the origin.", "empty-label");
  let lengthAt = begin;
  let to = begin + 1;
  let closed = false;
  while (at < end) {
    let octet = bytes[at]!;
    if (octet === DOT) {
      closeLabel(tokens, wire, lengthAt, to);
      lengthAt = to;
      to += 1;
      at += 1;
      closed = at === end;
      continue;
    }
    if (octet === BACKSLASH) {
      const next = at + 1 < end ? bytes[at + 1]! : -1;
      if (next >= ZERO && next <= NINE) {
        octet = at + 3 < end ? decimal(bytes, at + 1) : -1;
        at += 4;
      } else {
        octet = next;
        at += 2;
      }
      if (octet < 0 || octet > 255) throw badEscape(tokens);
    } else {
      at += 1;
    }
    wire[to++] = octet;
  }
  if (closed) {
    wire[lengthAt] = 0;
    out.length = to;
  } else {
    closeLabel(tokens, wire, lengthAt, to);
    out.length = to;
    if (origin.length === 0) {
      throw new Fault(
        `is ${show(tokens)}, without a final dot, and there is no origin`,
        "Write the whole name with a dot at its end.",
        "relative-name",
      );
    }
    out.copy(origin, 0, origin.length);
  }
  const length = out.length - begin;
  if (length > MAX_NAME_LENGTH) {
    throw new Fault(
      `is ${length} octets long; expected ${MAX_NAME_LENGTH} at most`,
      "Shorten the name.",
      "name-length",
    );
  }
}

const DOT = 0x2e;
const AT = 0x40;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const NINE = 0x39;

function writeOrigin(tokens: Tokens, out: Writer, begin: number): void {
  if (tokens.origin.length === 0) {
    throw new Fault(
      "is @, and there is no origin",
      "Write the whole name, or set $ORIGIN above.",
      "relative-name",
    );
  }
  out.length = begin;
  out.copy(tokens.origin, 0, tokens.origin.length);
}

function closeLabel(tokens: Tokens, wire: Uint8Array, lengthAt: number, to: number): void {
  const length = to - lengthAt - 1;
  if (length === 0) {
    throw new Fault(
      `is ${show(tokens)}, with an empty label`,
      "Write exactly one dot between two labels.",
      "empty-label",
    );
  }
  if (length > MAX_LABEL_LENGTH) {
    throw new Fault(
      `has a label of ${length} octets; expected ${MAX_LABEL_LENGTH} at most`,
      "Shorten the label.",
      "label-length",
    );
  }
  wire[lengthAt] = length;
}

/** The value of three decimal digits, or -1. */
function decimal(bytes: Uint8Array, at: number): number {
  const a = bytes[at]! - ZERO;
  const b = bytes[at + 1]! - ZERO;
  const c = bytes[at + 2]! - ZERO;
  return b < 0 || b > 9 || c < 0 || c > 9 ? -1 : a * 100 + b * 10 + c;
}

function badEscape(tokens: Tokens): Fault {
  return new Fault(
    `is ${show(tokens)}, with a broken escape; expected \\DDD from \\000 to \\255, or \\ and one other character`,
    "Write a backslash itself as \\\\.",
    "bad-escape",
  );
}

function show(tokens: Tokens): string {
  return JSON.stringify(tokens.text);
}
