import { MAX_TTL } from "../ttl.ts";
import { A, AAAA, CNAME, MX, NS, PTR, SRV, TXT } from "../type-numbers.ts";
import { plainNameEnd, putPlainName } from "./plain-name.ts";
import { afterBlanks, BLANK, CR, LF, LINE_END, PLAIN_KINDS, ZERO } from "./plain-octets.ts";
import { plainRdataEnd, putPlainRdata } from "./plain-rdata.ts";
import type { Reading } from "./reading.ts";

/**
 * Reads the next line where it is a record as most lines of zone files have it: owner or a blank, TTL and IN or neither, a
 * common type and its data, without escapes, parentheses and comments. It goes over the octets once and makes no tokens. False for every
 * other line, a faulty one included: then nothing was taken, and the reader of entries says what it is.
 */
export function readPlainLine(reading: Reading): boolean {
  const { source, out, view } = reading;
  const { bytes, end } = source;
  const start = source.at;
  // What is read below ends at a line end at the latest, so there must be one.
  if (start >= end || bytes[end - 1] !== LF || source.made !== undefined) return false;
  const wire = out.bytes;
  const { origin } = reading.tokens;
  let at = start;
  let ownerEnd = reading.ownerLength;
  const isBlank = PLAIN_KINDS[bytes[at]!] === BLANK;
  if (isBlank) {
    if (reading.owner !== "known") return false;
  } else {
    at = putPlainName(bytes, at, wire, 0, origin);
    if (at < 0) return false;
    ownerEnd = plainNameEnd;
  }
  at = afterBlanks(bytes, at);
  const column = isBlank ? at - start + 1 : 1;

  let stated = -1;
  let hasClass = false;
  let type = 0;
  while (type === 0) {
    const first = bytes[at]! - ZERO;
    if (first >= 0 && first <= 9) {
      if (stated >= 0) return false;
      stated = 0;
      for (let digit = first; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) {
        stated = stated * 10 + digit;
        if (stated > MAX_TTL) return false;
      }
    } else {
      let word = 0;
      for (let octet = bytes[at]!; octet >= CAPITAL_A && octet <= CAPITAL_Z; octet = bytes[++at]!) {
        if (word > LONGEST_WORD) return false;
        word = (word << 5) | (octet & 0x1f);
      }
      if (word !== IN) {
        type = typeOf(word);
        if (type === 0) return false;
      } else {
        if (hasClass) return false;
        hasClass = true;
      }
    }
    if (PLAIN_KINDS[bytes[at]!] !== BLANK) return false;
    at = afterBlanks(bytes, at);
  }
  let ttl = stated;
  if (ttl < 0) ttl = reading.defaultTtl === -1 ? reading.lastTtl : reading.defaultTtl;
  if (ttl < 0) return false;

  at = putPlainRdata(bytes, at, wire, ownerEnd, type, origin);
  if (at < 0) return false;
  at = afterBlanks(bytes, at);
  if (PLAIN_KINDS[bytes[at]!] !== LINE_END) return false;
  source.at = at + (bytes[at] === CR && bytes[at + 1] === LF ? 2 : 1);

  view.line = source.line;
  source.line += 1;
  if (stated >= 0) reading.lastTtl = stated;
  reading.owner = "known";
  reading.ownerLength = ownerEnd;
  out.length = plainRdataEnd;
  view.wire = wire;
  view.ownerLength = ownerEnd;
  view.rdataStart = ownerEnd;
  view.rdataEnd = plainRdataEnd;
  view.type = type;
  view.ttl = ttl;
  view.column = column;
  view.file = source.file;
  reading.onRecord(view);
  return true;
}

const CAPITAL_A = 0x41;
const CAPITAL_Z = 0x5a;

/** A word of capital letters as a number, five bits for each. */
function wordOf(text: string): number {
  return Array.from(text).reduce((word, letter) => (word << 5) | (letter.charCodeAt(0) & 0x1f), 0);
}

const LONGEST_WORD = 2 ** 25 - 1; // five letters
const IN = wordOf("IN");
const IS_A = wordOf("A");
const IS_AAAA = wordOf("AAAA");
const IS_CNAME = wordOf("CNAME");
const IS_MX = wordOf("MX");
const IS_NS = wordOf("NS");
const IS_PTR = wordOf("PTR");
const IS_SRV = wordOf("SRV");
const IS_TXT = wordOf("TXT");

/** The number of the type with such a name, 0 for all that are not plain. */
function typeOf(word: number): number {
  if (word === IS_A) return A;
  if (word === IS_AAAA) return AAAA;
  if (word === IS_CNAME) return CNAME;
  if (word === IS_MX) return MX;
  if (word === IS_TXT) return TXT;
  if (word === IS_NS) return NS;
  if (word === IS_PTR) return PTR;
  return word === IS_SRV ? SRV : 0;
}
