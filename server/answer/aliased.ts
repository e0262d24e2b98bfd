import { A } from "../../dns/type-numbers.ts";
import { HEADER_LENGTH } from "../query/question.ts";
import {
  ALIAS_UNKNOWN,
  BUFFER_COUNTS,
  BUFFER_EXPIRES,
  BUFFER_HEAD,
  BUFFER_LENGTHS,
  BUFFER_OWN_TTL,
  BUFFER_STATE,
  bufferOf,
  LEAST_ALIAS_TTL,
  overlayTime,
  slotNumber,
} from "../tables/overlay.ts";
import {
  ALIAS_A,
  ALIAS_AAAA,
  ALIAS_ROOM,
  ALIAS_SIZE,
  ALIAS_TTL,
  RECORD_HEAD,
  type Tables,
} from "../tables/tables.ts";
import { answer, setOwners, setTtl, ttlAt } from "./answer.ts";

/** What the target of an ALIAS has of a type, as it was found last: a copy, so nobody writes it while it is read. */
export interface Aliased {
  /** The records, and their RRSIGs where they are wanted; or those of the NSEC or NSEC3 that denies them. */
  readonly octets: Uint8Array;
  length: number;
  records: number;
  /** For how many seconds it may be told. */
  ttl: number;
}

/** A thread answers one question at a time. */
export const aliased: Aliased = { octets: new Uint8Array(0x20000), length: 0, records: 0, ttl: 0 };

/** So often it is read again when it has changed meanwhile; it changes once a second at most. */
const MAX_READS = 4;

/**
 * Looks for what the target of this alias has of A or AAAA, as far as it is known now, and copies that. Gives its state. It neither
 * waits nor allocates.
 */
export function findAliased(tables: Tables, alias: number, type: number, isSigned: boolean): number {
  const { aliases, overlay } = tables;
  const row = alias * ALIAS_SIZE;
  const slot = aliases[row + (type === A ? ALIAS_A : ALIAS_AAAA)]!;
  const room = aliases[row + ALIAS_ROOM]!;
  for (let read = 0; read < MAX_READS; read++) {
    const number = slotNumber(overlay, slot);
    const state = copyBuffer(tables, bufferOf(slot, number, room), room, aliases[row + ALIAS_TTL]!, isSigned);
    if (slotNumber(overlay, slot) === number) return state;
  }
  return ALIAS_UNKNOWN;
}

/**
 * Writes what was found, an RRset, for the name that stands at `ownerAt`. Gives the number of records, 0 when they do not all
 * fit; then nothing was written.
 */
export function writeAliased(ownerAt: number): number {
  const { octets, length, records } = aliased;
  const start = answer.at;
  const end = start + length;
  if (end > answer.end) return 0;
  const { out } = answer;
  let from = 0;
  for (let to = start; to < end; to++) out[to] = octets[from++]!;
  answer.at = end;
  if (ownerAt !== HEADER_LENGTH) setOwners(out, start, records, ownerAt);
  return records;
}

function copyBuffer(
  { overlay }: Tables,
  buffer: number,
  room: number,
  ownTtl: number,
  isSigned: boolean,
): number {
  const { words, octets } = overlay;
  const word = buffer >> 2;
  const state = words[word + BUFFER_STATE]!;
  if (state === ALIAS_UNKNOWN) return state;
  const lengths = words[word + BUFFER_LENGTHS]!;
  const counts = words[word + BUFFER_COUNTS]!;
  const fixed = words[word + BUFFER_OWN_TTL]!;
  const left = fixed >= 0 ? fixed : (words[word + BUFFER_EXPIRES]! - overlayTime(overlay)) | 0;
  aliased.ttl = Math.min(ownTtl, Math.max(LEAST_ALIAS_TTL, left));
  const length = (lengths & 0xffff) + (isSigned ? lengths >>> 16 : 0);
  if (length > room - BUFFER_HEAD) return ALIAS_UNKNOWN; // it is being written: this comes to nothing
  aliased.length = length;
  aliased.records = (counts & 0xffff) + (isSigned ? counts >>> 16 : 0);
  const to = aliased.octets;
  const start = buffer + BUFFER_HEAD;
  for (let at = 0; at < length; at++) to[at] = octets[start + at]!;
  lowerTtlsOf(to, length, aliased.ttl);
  return state;
}

/** Records begin with the longest TTL that they may have. */
function lowerTtlsOf(octets: Uint8Array, length: number, ttl: number): void {
  for (let at = 0; at + RECORD_HEAD <= length; ) {
    if (ttlAt(octets, at) > ttl) setTtl(octets, at, ttl);
    at += RECORD_HEAD + ((octets[at + 10]! << 8) | octets[at + 11]!);
  }
}
