import { algorithm } from "../fields/algorithm.ts";
import { base32hex } from "../fields/base32hex.ts";
import { base64Rest } from "../fields/base64.ts";
import { caaTag } from "../fields/caa-tag.ts";
import { characterString } from "../fields/character-string.ts";
import { duration } from "../fields/duration.ts";
import type { Field } from "../fields/field.ts";
import { hexRest, salt } from "../fields/hex.ts";
import { u8, u16, u32 } from "../fields/integer.ts";
import { ipv4 } from "../fields/ipv4.ts";
import { ipv6 } from "../fields/ipv6.ts";
import {
  canonicalMailbox,
  canonicalName,
  compressibleMailbox,
  compressibleName,
  name,
} from "../fields/name.ts";
import { text } from "../fields/text.ts";
import { timestamp } from "../fields/timestamp.ts";
import { typeBitmap } from "../fields/type-bitmap.ts";
import { recordTypeCode } from "../fields/type-code.ts";
import { unboundedText } from "../fields/unbounded-text.ts";
import { RECORD_TYPES } from "../records/index.ts";
import type { AnyRecordType } from "../records/record-type.ts";

/** How a field is read where it is plain; `putPlainRdata` has a case for each. */
export const NAME = 1;
export const U8 = 2;
export const U16 = 3;
export const U32 = 4;
export const IPV4 = 5;
export const IPV6 = 6;
export const TYPE = 7;
export const TIME = 8;
export const BASE64 = 9;
export const HEX = 10;
export const SALT = 11;
export const BASE32 = 12;
export const TYPES = 13;
export const STRING = 14;
export const TAG = 15;
export const TEXT = 16;
const STRINGS = 17; // all that is none of these

/** The steps by which the data of a type is read where it is plain, one for each field; undefined for types with fields that need more. */
export function plainProgram(type: number): Uint8Array | undefined {
  return type <= LARGEST_TYPE ? PROGRAMS[type] : undefined;
}

/** A field that reads as another one does has its step. Of mnemonics and times with units the plain ones are numbers. */
const STEPS: ReadonlyMap<Field<never>["parse"], number> = new Map(
  (
    [
      [NAME, [compressibleName, canonicalName, name, compressibleMailbox, canonicalMailbox]],
      [U8, [u8, algorithm]],
      [U16, [u16]],
      [U32, [u32, duration]],
      [IPV4, [ipv4]],
      [IPV6, [ipv6]],
      [TYPE, [recordTypeCode]],
      [TIME, [timestamp]],
      [BASE64, [base64Rest]],
      [HEX, [hexRest()]],
      [SALT, [salt]],
      [BASE32, [base32hex]],
      [TYPES, [typeBitmap]],
      [STRING, [characterString]],
      [STRINGS, [text]],
      [TAG, [caaTag]],
      [TEXT, [unboundedText(0), unboundedText(1)]],
    ] as const
  ).flatMap(([step, fields]) => fields.map(({ parse }) => [parse, step] as const)),
);

const LARGEST_TYPE = 511; // those that come later are rare

const PROGRAMS = makePrograms();

function makePrograms(): readonly (Uint8Array | undefined)[] {
  const programs: (Uint8Array | undefined)[] = new Array(LARGEST_TYPE + 1).fill(undefined);
  for (const { code, fields } of RECORD_TYPES as readonly AnyRecordType[]) {
    if (code > LARGEST_TYPE) continue;
    const steps = Object.values(fields).map(({ parse }) => STEPS.get(parse));
    if (steps.every((step) => step !== undefined)) programs[code] = Uint8Array.from(steps);
  }
  return programs;
}
