import { HEADER_LENGTH } from "../query/question.ts";
import { type Octets, viewOctets } from "../tables/octets.ts";
import {
  RECORD_HEAD,
  ROW,
  RRSET_COUNTS,
  RRSET_DATA,
  RRSET_LENGTHS,
  RRSET_TYPE,
  type Tables,
} from "../tables/tables.ts";
import { copyOctets } from "./copy-octets.ts";
import { MAX_CHAIN } from "./limits.ts";
import type { MoreMessages } from "./transfers.ts";

/**
 * A message being written. The name that is asked for now, at first QNAME, stands somewhere in the message, perhaps
 * in pieces that end in pointers: `pieces` tells for each suffix of it where that stands.
 */
export interface Answer {
  /** The question stands there, and what OPT says is chosen: whatever happens, it can be ended. */
  isBegun: boolean;
  out: Uint8Array;
  /** The same, to be written by words. Who has answers written to many places sets it before, so that it is made once for each. */
  into: Octets;
  at: number;
  /** Octets that are kept for the signature behind the answer (RFC 8945 §5.3). */
  room: number;
  /** The most octets that the client takes, less that room. */
  limit: number;
  /** Where the records must end, so that OPT still fits. */
  end: number;
  /** RRSIGs go with their RRsets. */
  signed: boolean;
  authoritative: boolean;
  truncated: boolean;
  rcode: number;
  /** The zone in which the name that was asked for lies, by its number in the tables; -1 for none. */
  zone: number;
  /** Why, for people (RFC 8914); NO_ERROR for nothing to tell. */
  extendedError: number;
  /** Options of the OPT record, each whole; NO_OPTION for those that are not wanted. */
  cookie: Uint8Array;
  keepalive: Uint8Array;
  nsid: Uint8Array;
  answers: number;
  authorities: number;
  additionals: number;
  /** Where the first data of the answer are from: a node, the wildcard where they were synthesised; -1 for no data. */
  source: number;
  /** The zone that was looked into last, -1 for none. */
  lastZone: number;
  /** The client has a server cookie or a key of ours: its address is its own (RFC 7873 §5.2.5). */
  isProven: boolean;
  /** The RRset whose additional data is still to be written, and where it stands in the message; -1 for none. */
  extrasOf: number;
  extrasAt: number;
  /** The messages behind this one, for a transport that is a stream; it takes them from here. */
  rest: MoreMessages | undefined;
  /** Length of the current name. */
  nameLength: number;
  pieces: number;
  /** The piece holds the suffixes longer than this many octets. */
  readonly pieceAbove: Int32Array;
  /** Where the piece would end if it went on to the root: a suffix of n octets stands at this less n. */
  readonly pieceEnd: Int32Array;
}

/** In place of an option. */
export const NO_OPTION = new Uint8Array(0);

/** The answer to be written. A thread writes one at a time. */
export const answer: Answer = {
  isBegun: false,
  out: new Uint8Array(0),
  into: viewOctets(new Uint8Array(0)),
  at: 0,
  room: 0,
  limit: 0,
  end: 0,
  signed: false,
  authoritative: false,
  truncated: false,
  rcode: 0,
  zone: -1,
  lastZone: -1,
  extendedError: -1,
  cookie: NO_OPTION,
  keepalive: NO_OPTION,
  nsid: NO_OPTION,
  answers: 0,
  authorities: 0,
  additionals: 0,
  source: -1,
  isProven: false,
  extrasOf: -1,
  extrasAt: 0,
  rest: undefined,
  nameLength: 0,
  pieces: 0,
  pieceAbove: new Int32Array(2 * MAX_CHAIN + 4),
  pieceEnd: new Int32Array(2 * MAX_CHAIN + 4),
};

/** Extended errors (RFC 8914 §4). */
export const NO_ERROR = -1;
export const NOT_READY = 14;
export const PROHIBITED = 18;
export const NOT_AUTHORITATIVE = 20;
export const NOT_SUPPORTED = 21;
export const NO_REACHABLE_AUTHORITY = 22;
export const INVALID_DATA = 24;

/** The current name is QNAME, which stands whole behind the header. */
export function setQuestionName(nameLength: number): void {
  answer.nameLength = nameLength;
  answer.pieces = 1;
  answer.pieceAbove[0] = 0;
  answer.pieceEnd[0] = HEADER_LENGTH + nameLength;
}

/**
 * The current name is one of `nameLength` octets that was written at `at`, up to its last `shared` octets, which are
 * a suffix of the name that was current before (0 when it was written whole).
 */
export function setWrittenName(at: number, nameLength: number, shared: number): void {
  let pieces = answer.pieces;
  while (pieces > 0 && answer.pieceAbove[pieces - 1]! >= shared) pieces -= 1;
  if (nameLength > shared) {
    answer.pieceAbove[pieces] = shared;
    answer.pieceEnd[pieces] = at + nameLength;
    pieces += 1;
  }
  answer.pieces = pieces;
  answer.nameLength = nameLength;
}

/** Where the suffix of `length` octets of the current name stands. */
export function placeOfSuffix(length: number): number {
  let piece = answer.pieces - 1;
  while (piece > 0 && length <= answer.pieceAbove[piece]!) piece -= 1;
  return answer.pieceEnd[piece]! - length;
}

/** Writes out the current name's octets, from the suffix of `longest` octets to before that of `shortest`, at `at`. */
export function copyName(into: Uint8Array, at: number, longest: number, shortest: number): void {
  const { out } = answer;
  let piece = answer.pieces - 1;
  let to = at;
  for (let suffix = longest; suffix > shortest; suffix--) {
    while (piece > 0 && suffix <= answer.pieceAbove[piece]!) piece -= 1;
    into[to++] = out[answer.pieceEnd[piece]! - suffix]!;
  }
}

/**
 * Copies an RRset. `ownerLength` is the length of the name it was made for, `ownerAt` where its owner stands in the
 * message. Gives the number of records, 0 when they do not all fit; then nothing was written.
 */
export function writeRRset(tables: Tables, rrset: number, ownerLength: number, ownerAt: number): number {
  const { rows, heapOctets } = tables;
  const row = rrset * ROW;
  const lengths = rows[row + RRSET_LENGTHS]!;
  let size = lengths & 0xffff;
  let records = rows[row + RRSET_TYPE]! >>> 16;
  if (answer.signed) {
    size += lengths >>> 16;
    records += rows[row + RRSET_COUNTS]! & 0xffff;
  }
  const start = answer.at;
  const end = start + size;
  if (end > answer.end) return 0;
  const { out } = answer;
  copyOctets(heapOctets, rows[row + RRSET_DATA]!, size, answer.into, start);
  answer.at = end;
  // As it stands it is right for a question for its owner, in first place.
  if (ownerAt !== HEADER_LENGTH) setOwners(out, start, records, ownerAt);
  if (rows[row + RRSET_COUNTS]! >>> 16 !== 0) movePointers(tables, rrset, ownerLength, start);
  return records;
}

/** Makes all owners of the records from `start` on a pointer to `ownerAt`. */
export function setOwners(out: Uint8Array, start: number, records: number, ownerAt: number): void {
  let at = start;
  for (let left = records; left > 0; left--) {
    out[at] = 0xc0 | (ownerAt >>> 8);
    out[at + 1] = ownerAt;
    at += RECORD_HEAD + ((out[at + 10]! << 8) | out[at + 11]!);
  }
}

/** Gives no record from `start` on a TTL above this one. */
export function lowerTtls(start: number, ttl: number): void {
  const { out } = answer;
  for (let at = start; at < answer.at; at += RECORD_HEAD + ((out[at + 10]! << 8) | out[at + 11]!)) {
    if (ttlAt(out, at) > ttl) setTtl(out, at, ttl);
  }
}

/** The TTL of a record whose owner is a pointer. */
export function ttlAt(out: Uint8Array, record: number): number {
  return (
    ((out[record + 6]! << 24) | (out[record + 7]! << 16) | (out[record + 8]! << 8) | out[record + 9]!) >>> 0
  );
}

/** Gives it another. */
export function setTtl(out: Uint8Array, record: number, ttl: number): void {
  out[record + 6] = ttl >>> 24;
  out[record + 7] = ttl >>> 16;
  out[record + 8] = ttl >>> 8;
  out[record + 9] = ttl;
}

function movePointers(tables: Tables, rrset: number, ownerLength: number, start: number): void {
  const ownerEnd = HEADER_LENGTH + ownerLength;
  if (answer.pieces === 1 && answer.nameLength === ownerLength && start === ownerEnd + 4) return;
  const { rows, heap } = tables;
  const { out } = answer;
  const row = rrset * ROW;
  const lengths = rows[row + RRSET_LENGTHS]!;
  let patch = rows[row + RRSET_DATA]! + (lengths & 0xffff) + (lengths >>> 16);
  for (let left = rows[row + RRSET_COUNTS]! >>> 16; left > 0; left--) {
    const at = start + ((heap[patch]! << 8) | heap[patch + 1]!);
    patch += 2;
    const pointer = ((out[at]! & 0x3f) << 8) | out[at + 1]!;
    const target = pointer < ownerEnd ? placeOfSuffix(ownerEnd - pointer) : pointer - ownerEnd - 4 + start;
    out[at] = 0xc0 | (target >>> 8);
    out[at + 1] = target;
  }
}
