import { characterString } from "../fields/character-string.ts";
import { u16 } from "../fields/integer.ts";
import { canonicalName } from "../fields/name.ts";
import { shown } from "../fields/yaml-text.ts";
import { ROOT } from "../name.ts";
import { faultOfSubstitution } from "./naptr-substitution.ts";
import { type Refusal, recordType } from "./record-type.ts";

/** Naming authority pointer: how a name is rewritten into a URI or another name (RFC 3403 §4.1). */
export const NAPTR = recordType({
  type: "NAPTR",
  code: 35,
  rfc: "RFC 3403 §4.1",
  about: "How this name is rewritten into a URI or another name",
  example: '100 10 "U" "E2U+sip" "!^.*$!sip:info@example.com!" .',
  fields: {
    order: u16,
    preference: u16,
    flags: characterString,
    service: characterString,
    regexp: characterString,
    replacement: canonicalName,
  },
  describe: {
    order: "Lower values are used first, and only the lowest that fits",
    preference: "Among the same order, lower values are tried first",
    flags: "S, A, U or P, which end the rewriting; empty to go on",
    service: "Service, for example E2U+sip",
    regexp: "Substitution, for example !^.*$!sip:info@example.com!",
    replacement: 'Next name to look up; "." when there is a regexp',
  },
  check: ({ flags, regexp, replacement }) => {
    if (!/^[0-9A-Z]*$/i.test(flags) || (flags.match(/[SAUP]/gi) ?? []).length > 1) {
      return refusal(
        "flags",
        `NAPTR flags is ${shown(flags)}; expected one of S, A, U and P, or none (RFC 3403 §4.1)`,
        "Write the one flag that says what the result is.",
      );
    }
    if (regexp !== "" && replacement !== ROOT) {
      return refusal(
        "replacement",
        "NAPTR has both a regexp and a replacement; expected one of them (RFC 3403 §4.1)",
        'Write "." as replacement, or an empty regexp.',
      );
    }
    if (regexp === "" && replacement === ROOT) {
      return refusal(
        "regexp",
        "NAPTR has neither a regexp nor a replacement; expected one of them (RFC 3403 §4.1)",
        "Write the regexp, or the name that comes next as replacement.",
      );
    }
    const fault = regexp === "" ? undefined : faultOfSubstitution(regexp);
    return fault === undefined
      ? undefined
      : refusal(
          "regexp",
          `NAPTR regexp is ${shown(regexp)}; ${fault} (RFC 3402 §3.2)`,
          "Write for example !^.*$!sip:info@example.com!.",
        );
  },
});

/** Clients that follow it come to no result, or none that was meant; all can read it. */
function refusal(field: string, message: string, help: string): Refusal {
  return { field, readable: true, rule: "naptr-value", message, help };
}
