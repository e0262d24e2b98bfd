import { A } from "../../dns/type-numbers.ts";
import { HEADER_LENGTH } from "../query/question.ts";
import { type Octets, viewOctets } from "../tables/octets.ts";
import {
  ALIAS_KNOWN,
  ALIAS_NONE,
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

/** What was found last where an ALIAS stands: a copy, so nobody writes it while it is read. */
export interface Aliased {
  /** The NSEC or NSEC3 that denies the type, with its RRSIGs; what an answer has stands in the answer. */
  readonly denial: Octets;
  length: number;
  /** So many were written, or stand in the denial. */
  records: number;
  /** For how many seconds it may be told. */
  ttl: number;
}

/** A thread answers one question at a time. */
export const aliased: Aliased = {
  denial: viewOctets(new Uint8Array(0x20000)),
  length: 0,
  records: 0,
  ttl: 0,
};

/** So often it is read again when it has changed meanwhile; it changes once a second at most. */
const MAX_READS = 4;

/**
 * Looks for what the target of this alias has of A or AAAA, as far as it is known now, and gives its state. Where there is an RRset it
 * is written into the answer, for the name that stands at `ownerAt`: `aliased.records` says how many records, 0 when they do not all
 * fit. Where there is none, what denies it is copied. It neither waits nor allocates.
 */
export function writeAliased(tables: Tables, alias: number, type: number, ownerAt: number): number {
  const { aliases, overlay } = tables;
  const row = alias * ALIAS_SIZE;
  const slot = aliases[row + (type === A ? ALIAS_A : ALIAS_AAAA)]!;
  const room = aliases[row + ALIAS_ROOM]!;
  for (let read = 0; read < MAX_READS; read++) {
    const number = slotNumber(overlay, slot);
    const state = readBuffer(tables, bufferOf(slot, number, room), room, aliases[row + ALIAS_TTL]!);
    // Whatever was read until here may have been half of one and half of another; the answer does not go on before this.
    if (slotNumber(overlay, slot) !== number) continue;
    if (state === ALIAS_KNOWN && aliased.records > 0) finishRecords(ownerAt);
    else if (state === ALIAS_NONE) lowerTtlsOf(aliased.denial.octets, 0, aliased.length, aliased.ttl);
    return state;
  }
  aliased.records = 0;
  return ALIAS_UNKNOWN;
}

/** Copies what stands in a buffer behind the answer as it is so far, or to where denials are kept. Gives its state. */
function readBuffer({ overlay }: Tables, buffer: number, room: number, ownTtl: number): number {
  const { words, octets } = overlay;
  const word = buffer >> 2;
  const state = words[word + BUFFER_STATE]!;
  aliased.records = 0;
  if (state === ALIAS_UNKNOWN) return state;
  const lengths = words[word + BUFFER_LENGTHS]!;
  const counts = words[word + BUFFER_COUNTS]!;
  const fixed = words[word + BUFFER_OWN_TTL]!;
  const left = fixed >= 0 ? fixed : (words[word + BUFFER_EXPIRES]! - overlayTime(overlay)) | 0;
  aliased.ttl = Math.min(ownTtl, Math.max(LEAST_ALIAS_TTL, left));
  const isSigned = answer.signed;
  const length = (lengths & 0xffff) + (isSigned ? lengths >>> 16 : 0);
  if (length > room - BUFFER_HEAD) return state; // it is being written: this comes to nothing
  const isKnown = state === ALIAS_KNOWN;
  if (isKnown && answer.at + length > answer.end) return state;
  aliased.length = length;
  aliased.records = (counts & 0xffff) + (isSigned ? counts >>> 16 : 0);
  const to = isKnown ? answer.out : aliased.denial.octets;
  let at = isKnown ? answer.at : 0;
  let from = buffer + BUFFER_HEAD;
  for (const end = from + length; from < end; ) to[at++] = octets[from++]!;
  return state;
}

/** The records behind the answer become part of it. */
function finishRecords(ownerAt: number): void {
  const { out, at } = answer;
  answer.at = at + aliased.length;
  lowerTtlsOf(out, at, answer.at, aliased.ttl);
  // As they were made they are right for a question for their owner.
  if (ownerAt !== HEADER_LENGTH) setOwners(out, at, aliased.records, ownerAt);
}

/** Records begin with the longest TTL that they may have. */
function lowerTtlsOf(octets: Uint8Array, start: number, end: number, ttl: number): void {
  for (let at = start; at < end; at += RECORD_HEAD + ((octets[at + 10]! << 8) | octets[at + 11]!)) {
    if (ttlAt(octets, at) > ttl) setTtl(octets, at, ttl);
  }
}
