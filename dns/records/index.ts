import { MX } from "./mx.ts";
import type { Fields, RecordType, Values } from "./record-type.ts";

/** THE TABLE: every record type, one file and one line each. */
export const RECORD_TYPES = [MX] as const satisfies readonly RecordType<string, never>[];

/** The data of a record as values, told apart by `type`. */
export type Rdata = { [I in keyof Table]: RdataOf<Table[I]> }[number];

type Table = typeof RECORD_TYPES;
type RdataOf<T> =
  T extends RecordType<infer Type, infer F extends Fields> ? { readonly type: Type } & Values<F> : never;
