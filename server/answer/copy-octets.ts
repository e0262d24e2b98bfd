import type { Octets } from "../tables/octets.ts";

/**
 * Copies so many octets from `start` of one place to `at` of another, where they have room, and allocates nothing. Few are copied
 * by words, many by a call: it costs as much as fifteen words, and waits for all that is not in the processor's caches at once.
 */
export function copyOctets(from: Octets, start: number, length: number, into: Octets, at: number): void {
  const end = start + length;
  if (length >= MANY) {
    copyMany.call(from.octets as Buffer, into.octets, at, start, end); // it asks for octets alone, wherever they are
    return;
  }
  const { view } = from;
  const target = into.view;
  let next = start;
  let to = at;
  for (; next + 4 <= end; next += 4, to += 4) target.setInt32(to, view.getInt32(next, true), true);
  for (; next < end; next++, to++) target.setUint8(to, view.getUint8(next));
}

const MANY = 64;

const copyMany = Buffer.prototype.copy;
