import { Fault } from "../fault.ts";
import type { Tokens } from "../tokens.ts";
import { MAX_TTL, TTL_TOO_GREAT, ttlOfOctets } from "../ttl.ts";
import type { Reading } from "./reading.ts";
import { type TypeToken, typeOfToken } from "./type-token.ts";

/**
 * Takes what stands between the owner and the data: TTL and class in either order, both of which may be left out, and
 * the type (RFC 1035 §5.1). Sets `reading.type`, and in the view the type and the TTL: `NO_TTL` for a SOA record that
 * finds none, `UNKNOWN_TTL` for any other.
 */
export function takeHead(reading: Reading): void {
  const { tokens, view } = reading;
  let stated = NO_TTL;
  let hasClass = false;
  for (;;) {
    if (tokens.left === 0) throw noType(tokens);
    tokens.take("a record type");
    const first = tokens.bytes[tokens.start]!;
    if (first >= ZERO && first <= NINE && !tokens.quoted) {
      if (stated !== NO_TTL) throw twice(tokens, "TTL");
      stated = takenTtl(tokens, "TTL ");
      reading.lastTtl = stated;
    } else if (isTakenIn(tokens)) {
      if (hasClass) throw twice(tokens, "Class");
      hasClass = true;
    } else {
      const type = tokens.quoted ? undefined : typeOfToken(tokens);
      if (type === undefined) throw notAType(reading);
      if (isMeta(type.code)) throw metaType(tokens, type.code);
      reading.type = type;
      view.type = type.code;
      view.ttl = stated !== NO_TTL ? stated : inheritedTtl(reading, type);
      return;
    }
  }
}

/** The TTL that the token taken last states, in seconds. A fault says what it is about with `subject`. */
export function takenTtl(tokens: Tokens, subject: string): number {
  const ttl = ttlOfOctets(tokens.bytes, tokens.start, tokens.end);
  if (ttl >= 0) return ttl;
  throw new Fault(
    `${subject}is ${JSON.stringify(tokens.text)}; expected 0 to ${MAX_TTL} seconds, or units as in 1h30m`,
    ttl === TTL_TOO_GREAT
      ? "A week has 604800 seconds, a year 31536000."
      : "A line that begins with a blank belongs to the owner before; any other begins with its owner.",
    ttl === TTL_TOO_GREAT ? "ttl-range" : "ttl-syntax",
  );
}

/** No TTL is stated, and none set before. */
export const NO_TTL = -1;

/** The TTL is not known; that is noted once, and such records are checked and dropped. */
export const UNKNOWN_TTL = -2;

/** The type's number of a SOA record. */
export const SOA = 6;

const ZERO = 0x30;
const NINE = 0x39;

function inheritedTtl(reading: Reading, type: TypeToken): number {
  const { defaultTtl, lastTtl } = reading;
  const ttl = defaultTtl !== NO_TTL ? defaultTtl : lastTtl;
  if (ttl !== NO_TTL || type.code === SOA) return ttl;
  const fault = new Fault(
    "TTL is missing, and nothing sets a default",
    "Write $TTL 3600 at the top of the file, or the seconds before the type.",
    "ttl-missing",
  );
  reading.reportToken(fault, "ttl-missing", "RFC 2308 §4");
  reading.defaultTtl = UNKNOWN_TTL;
  return UNKNOWN_TTL;
}

/** The token taken last is the class IN, by name or as `CLASS1` (RFC 3597 §5). */
function isTakenIn(tokens: Tokens): boolean {
  const { bytes, start, end } = tokens;
  if (end - start === 2) return (bytes[start]! | 0x20) === 0x69 && (bytes[start + 1]! | 0x20) === 0x6e;
  return end - start === 6 && bytes[start + 5] === 0x31 && tokens.text.toUpperCase() === "CLASS1";
}

/** Types that ask for something or stand in a message only, and those set aside for more of them (RFC 6895 §3.1). */
function isMeta(code: number): boolean {
  return code === 0 || code === OPT || (code >= 128 && code <= 255);
}

const OPT = 41;

const OTHER_CLASSES = /^(?:CH|HS|CS|NONE|CLASS[0-9]{1,5})$/i;

function notAType(reading: Reading): Fault {
  const { tokens, source } = reading;
  const { text } = tokens;
  if (OTHER_CLASSES.test(text) && !tokens.quoted) {
    return new Fault(
      `Class is ${text}; expected IN`,
      "Only the class IN (Internet) is served: write IN or leave the class out.",
      "class",
    );
  }
  return new Fault(
    `Found ${JSON.stringify(text)} where the record type is expected`,
    source.blankOwner
      ? "This line begins with a blank, so it belongs to the owner before: write a type such as A or MX, or begin the line with the owner."
      : "After the owner come TTL, class (IN) and type, such as A or MX; a type without a name is written TYPE65280.",
    "unknown-type",
  );
}

function noType(tokens: Tokens): Fault {
  tokens.start = tokens.end;
  tokens.quoted = false;
  return new Fault(
    "Record type is missing; expected a type such as A or MX, and its data",
    "Complete the record, or remove the line.",
    "type-missing",
  );
}

function metaType(tokens: Tokens, code: number): Fault {
  return new Fault(
    `Type is ${tokens.text}, number ${code}, which is no record of a zone`,
    "It belongs to messages between servers and clients: remove the record.",
    "meta-type",
  );
}

function twice(tokens: Tokens, what: string): Fault {
  return new Fault(
    `${what} stands twice, the second time as ${JSON.stringify(tokens.text)}`,
    "Remove one of the two.",
    "record-head",
  );
}
