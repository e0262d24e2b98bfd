/** A message that is being changed: `length` octets of `octets` are valid. */
export interface Packet {
  readonly octets: Uint8Array;
  length: number;
}

/** Room for one message. */
export function makePacket(): Packet {
  return { octets: new Uint8Array(MAX_PACKET), length: 0 };
}

/** More than a client sends. */
const MAX_PACKET = 4096;

/** Octets (RFC 1035 §4.1.1). */
export const HEADER_LENGTH = 12;

/** Where the counts of the header stand: questions, answers, authority, additional records. */
export const COUNTS = [4, 6, 8, 10] as const;

/** Reads two octets; beyond the end they are 0. */
export function u16(octets: Uint8Array, at: number): number {
  return ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
}

/** Writes two octets, where there is room for them. */
export function setU16({ octets }: Packet, at: number, value: number): void {
  if (at + 2 > octets.length) return;
  octets[at] = value >>> 8;
  octets[at + 1] = value;
}

/** The offset after the name at `at`, in good faith: a pointer or the end of the packet ends it too. */
export function endOfName({ octets, length }: Packet, at: number): number {
  let next = at;
  while (next < length) {
    const label = octets[next]!;
    if (label === 0) return next + 1;
    if (label >= 0xc0) return Math.min(next + 2, length);
    next += 1 + (label & 0x3f);
  }
  return length;
}

/** The offset after the first question. */
export function endOfQuestion(packet: Packet): number {
  return Math.min(endOfName(packet, HEADER_LENGTH) + 4, packet.length);
}

/**
 * Where the only OPT record of the additional section begins, in a message whose records can be walked to the end of
 * the counts; -1 where there is none, or nobody can tell.
 */
export function optAt(packet: Packet): number {
  const { octets, length } = packet;
  if (length < HEADER_LENGTH || u16(octets, 4) !== 1) return -1;
  const before = u16(octets, 6) + u16(octets, 8);
  const records = before + u16(octets, 10);
  let at = endOfName(packet, HEADER_LENGTH) + 4;
  let found = -1;
  for (let record = 0; record < records; record++) {
    const head = endOfName(packet, at);
    const end = head + RECORD_HEAD + u16(octets, head + 8);
    if (head + RECORD_HEAD > length || end > length) return -1;
    if (record >= before && u16(octets, head) === OPT) {
      if (found >= 0 || octets[at] !== 0) return -1;
      found = at;
    }
    at = end;
  }
  return found;
}

const OPT = 41;
const RECORD_HEAD = 10; // type, class, TTL, length

/** Puts octets in at an offset and moves the rest; what finds no room is lost. */
export function insert(packet: Packet, at: number, added: ArrayLike<number>): void {
  const { octets, length } = packet;
  const room = Math.min(added.length, octets.length - at);
  octets.copyWithin(at + room, at, Math.min(length, octets.length - room));
  for (let index = 0; index < room; index++) octets[at + index] = added[index]!;
  packet.length = Math.min(length + room, octets.length);
}

/** Takes octets out and moves the rest. */
export function remove(packet: Packet, at: number, count: number): void {
  const taken = Math.max(0, Math.min(count, packet.length - at));
  packet.octets.copyWithin(at, at + taken, packet.length);
  packet.length -= taken;
}
