import { Fault } from "../fault.ts";
import { type Name, printName } from "../name.ts";
import type { Octets } from "../wire.ts";
import { base64Of, octetsOfBase64 } from "./base64.ts";
import type { Field } from "./field.ts";
import { hexOf, octetsOfHex } from "./hex.ts";
import { acceptInteger, takeInteger, u8 } from "./integer.ts";
import { name, takeName } from "./name.ts";
import { acceptItems } from "./svc-param-list.ts";
import { scalarText } from "./yaml-text.ts";

// The rdata of HIP begins with the lengths of the two fields that follow, around the algorithm (RFC 8005 §5).
const HIT_LENGTH_AT = 0;
const KEY_LENGTH_AT = 2;

/**
 * The algorithm of the public key, in a head of four octets with the lengths of HIT and key, which these put
 * there.
 */
export const keyAlgorithm: Field<number> = {
  ...u8,
  accept: (yaml) => acceptInteger(yaml, 0xff),
  parse: (tokens, out) => out.u32(takeInteger(tokens, 0xff) << 16),
  write: (value, out) => out.u32(value << 16),
  read: (wire) => (wire.u32() >>> 16) & 0xff,
  extent: 4,
};

/** The host identity tag in hex digits without spaces, one octet at least (RFC 8005 §6). */
export const hostIdentityTag: Field<Octets> = {
  schema: { type: "string", minLength: 2 },
  accept: (yaml) => sized(octetsOfHex(scalarText(yaml)), 0xff),
  yaml: hexOf,
  print: hexOf,
  parse: (tokens, out, start = 0) => {
    tokens.take("hex digits");
    const octets = sized(octetsOfHex(tokens.text), 0xff);
    out.bytes[start + HIT_LENGTH_AT] = octets.length;
    out.octets(octets);
  },
  write: (octets, out, start = 0) => {
    out.bytes[start + HIT_LENGTH_AT] = sized(octets, 0xff).length;
    out.octets(octets);
  },
  read: (wire, start = 0) => sized(wire.octets(wire.bytes[start + HIT_LENGTH_AT]!), 0xff),
  extent: "rest",
};

/** The public key in Base64 without spaces, one octet at least (RFC 8005 §6). */
export const hostIdentity: Field<Octets> = {
  schema: { type: "string", minLength: 1 },
  accept: (yaml) => octetsOfBase64(scalarText(yaml).replace(/[ \t\r\n]+/g, "")),
  yaml: base64Of,
  print: base64Of,
  parse: (tokens, out, start = 0) => {
    tokens.take("Base64");
    const octets = sized(octetsOfBase64(tokens.text), 0xffff);
    putLength(out.bytes, start, octets.length);
    out.octets(octets);
  },
  write: (octets, out, start = 0) => {
    putLength(out.bytes, start, sized(octets, 0xffff).length);
    out.octets(octets);
  },
  read: (wire, start = 0) => {
    const at = start + KEY_LENGTH_AT;
    return sized(wire.octets((wire.bytes[at]! << 8) | wire.bytes[at + 1]!), 0xffff);
  },
  extent: "rest",
};

/**
 * Names that take the rest of the rdata, in the order of preference; never compressed, and with their case
 * (RFC 8005 §5).
 */
export const rendezvousServers: Field<readonly Name[]> = {
  schema: { type: "array", items: { type: "string" }, examples: [["rvs.example.com."]] },
  accept: (yaml) => acceptItems(yaml, name.accept),
  yaml: (names) => names.map(name.yaml),
  print: (names) => names.map(printName).join(" "),
  parse: (tokens, out) => {
    while (tokens.left > 0) takeName(tokens, out);
  },
  write: (names, out) => {
    for (const each of names) out.octets(each);
  },
  read: (wire) => {
    const names: Name[] = [];
    while (wire.left > 0) names.push(wire.name());
    return names;
  },
  extent: "rest",
  use: "keep",
  fallback: [],
};

function putLength(bytes: Uint8Array, start: number, length: number): void {
  bytes[start + KEY_LENGTH_AT] = length >>> 8;
  bytes[start + KEY_LENGTH_AT + 1] = length;
}

function sized(octets: Octets, most: number): Octets {
  if (octets.length >= 1 && octets.length <= most) return octets;
  throw new Fault(`is ${octets.length} octets long; expected 1 to ${most}`, "Copy the whole value again.");
}
