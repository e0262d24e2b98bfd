import { Fault } from "../fault.ts";
import type { Field } from "./field.ts";
import { scalarText } from "./yaml-text.ts";

/** The tag of CAA: a length octet and 1 to 255 ASCII letters and digits (RFC 8659 §4.1). The value is as written. */
export const caaTag: Field<string> = {
  schema: { type: "string", minLength: 1, examples: ["issue", "issuewild", "iodef"] },
  accept: (yaml) => checked(scalarText(yaml)),
  yaml: (tag) => tag,
  print: (tag) => tag,
  parse: (tokens, out) => {
    tokens.take(EXPECTED);
    const tag = checked(tokens.text);
    out.u8(tag.length);
    out.octets(tag);
  },
  write: (tag, out) => {
    out.u8(checked(tag).length);
    out.octets(tag);
  },
  read: (wire) => checked(wire.octets(wire.u8())),
  extent: "string",
};

const EXPECTED = "a tag such as issue: 1 to 255 letters and digits";

function checked(tag: string): string {
  if (/^[0-9A-Za-z]{1,255}$/.test(tag)) return tag;
  throw new Fault(
    `is ${JSON.stringify(tag)}; expected ${EXPECTED}`,
    "Write issue, issuewild, iodef, issuemail or contactemail.",
    "caa-value",
  );
}
