/**
 * Copies so many octets from `start` of one array to `at` of another, where they have room, and allocates nothing. Few are copied
 * one by one, many by a call that costs what about forty of them do.
 */
export function copyOctets(
  from: Uint8Array,
  start: number,
  length: number,
  into: Uint8Array,
  at: number,
): void {
  const end = start + length;
  if (length < MANY) for (let next = start, to = at; next < end; next++, to++) into[to] = from[next]!;
  else copyMany.call(from as Buffer, into, at, start, end); // it asks for octets alone, wherever they are
}

const MANY = 48;

const copyMany = Buffer.prototype.copy;
