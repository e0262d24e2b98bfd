import type { Client } from "../query/client.ts";

/**
 * What one thread hands to the one that writes the log: a ring of fixed size in memory that both have. One side writes,
 * one reads, and neither ever waits for the other. A record stands in one piece.
 */
export interface Ring {
  readonly buffer: SharedArrayBuffer;
  /** Octets ever written at WRITTEN, and taken at TAKEN, modulo 2^32. */
  readonly positions: Int32Array;
  readonly octets: Uint8Array;
  readonly words: Uint32Array;
  readonly times: Float64Array;
}

/** A ring over a buffer that `makeRingBuffer` made. */
export function openRing(buffer: SharedArrayBuffer): Ring {
  return {
    buffer,
    positions: new Int32Array(buffer, 0, POSITIONS / 4),
    octets: new Uint8Array(buffer, POSITIONS),
    words: new Uint32Array(buffer, POSITIONS),
    times: new Float64Array(buffer, POSITIONS),
  };
}

/** Memory for a ring of so many octets, a power of two. */
export function makeRingBuffer(capacity = CAPACITY): SharedArrayBuffer {
  return new SharedArrayBuffer(POSITIONS + capacity);
}

/** Where a record may begin that has so many octets at most, as an offset in the ring; NO_ROOM where it may not. */
export function beginRecord({ positions, octets, words }: Ring, size: number): number {
  const written = positions[WRITTEN]!;
  const at = written & (octets.length - 1);
  const free = octets.length - ((written - Atomics.load(positions, TAKEN)) >>> 0);
  if (at + size <= octets.length) return size <= free ? at : NO_ROOM;
  const rest = octets.length - at;
  if (rest + size > free) return NO_ROOM;
  words[at >> 2] = 0; // nothing more until the end: the next one stands at the beginning
  return 0;
}

/** Writes what came: packet and client. */
export function writeQuery(
  { octets, words }: Ring,
  at: number,
  packet: Uint8Array,
  length: number,
  client: Client,
): void {
  const word = at >> 2;
  words[word + QUERY_LENGTH] = length;
  words[word + ADDRESS_LENGTH] = client.address(octets, at + ADDRESS);
  words[word + PORT] = client.port();
  copy(packet, length, octets, at + HEAD);
}

/** Writes what was answered, 0 octets for silence, and lets the other side have the record. */
export function endRecord(
  { positions, octets, words, times }: Ring,
  at: number,
  out: Uint8Array,
  length: number,
  rcode: number,
  isStream: boolean,
  began: number,
  ended: number,
): void {
  const word = at >> 2;
  const queryLength = words[word + QUERY_LENGTH]!;
  const size = (HEAD + queryLength + length + 7) & ~7;
  words[word] = size;
  words[word + ANSWER_LENGTH] = length;
  words[word + RCODE] = rcode;
  words[word + STREAM] = isStream ? 1 : 0;
  times[(at >> 3) + BEGAN] = began;
  times[(at >> 3) + ENDED] = ended;
  copy(out, length, octets, at + HEAD + queryLength);
  const written = positions[WRITTEN]!;
  const start = written & (octets.length - 1);
  Atomics.store(positions, WRITTEN, written + (at === start ? size : octets.length - start + size));
}

/**
 * Hands over the records that are there, each as an offset, and then frees their room, for as long as `take` wants more.
 * True where some are left.
 */
export function takeRecords({ positions, octets, words }: Ring, take: (at: number) => boolean): boolean {
  const end = Atomics.load(positions, WRITTEN);
  let taken = positions[TAKEN]!;
  while (taken !== end) {
    const at = taken & (octets.length - 1);
    const size = words[at >> 2]!;
    const wantsMore = size === 0 || take(at);
    taken = (taken + (size === 0 ? octets.length - at : size)) | 0;
    Atomics.store(positions, TAKEN, taken);
    if (!wantsMore) return taken !== end;
  }
  return false;
}

/** In place of an offset: the other side is too slow. */
export const NO_ROOM = -1;

/** Octets of a record before its query; the answer follows that. */
export const HEAD = 64;
// Words and 64-bit numbers of the head, the first word is the size of the record.
export const QUERY_LENGTH = 1;
export const ANSWER_LENGTH = 2;
export const PORT = 3;
/** 4 or 16, 0 for a client that is not known. */
export const ADDRESS_LENGTH = 4;
export const RCODE = 5;
export const STREAM = 6;
/** Milliseconds since 1970 by the thread's own clock. */
export const BEGAN = 4;
export const ENDED = 5;
/** Octet at which the client's address begins. */
export const ADDRESS = 48;

/** At 200,000 questions a second it holds what comes between two visits of the writer, and several times that. */
const CAPACITY = 1 << 22;
const WRITTEN = 0;
const TAKEN = 16; // in another line of the processor's caches
const POSITIONS = 128;

function copy(from: Uint8Array, length: number, into: Uint8Array, to: number): void {
  for (let at = 0; at < length; at++) into[to + at] = from[at]!;
}
