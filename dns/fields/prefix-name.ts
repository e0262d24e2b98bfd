import { Fault } from "../fault.ts";
import { isName, type Name, parseName, printName, ROOT } from "../name.ts";
import { prefixIn } from "./address-suffix.ts";
import type { Field } from "./field.ts";
import { canonicalName } from "./name.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * The name that has the prefix of an A6 address, or nothing where the prefix has no bits (RFC 2874 §3.1). The
 * value is the text of the name, or empty. In canonical form it is in lower case (RFC 4034 §6.2).
 */
export const prefixName: Field<string> = {
  schema: { type: "string", examples: ["prefix.example.com."] },
  accept: (yaml) => (scalarText(yaml) === "" ? "" : printName(canonicalName.accept(yaml))),
  yaml: (value) => (value === "" ? "" : canonicalName.yaml(nameOf(value))),
  print: (value) => value,
  parse: (tokens, out, start = 0) => {
    if (prefixIn(out.bytes, start) > 0) canonicalName.parse(tokens, out);
  },
  write: (value, out, start = 0) => {
    const prefix = prefixIn(out.bytes, start);
    if ((prefix === 0) !== (value === "")) {
      throw new Fault(
        `is ${JSON.stringify(value)}; expected ${prefix === 0 ? "nothing" : "a name"} for a prefix_length of ${prefix}`,
        "Write the name that has the prefix, and none where the prefix has no bits.",
      );
    }
    if (value !== "") out.octets(nameOf(value));
  },
  read: (wire, start = 0) => (prefixIn(wire.bytes, start) === 0 ? "" : printName(wire.name())),
  extent: "rest",
  use: "lower",
  fallback: "",
};

function nameOf(text: string): Name {
  const wire = parseName(text, ROOT);
  if (!isName(wire)) throw new Fault(`is refused: ${wire.message}`, wire.help, wire.rule);
  return wire;
}
