/** Octets of a record between its owner and its rdata: type, class, TTL, length (RFC 1035 §3.2.1). */
export const RECORD_TAIL = 10;

/** The number in two octets. */
export function u16(octets: Uint8Array, at: number): number {
  return (octets[at]! << 8) | octets[at + 1]!;
}

/** The offset after the record at `start`, -1 where it runs over the end or has an unknown kind of label. */
export function skipRecord(packet: Uint8Array, length: number, start: number): number {
  const at = skipName(packet, length, start);
  if (at < 0 || at + RECORD_TAIL > length) return -1;
  const end = at + RECORD_TAIL + u16(packet, at + RECORD_TAIL - 2);
  return end <= length ? end : -1;
}

/** The offset after the name at `start`, whole or up to its pointer; -1 as above. */
export function skipName(packet: Uint8Array, length: number, start: number): number {
  let at = start;
  while (at < length && packet[at]! !== 0 && packet[at]! <= MAX_LABEL) at += 1 + packet[at]!;
  if (at >= length) return -1;
  if (packet[at] === 0) return at + 1;
  return packet[at]! >= POINTER && at + 1 < length ? at + 2 : -1;
}

/**
 * Writes the name at `start` out in full, and gives its length; -1 where a pointer leads anywhere but back, or the name
 * is too long. It is one that `skipName` has found whole.
 */
export function expandName(packet: Uint8Array, length: number, start: number, into: Uint8Array): number {
  let at = start;
  let before = start; // pointers lead to a prior place (RFC 1035 §4.1.4), so they come to an end
  let written = 0;
  for (;;) {
    if (at >= length) return -1;
    const size = packet[at]!;
    if (size >= POINTER) {
      if (at + 1 >= length) return -1;
      at = ((size & 0x3f) << 8) | packet[at + 1]!;
      if (at >= before) return -1;
      before = at;
      continue;
    }
    if (size > MAX_LABEL || written + 1 + size > MAX_NAME_LENGTH) return -1;
    if (at + size >= length) return -1;
    for (let left = size + 1; left > 0; left--) into[written++] = packet[at++]!;
    if (size === 0) return written;
  }
}

/** The most octets of a name (RFC 1035 §2.3.4). */
export const MAX_NAME_LENGTH = 255;
const MAX_LABEL = 63; // RFC 1035 §2.3.4
const POINTER = 0xc0; // RFC 1035 §4.1.4
