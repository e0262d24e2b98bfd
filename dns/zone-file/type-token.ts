import { recordTypeOf } from "../records/index.ts";
import type { AnyRecordType } from "../records/record-type.ts";
import type { Tokens } from "../tokens.ts";
import { typeCode } from "../types.ts";

/** What a token says about the type of a record. */
export interface TypeToken {
  readonly code: number;
  /** Its entry in the table, if it has one. */
  readonly codec: AnyRecordType | undefined;
}

/**
 * The type that the token taken last names: a mnemonic in any case or `TYPEnnn`; undefined for any other text.
 * Answers are remembered by the token's octets, since a zone has a million records and six types.
 */
export function typeOfToken(tokens: Tokens): TypeToken | undefined {
  const { bytes, start, end } = tokens;
  let hash = end - start;
  for (let at = start; at < end; at++) hash = (hash * 31 + bytes[at]!) & LAST_SLOT;
  const known = remembered[hash]!;
  if (isText(known.text, bytes, start, end)) return known.type;
  const { text } = tokens;
  const code = text.length > LONGEST ? undefined : typeCode(text);
  if (code === undefined) return undefined;
  const type = { code, codec: recordTypeOf(code) };
  remembered[hash] = { text: Uint8Array.from(bytes.subarray(start, end)), type };
  return type;
}

const LONGEST = 32; // characters; no mnemonic comes near
const LAST_SLOT = 0xff;

interface Remembered {
  readonly text: Uint8Array;
  readonly type: TypeToken | undefined;
}

const remembered: Remembered[] = Array.from({ length: LAST_SLOT + 1 }, () => ({
  text: new Uint8Array(0),
  type: undefined,
}));

function isText(text: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  const { length } = text;
  if (length !== end - start) return false;
  for (let at = 0; at < length; at++) if (text[at] !== bytes[start + at]) return false;
  return true;
}
