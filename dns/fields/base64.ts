import { Fault } from "../fault.ts";
import type { Octets } from "../wire.ts";
import type { Field } from "./field.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * Octets that take the rest of the rdata, one at least, in Base64 with padding that may be cut by spaces
 * (RFC 4648 §4; RFC 4034 §2.2). The value is the octets.
 */
export const base64Rest: Field<Octets> = {
  schema: { type: "string", minLength: 1 },
  accept: (yaml) => octetsOfBase64(scalarText(yaml).replace(/[ \t\r\n]+/g, "")),
  yaml: base64Of,
  print: base64Of,
  parse: (tokens, out) => {
    let digits = "";
    do {
      tokens.take("Base64");
      digits += tokens.text;
    } while (tokens.left > 0);
    out.octets(octetsOfBase64(digits));
  },
  write: (octets, out) => out.octets(nonEmpty(octets)),
  read: (wire) => nonEmpty(wire.rest()),
  extent: "rest",
};

/** Octets in Base64, without spaces. */
export function base64Of(octets: Octets): string {
  return Buffer.from(octets, "latin1").toString("base64");
}

/** The octets that Base64 without spaces stands for; the empty text, and whatever we would not write, is a fault. */
export function octetsOfBase64(digits: string): Octets {
  const bad = /[^A-Za-z0-9+/=]/u.exec(digits);
  if (bad !== null) throw new Fault(`has the character ${JSON.stringify(bad[0])}; expected Base64`, HELP);
  const bytes = Buffer.from(digits, "base64");
  // Node reads over wrong lengths, missing padding and bits that no octet takes; all of them are copies gone wrong.
  if (bytes.toString("base64") !== digits) {
    throw new Fault(`has ${digits.length} characters of Base64 that do not end an octet`, HELP);
  }
  return nonEmpty(bytes.toString("latin1"));
}

function nonEmpty(octets: Octets): Octets {
  if (octets === "") throw new Fault("is empty; expected Base64", HELP);
  return octets;
}

const HELP = "Copy the whole value again, with the = at its end where it has one.";
