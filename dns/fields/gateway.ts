import { Fault } from "../fault.ts";
import { isName, type Name, parseName, printName, ROOT } from "../name.ts";
import type { Tokens } from "../tokens.ts";
import type { Reader, Writer } from "../wire.ts";
import type { Field } from "./field.ts";
import { ipv4 } from "./ipv4.ts";
import { ipv6 } from "./ipv6.ts";
import { name } from "./name.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * A gateway or relay: nothing (`.`), an address or a name, as the second octet of the rdata says (RFC 4025
 * §2.3, RFC 8777 §4.2.3); `mask` has its bits that do. The value is the text; a name ends with a dot, so that
 * it is no address. Names keep their case in canonical form: RFC 4034 §6.2 has none of these types.
 */
export function gateway(mask: number): Field<string> {
  return {
    schema: { type: "string", examples: ["192.0.2.38", "2001:db8::1", "gateway.example.com.", NONE] },
    accept: acceptGateway,
    yaml: (value) => (isNameText(value) ? name.yaml(nameOf(value)) : value),
    print: (value) => value,
    parse: (tokens, out, start = 0) => take(kindIn(out.bytes, start), tokens, out),
    write: (value, out, start = 0) => put(kindIn(out.bytes, start), value, out),
    read: (wire, start = 0) => readOf(kindIn(wire.bytes, start), wire),
    extent: "rest",
    use: "keep",
  };

  function kindIn(bytes: Uint8Array, start: number): number {
    return bytes[start + 1]! & mask;
  }
}

/** What kinds of gateway there are, for the field that says which. */
export const GATEWAY_KINDS = "0 for none, 1 for IPv4, 2 for IPv6, 3 for a name";

const NONE = ".";

function acceptGateway(yaml: unknown): string {
  const text = scalarText(yaml);
  if (text === NONE) return NONE;
  if (/^[0-9]+(?:\.[0-9]+){3}$/.test(text)) return ipv4.accept(text);
  if (text.includes(":") && !text.endsWith(".")) return ipv6.accept(text);
  return printName(name.accept(text));
}

/** The text is a name: only those end with a dot. */
function isNameText(value: string): boolean {
  return value !== NONE && value.endsWith(".");
}

function nameOf(text: string): Name {
  const wire = parseName(text, ROOT);
  if (!isName(wire)) throw new Fault(`is refused: ${wire.message}`, wire.help, wire.rule);
  return wire;
}

function take(kind: number, tokens: Tokens, out: Writer): void {
  switch (kind) {
    case 0:
      tokens.take(EXPECTED[0]);
      if (tokens.text !== NONE) throw misfit(kind, tokens.text);
      return;
    case 1:
      ipv4.parse(tokens, out);
      return;
    case 2:
      ipv6.parse(tokens, out);
      return;
    case 3:
      name.parse(tokens, out);
      return;
    default:
      throw unknownKind(kind);
  }
}

function put(kind: number, value: string, out: Writer): void {
  const isAddress = !value.endsWith(".");
  const given = value === NONE && kind === 0 ? 0 : isAddress ? (value.includes(":") ? 2 : 1) : 3;
  if (kind > 3) throw unknownKind(kind);
  if (given !== kind) throw misfit(kind, value);
  if (kind === 1) ipv4.write(value, out);
  if (kind === 2) ipv6.write(value, out);
  if (kind === 3) out.octets(nameOf(value));
}

function readOf(kind: number, wire: Reader): string {
  switch (kind) {
    case 0:
      return NONE;
    case 1:
      return ipv4.read(wire);
    case 2:
      return ipv6.read(wire);
    case 3:
      return printName(wire.name());
    default:
      throw unknownKind(kind);
  }
}

const EXPECTED = [
  '".", none',
  "an IPv4 address such as 192.0.2.1",
  "an IPv6 address such as 2001:db8::1",
  "a domain name",
] as const;

function misfit(kind: number, found: string): Fault {
  return new Fault(
    `is ${JSON.stringify(found)}; expected ${EXPECTED[kind]} for kind ${kind}`,
    `Correct it, or its kind: ${GATEWAY_KINDS}.`,
  );
}

function unknownKind(kind: number): Fault {
  return new Fault(`has the kind ${kind}; expected 0 to 3`, `Write ${GATEWAY_KINDS}.`);
}
