import { Fault } from "../fault.ts";
import type { Field } from "./field.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * A point in time: seconds since 1970 in four octets, `YYYYMMDDHHmmSS` in UTC or the seconds as text
 * (RFC 4034 §3.2). The value is the seconds. They count modulo 2^32 (RFC 4034 §3.1.5): any date is read, and the one
 * from 1970 to 2106 is printed, because which of them is near takes a clock to tell.
 */
export const timestamp: Field<number> = {
  schema: { type: "string", examples: ["20260701000000"] },
  accept: (yaml) => {
    const bytes = Buffer.from(scalarText(yaml), "utf8");
    return secondsOf(bytes, 0, bytes.length);
  },
  yaml: printTime,
  print: printTime,
  parse: (tokens, out) => {
    tokens.take(EXPECTED);
    out.u32(secondsOf(tokens.bytes, tokens.start, tokens.end));
  },
  write: (seconds, out) => out.u32(seconds),
  read: (wire) => wire.u32(),
  extent: 4,
};

const EXPECTED = "a time as YYYYMMDDHHmmSS, or seconds since 1970";
const WRAP = 2 ** 32;
const CYCLE = 400; // years after which the calendar repeats
const SECONDS_IN_CYCLE = 146_097 * 86_400;

function printTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace(/[-:T]/g, "");
}

function secondsOf(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  let seconds = length > 0 && length <= 10 ? digits(bytes, start, length) : -1;
  if (length === 14) seconds = secondsOfDate(bytes, start);
  if (seconds >= 0 && seconds < WRAP) return seconds;
  const text = Buffer.from(bytes.subarray(start, end)).toString("latin1");
  throw new Fault(
    `is ${JSON.stringify(text)}; expected ${EXPECTED}`,
    "Write year, month, day, hour, minute and second in UTC, for example 20260701000000.",
  );
}

/** Seconds of a date in 14 digits, modulo 2^32; -1 when there is no such date. */
function secondsOfDate(bytes: Uint8Array, start: number): number {
  const year = digits(bytes, start, 4);
  const month = digits(bytes, start + 4, 2);
  const day = digits(bytes, start + 6, 2);
  const hour = digits(bytes, start + 8, 2);
  const minute = digits(bytes, start + 10, 2);
  const second = digits(bytes, start + 12, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
  // Date.UTC takes the years 0 to 99 for those of the 20th century, so it is asked about a cycle later.
  const later = Date.UTC(year + CYCLE, month - 1, day, hour, minute, second) / 1000;
  return (((later - SECONDS_IN_CYCLE) % WRAP) + WRAP) % WRAP;
}

/** The number that `count` decimal digits stand for, or -1. */
function digits(bytes: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let at = start; at < start + count; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
