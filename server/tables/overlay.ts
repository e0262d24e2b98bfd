/**
 * What the targets of aliases have, beside the tables and in their buffer: for each alias and type a *slot* with a finished RRset.
 * One thread writes, and all that answer read, without a lock: a slot has two buffers and a number that goes up when the other one
 * becomes the one to read. Who finds the number as it was after reading has read what belongs together: a buffer is written
 * again only after the number has gone up. A slot is written no oftener than once a second, so nobody reads that long.
 */
export interface Overlay {
  /** The whole of it in words, and in octets. */
  readonly words: Int32Array;
  readonly octets: Uint8Array;
}

/** Over these words and octets, which are the same memory. */
export function openOverlay(words: Int32Array, octets: Uint8Array): Overlay {
  return { words, octets };
}

/** Octets before the first slot: the time, in seconds since 1970 modulo 2^32, as who writes has it. */
export const OVERLAY_HEAD = 64;
/** Octets before the two buffers of a slot: its number. */
const SLOT_HEAD = 64;

/** Words of a buffer. What is known of the type at the target: one of the states. */
export const BUFFER_STATE = 0;
/** Until when, as the time is written. */
export const BUFFER_EXPIRES = 1;
/** Records (16 bits) and RRSIGs (16 bits): of the RRset, or of the NSEC or NSEC3 that denies it. */
export const BUFFER_COUNTS = 2;
/** Octets of these: of the records (16 bits) and of the RRSIGs (16 bits). */
export const BUFFER_LENGTHS = 3;
/** When it was looked up last and something was learnt, as the time is written. */
export const BUFFER_LEARNT = 4;
/** 1 where the last try to look it up failed, so that what was known before is held. */
export const BUFFER_IS_HELD = 5;
/** For how many seconds it may be told whenever it is asked for, as what a zone of ours says; -1 for what expires. */
export const BUFFER_OWN_TTL = 6;
/** Octets of a buffer before the records. */
export const BUFFER_HEAD = 32;

/** Nothing is known of it, or nothing that may still be told: SERVFAIL. */
export const ALIAS_UNKNOWN = 0;
/** There is an RRset. */
export const ALIAS_KNOWN = 1;
/** The target has no records of the type. */
export const ALIAS_NONE = 2;

/** So many addresses of one type are answered at most: the lowest. */
export const MAX_ALIAS_ADDRESSES = 32;

/** No answer that was looked up has a lower TTL, but where the record itself has: in seconds. */
export const LEAST_ALIAS_TTL = 30;

/** Octets of a buffer, in a zone whose RRsets have so many octets of signatures each: for addresses, or one denial. */
export function bufferRoom(signatures: number): number {
  return (BUFFER_HEAD + 1024 + signatures + 63) & ~63;
}

/** Octets of a slot with buffers of this size. */
export function slotRoom(buffer: number): number {
  return SLOT_HEAD + 2 * buffer;
}

/** The number of a slot: its lowest bit says which of the buffers is the one to read. */
export function slotNumber({ words }: Overlay, slot: number): number {
  return Atomics.load(words, slot >> 2);
}

/** Where the buffer stands, in octets, that a slot of this number has for reading. */
export function bufferOf(slot: number, number: number, room: number): number {
  return slot + SLOT_HEAD + ((number & 1) === 0 ? 0 : room);
}

/** The time as who writes the overlay has told it, in seconds since 1970 modulo 2^32. */
export function overlayTime({ words }: Overlay): number {
  return Atomics.load(words, 0);
}

/** Tells the time, in seconds since 1970. */
export function setOverlayTime({ words }: Overlay, seconds: number): void {
  if (words.length > 0) Atomics.store(words, 0, seconds | 0);
}
