import { ZERO } from "./plain-octets.ts";

/**
 * Writes the number in decimal digits that begins at `from` as so many octets to `wire`, at `to`. Gives where it ends, -1 for what is none
 * or too great.
 */
export function putPlainNumber(
  text: DataView,
  from: number,
  wire: DataView,
  to: number,
  octets: 1 | 2 | 4,
): number {
  let at = from;
  let value = 0;
  for (let digit = text.getUint8(at) - ZERO; digit >= 0 && digit <= 9; digit = text.getUint8(++at) - ZERO) {
    value = value * 10 + digit;
  }
  const digits = at - from;
  if (digits === 0 || digits > MOST_DIGITS || value > MOST[octets]!) return -1;
  if (octets === 1) {
    wire.setUint8(to, value);
  } else if (octets === 2) {
    wire.setUint8(to, value >>> 8);
    wire.setUint8(to + 1, value);
  } else {
    wire.setUint8(to, value >>> 24);
    wire.setUint8(to + 1, value >>> 16);
    wire.setUint8(to + 2, value >>> 8);
    wire.setUint8(to + 3, value);
  }
  return at;
}

const MOST_DIGITS = 10; // of 2^32
const MOST = [0, 0xff, 0xffff, 0, 0xffffffff];

/** The same for a time of the years 1970 to 2105 as `YYYYMMDDHHmmSS` (RFC 4034 §3.2), as seconds since 1970 in four octets. */
export function putPlainTime(text: DataView, from: number, wire: DataView, to: number): number {
  for (let at = from; at < from + 14; at++) if ((text.getUint8(at) - ZERO) >>> 0 > 9) return -1;
  const year = two(text, from) * 100 + two(text, from + 2);
  const month = two(text, from + 4);
  const day = two(text, from + 6);
  const hour = two(text, from + 8);
  const minute = two(text, from + 10);
  const second = two(text, from + 12);
  if (year < 1970 || year > 2105 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59)
    return -1;
  const leap = (year & 3) === 0 && year !== 2100 ? 1 : 0;
  const before = DAYS_BEFORE[month - 1]! + (month > 2 ? leap : 0);
  const after = DAYS_BEFORE[month]! + (month > 1 ? leap : 0);
  if (day < 1 || day > after - before) return -1;
  const leaps = ((year - 1969) >> 2) - (year > 2100 ? 1 : 0); // days of February 29 in the years before
  const days = (year - 1970) * 365 + leaps + before + day - 1;
  const seconds = days * 86_400 + hour * 3600 + minute * 60 + second;
  wire.setUint8(to, seconds >>> 24);
  wire.setUint8(to + 1, seconds >>> 16);
  wire.setUint8(to + 2, seconds >>> 8);
  wire.setUint8(to + 3, seconds);
  return from + 14;
}

/** In a year of 365 days, by month. */
const DAYS_BEFORE = Int32Array.of(0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365);

function two(text: DataView, at: number): number {
  return (text.getUint8(at) - ZERO) * 10 + text.getUint8(at + 1) - ZERO;
}
