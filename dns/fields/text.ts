import { Fault } from "../fault.ts";
import type { Octets, Reader } from "../wire.ts";
import { MAX_STRING_LENGTH, printString, readString, takeString, writeString } from "./character-string.ts";
import type { Field } from "./field.ts";
import { acceptText, textOf } from "./yaml-text.ts";

/**
 * A text of one or more character-strings that take the rest of the rdata (RFC 1035 §3.3.14). The value keeps the
 * strings apart, because the wire does. In YAML it is one text of any length in UTF-8, cut into strings of 255
 * octets; programs that read it put the strings together again (RFC 7208 §3.3, RFC 6376 §3.6.2.2).
 */
export const text: Field<readonly Octets[]> = {
  schema: { type: "string" },
  accept: (yaml) => cut(acceptText(yaml)),
  yaml: (strings) => textOf(strings.join("")),
  print: (strings) => strings.map(printString).join(" "),
  parse: (tokens, out) => {
    takeString(tokens, out);
    while (tokens.left > 0) takeString(tokens, out);
  },
  write: (strings, out) => {
    if (strings.length === 0) throw noString();
    for (const string of strings) writeString(string, out);
  },
  read: readAll,
  extent: "rest",
};

/** Octets in strings of 255; no octets at all are one empty string. */
function cut(octets: Octets): readonly Octets[] {
  const strings: Octets[] = [];
  for (let at = 0; at < octets.length; at += MAX_STRING_LENGTH) {
    strings.push(octets.slice(at, at + MAX_STRING_LENGTH));
  }
  return strings.length === 0 ? [""] : strings;
}

function readAll(wire: Reader): readonly Octets[] {
  if (wire.left === 0) throw noString();
  const strings: Octets[] = [];
  while (wire.left > 0) strings.push(readString(wire));
  return strings;
}

function noString(): Fault {
  return new Fault("has no string; expected one at least", 'Write "" for an empty text.');
}
