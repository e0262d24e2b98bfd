import { Fault } from "../fault.ts";
import type { Octets } from "../wire.ts";
import { printString } from "./character-string.ts";
import { unescapeText } from "./escapes.ts";
import type { Field } from "./field.ts";
import { text } from "./text.ts";
import { acceptText } from "./yaml-text.ts";

/**
 * One or more character-strings that take the rest of the rdata and mean something each, unlike those of TXT,
 * which are one text. In YAML they stand side by side as in a zone file: `qnamemin "a b"`.
 */
export const strings: Field<readonly Octets[]> = {
  ...text,
  schema: { type: "string", minLength: 1, examples: ["first second", '"with a space" second'] },
  accept: (yaml) => {
    const found = split(acceptText(yaml));
    if (found.length === 0) throw new Fault("has no string; expected one at least", HELP);
    return found;
  },
  yaml: (found) => found.map((string) => (PLAIN.test(string) ? string : printString(string))).join(" "),
};

const PLAIN = /^[\x21\x23-\x5b\x5d-\x7e]+$/; // all that is visible, without quotes and backslashes
const HELP = 'Write strings with spaces between, those with a space inside in quotes: one "two three".';

function split(octets: Octets): readonly Octets[] {
  const found: Octets[] = [];
  const next = /[ \t\r\n]*(?:"((?:[^"\\]|\\[\s\S])*)"|((?:[^" \t\r\n\\]|\\[\s\S])+))/y;
  const end = octets.trimEnd().length;
  while (next.lastIndex < end) {
    const at = next.lastIndex;
    const part = next.exec(octets);
    if (part === null) {
      throw new Fault(`has ${JSON.stringify(octets.slice(at))}, a quote or backslash without an end`, HELP);
    }
    const string = unescapeText(part[1] ?? part[2]!);
    if (string.length > 255) {
      throw new Fault(
        `has a string of ${string.length} octets; expected 255 at most`,
        "Split it, or shorten it.",
        "txt-string-length",
      );
    }
    found.push(string);
  }
  return found;
}
