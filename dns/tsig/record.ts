import { CLASS_ANY } from "../classes.ts";
import { Fault } from "../fault.ts";
import type { Name } from "../name.ts";
import { Reader } from "../wire.ts";

/** The record that signs a message (RFC 8945 §4.2). */
export interface TsigRecord {
  /** The key's name as it was written. */
  readonly key: Name;
  readonly algorithm: Name;
  /** When it was signed, in seconds since 1970. */
  readonly time: number;
  /** By how many seconds clocks may differ. */
  readonly fudge: number;
  readonly mac: Uint8Array;
  /** The message's id as the signer has seen it; who forwards may have changed it. */
  readonly id: number;
  /** What was wrong with the request, see `tsig/errors.ts`. */
  readonly error: number;
  /** The server's time for BADTIME, else nothing. */
  readonly other: Uint8Array;
}

/** A TSIG record, and at which offset of the message it stands. */
export interface FoundTsig {
  readonly record: TsigRecord;
  readonly start: number;
}

/**
 * Finds the TSIG record in the first `length` octets of a message; undefined where there is none. It stands alone and
 * last (RFC 8945 §5.1): in any other place, or where the message cannot be read up to it, this is "malformed".
 */
export function findTsig(message: Uint8Array, length = message.length): FoundTsig | "malformed" | undefined {
  const wire = new Reader(message, 0, length, true);
  try {
    return findRecord(wire);
  } catch (error) {
    if (error instanceof Fault) return "malformed";
    throw error;
  }
}

/** The type of the record (RFC 8945 §4.2). */
export const TSIG = 250;

function findRecord(wire: Reader): FoundTsig | "malformed" | undefined {
  wire.at = QDCOUNT;
  const questions = wire.u16();
  const records = wire.u16() + wire.u16();
  const additionals = wire.u16();
  for (let left = questions; left > 0; left--) {
    skipName(wire);
    wire.u32(); // type and class
  }
  for (let left = records; left > 0; left--) if (skipRecord(wire) === TSIG) return "malformed";
  for (let left = additionals; left > 0; left--) {
    const start = wire.at;
    if (skipRecord(wire) !== TSIG) continue;
    if (left > 1) return "malformed";
    wire.end = wire.at;
    wire.at = start;
    return { start, record: readRecord(wire) };
  }
  return undefined;
}

const QDCOUNT = 4;

/** Steps over a record; gives its type. */
function skipRecord(wire: Reader): number {
  skipName(wire);
  const type = wire.u16();
  wire.u16();
  wire.u32();
  const end = wire.u16() + wire.at;
  if (end > wire.end) throw new Fault("runs over the end", "");
  wire.at = end;
  return type;
}

function skipName(wire: Reader): void {
  for (;;) {
    const length = wire.u8();
    if (length === 0) return;
    if (length >= POINTER) {
      wire.u8();
      return;
    }
    if (length > MAX_LABEL) throw new Fault("has a label of an unknown kind", "");
    wire.at += length; // what is read next looks whether it is there
  }
}

const MAX_LABEL = 63; // RFC 1035 §2.3.4
const POINTER = 0xc0; // RFC 1035 §4.1.4

function readRecord(wire: Reader): TsigRecord {
  const key = wire.name();
  wire.u16();
  if (wire.u16() !== CLASS_ANY || wire.u32() !== 0) throw new Fault("has another class or TTL", "");
  wire.u16();
  const algorithm = new Reader(wire.bytes, wire.at, wire.end); // its name is never compressed (RFC 3597 §4)
  const record = { key, algorithm: algorithm.name() };
  wire.at = algorithm.at;
  const time = wire.u16() * 2 ** 32 + wire.u32();
  const fudge = wire.u16();
  const mac = take(wire, wire.u16());
  const id = wire.u16();
  const error = wire.u16();
  const other = take(wire, wire.u16());
  wire.finish();
  return { ...record, time, fudge, mac, id, error, other };
}

/** A copy of so many octets: the message may be written over. */
function take(wire: Reader, length: number): Uint8Array {
  if (length > wire.left) throw new Fault("runs over the end", "");
  const octets = wire.bytes.slice(wire.at, wire.at + length);
  wire.at += length;
  return octets;
}
