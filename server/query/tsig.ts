import { CLASS_ANY } from "../../dns/classes.ts";
import { makeNameBuffer, type NameBuffer, readName } from "./name.ts";
import { expandName, MAX_NAME_LENGTH, RECORD_TAIL, skipName, skipRecord, u16 } from "./query-record.ts";

/** The TSIG record of a query, as far as an answer needs it. One object, filled again by each `readTsig`. */
export interface Tsig {
  /** The key's name in full. */
  readonly key: Uint8Array;
  keyLength: number;
  readonly algorithm: NameBuffer;
  /** When it was signed, and how far clocks may differ. */
  readonly times: Uint8Array;
  /** The query's id, as the signer has seen it. */
  readonly id: Uint8Array;
}

/** The record to be read into. */
export const tsig: Tsig = {
  key: new Uint8Array(MAX_NAME_LENGTH),
  keyLength: 0,
  algorithm: makeNameBuffer(),
  times: new Uint8Array(8),
  id: new Uint8Array(2),
};

/** The type of the record that signs a message (RFC 8945 §4.2). */
export const TSIG = 250;

/**
 * Reads the TSIG record at `start`, which must be the last of the query (RFC 8945 §5.1). Gives the offset after it, -1
 * where it is none, or is broken.
 */
export function readTsig(packet: Uint8Array, length: number, start: number): number {
  const tail = skipName(packet, length, start);
  const end = skipRecord(packet, length, start);
  if (end < 0 || u16(packet, tail) !== TSIG || u16(packet, tail + 2) !== CLASS_ANY) return -1;
  tsig.keyLength = expandName(packet, length, start, tsig.key);
  // The algorithm's name is never compressed (RFC 3597 §4).
  const at = readName(tsig.algorithm, packet, tail + RECORD_TAIL, end);
  const macAt = at + tsig.times.length;
  if (tsig.keyLength < 0 || at < 0 || macAt + 2 > end) return -1;
  const id = macAt + 2 + u16(packet, macAt);
  if (id + 6 > end || id + 6 + u16(packet, id + 4) !== end) return -1; // id, error, length of other data
  for (let octet = 0; octet < tsig.times.length; octet++) tsig.times[octet] = packet[at + octet]!;
  for (let octet = 0; octet < tsig.id.length; octet++) tsig.id[octet] = packet[id + octet]!;
  return end;
}
