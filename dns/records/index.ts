import { MX } from "./mx.ts";
import type { AnyRecordType, Fields, RecordType, Values } from "./record-type.ts";

/** THE TABLE: every record type, one file and one line each, in the order of their mnemonics. */
export const RECORD_TYPES = [MX] as const satisfies readonly AnyRecordType[];

/** The data of a record as values, told apart by `type`. */
export type Rdata = { [I in keyof Table]: RdataOf<Table[I]> }[number];

const byCode = new Map<number, AnyRecordType>(RECORD_TYPES.map((type) => [type.code, type]));
const byMnemonic = new Map<string, AnyRecordType>(RECORD_TYPES.map((type) => [type.type, type]));

/** The record type with this number, if the table has it. */
export function recordTypeOf(code: number): AnyRecordType | undefined {
  return byCode.get(code);
}

/** The record type with this mnemonic (upper case), if the table has it. */
export function recordTypeNamed(mnemonic: string): AnyRecordType | undefined {
  return byMnemonic.get(mnemonic);
}

type Table = typeof RECORD_TYPES;
type RdataOf<T> =
  T extends RecordType<infer Type, infer F extends Fields> ? { readonly type: Type } & Values<F> : never;
