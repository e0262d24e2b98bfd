import { suffixLength } from "./fields/address-suffix.ts";
import type { Field } from "./fields/field.ts";
import { recordTypeOf } from "./records/index.ts";
import type { AnyRecordType } from "./records/record-type.ts";
import { type Octets, octetsOf } from "./wire.ts";

/**
 * Data in canonical form: the names in it are in lower case, for the types where that is so (RFC 4034 §6.2; RFC 6840
 * §5.1 takes NSEC out of its list). Data that its type does not allow stays as it is from there on.
 */
export function canonicalRdata(type: number, rdata: Octets): Octets {
  if (!hasCanonicalNames(type) || !/[A-Z]/.test(rdata)) return rdata;
  const bytes = Buffer.from(rdata, "latin1");
  makeRdataCanonical(type, bytes, 0, bytes.length);
  return octetsOf(bytes, 0, bytes.length);
}

/** Data of this type holds names that canonical form has in lower case. */
export function hasCanonicalNames(type: number): boolean {
  return stepsOf(type).length > 0;
}

/** Brings the data from `start` to `end` into canonical form, in place. */
export function makeRdataCanonical(type: number, bytes: Uint8Array, start: number, end: number): void {
  let at = start;
  for (const step of stepsOf(type)) {
    if (step >= 0) at += step;
    else if (step === STRING) at += at < end ? 1 + bytes[at]! : 1;
    else if (step === SUFFIX) at += suffixLength(bytes[at - 1]!);
    else at = passName(bytes, at, end, step === LOWER_NAME);
    if (at >= end) return;
  }
}

/** Puts the name at `start`, at most up to `end`, into lower case. */
export function makeNameCanonical(bytes: Uint8Array, start: number, end: number): void {
  passName(bytes, start, end, true);
}

// A step through rdata: a count of octets to pass over, or one of these.
const STRING = -1;
const NAME = -2;
const LOWER_NAME = -3;
const SUFFIX = -4;

/** The steps to the last name that is in lower case; none where no name is. */
function stepsOf(type: number): readonly number[] {
  const known = stepsByType.get(type);
  if (known !== undefined) return known;
  const codec = recordTypeOf(type);
  const steps = codec === undefined ? [] : stepsThrough(codec);
  stepsByType.set(type, steps);
  return steps;
}

const stepsByType = new Map<number, readonly number[]>();

function stepsThrough(codec: AnyRecordType): readonly number[] {
  const steps: number[] = [];
  let last = 0;
  for (const field of codec.names.map((name) => codec.fields[name]!)) {
    const step = stepOver(field);
    if (step === undefined) break;
    steps.push(step);
    if (step === LOWER_NAME) last = steps.length;
  }
  return steps.slice(0, last);
}

function stepOver({ extent, use }: Field<unknown>): number | undefined {
  switch (extent) {
    case "name":
      return use === "keep" ? NAME : LOWER_NAME;
    case "string":
      return STRING;
    case "suffix":
      return SUFFIX;
    case "rest":
      return use === "lower" ? LOWER_NAME : undefined;
    default:
      return extent;
  }
}

/** Where the name at `start` ends; at most `end`. */
function passName(bytes: Uint8Array, start: number, end: number, toLower: boolean): number {
  let at = start;
  while (at < end) {
    const length = bytes[at]!;
    if (length === 0 || length > 63) return at + 1;
    const next = at + 1 + length;
    for (at += 1; toLower && at < next && at < end; at++) {
      const octet = bytes[at]!;
      if (octet >= 0x41 && octet <= 0x5a) bytes[at] = octet | 0x20;
    }
    at = next;
  }
  return end;
}
