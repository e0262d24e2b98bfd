import { meantName, type WhatFor } from "./meant-name.ts";
import { labelsOf, type Name, type NameFault, ROOT } from "./name.ts";

/**
 * Why a text that somebody wrote is no name, although DNS would carry its octets: a URL, a port, a comma, white space.
 * Letters, digits, hyphens, `_`, `*` and `+` stand for themselves. `/` does in reverse names (RFC 2317), and so does
 * everything that can be seen in the instance label of a service (RFC 6763 §4.1.1). Any other octet is meant where it
 * stands escaped (RFC 1035 §5.1), as in `\032`. Letters outside ASCII are left to whoever makes A-labels of them.
 *
 * @param origin completes a name without a final dot
 * @param whatFor decides the remedy
 */
export function whyNoName(
  text: string,
  origin: Name = ROOT,
  whatFor: WhatFor = "host",
): NameFault | undefined {
  if (PLAIN_TEXT.test(text)) return undefined;
  const bare = text.replace(ESCAPE, "x"); // what is escaped is meant, whatever it is
  const isAbsolute = bare.endsWith(".");
  const written = (isAbsolute ? bare.slice(0, -1) : bare).split(".");
  const labels = isAbsolute ? written : [...written, ...labelsOf(origin)];
  const odd = oddCharacter(written, labels);
  if (odd === undefined) return undefined;
  const { message, help } = meantName(text, odd, whatFor, origin);
  const isTorn = odd === " " && labels.findIndex((_, index) => isInstance(labels, index)) > 0;
  return { rule: "not-a-name", message, help: isTorn ? TORN : help };
}

/** `Dr. Who._http._tcp`: its first label is not all of the instance. */
const TORN = "Write \\. for a dot in the name of a service instance.";

/**
 * A name as somebody would write it who means every octet: `parseName` reads it back, `whyNoName` has no word about
 * it. Absolute, or relative to an origin that it lies below.
 */
export function writeName(name: Name, origin: Name = ROOT): string {
  const labels = labelsOf(name).map((label) => label.replace(/[^\w*+/-]/g, escaped));
  const written = labels.map((label, index) =>
    maySlash(label, index, labels) ? label : label.replaceAll("/", "\\/"),
  );
  return origin === ROOT ? `${written.join(".")}.` : written.slice(0, -labelsOf(origin).length).join(".");
}

/** A label has letters outside ASCII, which it may have only where it is free text. */
export function lacksALabel(text: string): boolean {
  if (/^[\x00-\x7f]*$/.test(text)) return false;
  const labels = text.match(WRITTEN_LABEL) ?? [];
  return labels.some((label, index) => /[^\x00-\x7f]/.test(label) && !isInstance(labels, index));
}

/** The labels of a name as they are written: `site`, `example`, `net`. What follows an escape is part of its label. */
export const WRITTEN_LABEL = /(?:\\[\s\S]|[^\\.])+/g;

/** The label at this place is what people call a service, in free text: `Lobby, 2nd floor._ipp._tcp` (RFC 6763 §4.1). */
export function isInstance(labels: readonly string[], index: number): boolean {
  const [service, protocol] = labels.slice(index + 1, index + 3);
  return service?.startsWith("_") === true && protocol !== undefined && /^_(?:tcp|udp)$/i.test(protocol);
}

const PLAIN_TEXT = /^[\w*+.-]*$/;
const ESCAPE = /\\(?:[0-9]{3}|[\s\S])/g;

/** The first character that stands in a place where no name has it. */
function oddCharacter(written: readonly string[], labels: readonly string[]): string | undefined {
  for (const [index, label] of written.entries()) {
    const odd = (index === 0 && isInstance(labels, 0) ? ODD_IN_INSTANCE : ODD).exec(label)?.[0];
    if (odd !== undefined) return odd;
    if (label.includes("/") && !maySlash(label, index, labels)) return "/";
  }
  return undefined;
}

/**
 * What names do not have: visible ASCII but for a few; white space; what cannot be seen; and the quotes, brackets and
 * dashes of typography, of which UTS #46 would make A-labels. Joiners (U+200C, U+200D) may be right between letters.
 */
const ODD =
  /[^\w*+\-/\u0080-\u{10ffff}]|(?!-)[\p{White_Space}\p{Cc}\p{Pi}\p{Pf}\p{Ps}\p{Pe}\p{Pd}]|(?![\u200c\u200d])\p{Cf}/u;
const ODD_IN_INSTANCE = /^\p{White_Space}|\p{White_Space}$|\p{Cc}/u;

/**
 * RFC 2317 has `/` in labels of reverse names. Elsewhere it is one only between two numbers: `0/25.rev.example.com`,
 * where somebody keeps such names below their own, but not at the end, where it is a prefix: `192.0.2.0/24`.
 */
function maySlash(label: string, index: number, labels: readonly string[]): boolean {
  const [above = "", top = ""] = labels.slice(-2);
  if (/^arpa$/i.test(top) && /^(?:in-addr|ip6)$/i.test(above)) return true;
  if (index === 0 && isInstance(labels, index)) return true;
  return /^[0-9]+\/[0-9]+$/.test(label) && index < labels.length - 1;
}

function escaped(octet: string): string {
  const code = octet.charCodeAt(0);
  return code > 0x20 && code < 0x7f ? `\\${octet}` : `\\${String(code).padStart(3, "0")}`;
}
