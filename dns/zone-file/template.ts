import { Fault } from "../fault.ts";
import type { Octets, Writer } from "../wire.ts";

/** A text of `$GENERATE` in pieces: what stands as it is, and places for the number. */
export type Template = readonly (Octets | Counter)[];

/** A place for the number: how it is written there. */
export interface Counter {
  /** Added to the number. */
  readonly offset: number;
  /** Characters at least; zeros are put before the number. */
  readonly width: number;
  /** Decimal, octal, hexadecimal, or hexadecimal digits from the last to the first with dots between them. */
  readonly mode: "d" | "o" | "x" | "X" | "n" | "N";
}

/**
 * Finds the places for the number in a text, as BIND does: `$` is the number, `${offset,width,mode}` the
 * number in another form, `$$` and `\$` a dollar sign. `last` is the last number that comes.
 */
export function parseTemplate(text: Octets, last: number): Template {
  const template: (Octets | Counter)[] = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const char = text[at]!;
    if (char === "\\") {
      plain += text.slice(at, at + 2);
      at += 2;
    } else if (char !== "$") {
      plain += char;
      at += 1;
    } else if (text[at + 1] === "$") {
      plain += "\\$";
      at += 2;
    } else {
      const braces = text[at + 1] === "{" ? bracesAt(text, at + 1) : "";
      template.push(plain, counterOf(braces, last));
      plain = "";
      at += 1 + braces.length;
    }
  }
  template.push(plain);
  return template;
}

/** Writes the text for one number. */
export function writeTemplate(template: Template, number: number, out: Writer): void {
  for (const piece of template) out.octets(typeof piece === "string" ? piece : printNumber(number, piece));
}

const DEFAULT: Counter = { offset: 0, width: 0, mode: "d" };
const MAX_NUMBER = 2 ** 31 - 1; // as in BIND, which counts in 32 bits with a sign
const MIN_NUMBER = -(2 ** 31);
const MAX_WIDTH = 127; // as in BIND

/** `{…}` from its opening brace on. */
function bracesAt(text: Octets, open: number): string {
  const close = text.indexOf("}", open);
  return text.slice(open, close === -1 ? text.length : close + 1);
}

function counterOf(braces: string, last: number): Counter {
  if (braces === "") return DEFAULT;
  const parts = /^\{([+-]?[0-9]{1,10})(?:,([0-9]{1,3})(?:,([doxXnN]))?)?\}$/.exec(braces);
  const offset = Number(parts?.[1]);
  const width = Number(parts?.[2] ?? 0);
  const mode = (parts?.[3] ?? "d") as Counter["mode"]; // the pattern has no other letters
  if (parts === null || offset > MAX_NUMBER || offset < MIN_NUMBER || width > MAX_WIDTH) {
    throw new Fault(
      `has ${JSON.stringify(`$${braces}`)}; expected \${offset,width,mode} with a width up to ${MAX_WIDTH} and a mode of d o x X n N`,
      `Width and mode may be left out, as in \${1} and \${0,3}. A dollar sign is written $$.`,
    );
  }
  if (last + offset > MAX_NUMBER) {
    throw new Fault(
      `has ${JSON.stringify(`$${braces}`)}, which ends with ${last + offset}; expected ${MAX_NUMBER} at most`,
      "End with a smaller number, or take a smaller offset.",
    );
  }
  return { offset, width, mode };
}

function printNumber(number: number, { offset, width, mode }: Counter): string {
  const value = number + offset;
  const bits = value >>> 0; // below zero the other forms have the 32 bits of the number, as in BIND
  switch (mode) {
    case "d":
      return value < 0 ? `-${String(-value).padStart(width - 1, "0")}` : String(value).padStart(width, "0");
    case "o":
      return bits.toString(8).padStart(width, "0");
    case "x":
      return bits.toString(16).padStart(width, "0");
    case "X":
      return bits.toString(16).toUpperCase().padStart(width, "0");
    case "n":
      return printNibbles(bits, width);
    case "N":
      return printNibbles(bits, width).toUpperCase();
    default:
      return mode satisfies never;
  }
}

/**
 * The digits for a name below ip6.arpa. As in BIND, the width counts the dots too, and an even one ends in a
 * dot.
 */
function printNibbles(value: number, width: number): string {
  const digits = value.toString(16).padStart(Math.ceil(width / 2), "0");
  const text = [...digits].reverse().join(".");
  return text.length < width ? `${text}.` : text;
}
