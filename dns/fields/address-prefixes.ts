import { Fault } from "../fault.ts";
import { trimEndOf } from "../trim-end.ts";
import { type Octets, Reader, Writer } from "../wire.ts";
import type { Field } from "./field.ts";
import { ipv4, printIpv4 } from "./ipv4.ts";
import { ipv6, printIpv6 } from "./ipv6.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * Prefixes of addresses that take the rest of the rdata, `1:192.0.2.0/24 !2:2001:db8::/32` as text, none at
 * all included; addresses are cut after their last octet that is not zero (APL, RFC 3123 §4 and §5). The
 * value is the text.
 */
export const addressPrefixes: Field<string> = {
  schema: { type: "string", examples: ["1:192.0.2.0/24 !1:192.0.2.64/28"] },
  accept: (yaml) => {
    const out = new Writer();
    for (const item of scalarText(yaml).split(/[ \t\r\n]+/)) if (item !== "") putItem(item, out);
    return textOf(out.since(0));
  },
  yaml: (value) => value,
  print: (value) => value,
  parse: (tokens, out) => {
    while (tokens.left > 0) {
      tokens.take(EXPECTED);
      putItem(tokens.text, out);
    }
  },
  write: (value, out) => {
    for (const item of value.split(" ")) if (item !== "") putItem(item, out);
  },
  read: readItems,
  extent: "rest",
};

const EXPECTED = "an address prefix such as 1:192.0.2.0/24 or !2:2001:db8::/32";

/** Address families by IANA's numbers, the only ones that have a text (RFC 3123 §4.1, §4.2). */
const FAMILIES: {
  readonly [family: number]: { field: Field<string>; octets: number; print: (o: Octets) => string };
} = {
  1: { field: ipv4, octets: 4, print: printIpv4 },
  2: { field: ipv6, octets: 16, print: printIpv6 },
};

const NEGATION = 0x80;

function putItem(text: string, out: Writer): void {
  const parts = /^(!?)([12]):([^/]+)\/([0-9]{1,3})$/.exec(text);
  if (parts === null) throw noPrefix(text);
  const [, negation, family, address, prefix] = parts;
  const { field, octets } = FAMILIES[Number(family)]!;
  if (Number(prefix) > 8 * octets) throw noPrefix(text);
  const whole = new Writer();
  field.write(field.accept(address), whole);
  const cut = trimEndOf(whole.since(0), "\0");
  out.u16(Number(family));
  out.u8(Number(prefix));
  out.u8((negation === "" ? 0 : NEGATION) | cut.length);
  out.octets(cut);
}

function textOf(octets: Octets): string {
  return readItems(Reader.of(octets));
}

function readItems(wire: Reader): string {
  const items: string[] = [];
  while (wire.left > 0) {
    const family = wire.u16();
    const prefix = wire.u8();
    const flags = wire.u8();
    const cut = wire.octets(flags & ~NEGATION);
    const known = FAMILIES[family];
    if (known === undefined) throw malformed(`has the address family ${family}; expected 1 or 2`);
    if (prefix > 8 * known.octets)
      throw malformed(`has a prefix of ${prefix} bits; expected ${8 * known.octets} at most`);
    if (cut.length > known.octets)
      throw malformed(`has an address of ${cut.length} octets; expected ${known.octets} at most`);
    if (cut.endsWith("\0")) throw malformed("has an address that ends in a zero octet");
    const address = known.print(cut.padEnd(known.octets, "\0"));
    items.push(`${(flags & NEGATION) === 0 ? "" : "!"}${family}:${address}/${prefix}`);
  }
  return items.join(" ");
}

function noPrefix(text: string): Fault {
  return new Fault(
    `has ${JSON.stringify(text)}; expected ${EXPECTED}`,
    "Write the family (1 for IPv4, 2 for IPv6), a colon, the address, a slash and the length; ! before it for all but it.",
  );
}

function malformed(message: string): Fault {
  return new Fault(message, "Write the list as text.");
}
