import type { NameBuffer } from "../query/name.ts";

/**
 * The beginning of a name below an apex as two numbers, which are compared in the place of names: where those of two names differ, the names stand
 * in the same order (RFC 4034 §6.1), and where they don't, only the names tell. Each number has five octets' places, of six bits: what hosts'
 * names are made of each has its own, other octets share one with their neighbours.
 */
export const orderKey = { first: 0, second: 0 };

/** Makes the key of the name in `name`, which is below an apex whose name has so many octets, or is the apex itself. */
export function keyOfName({ octets, labelAt, length }: NameBuffer, apexLength: number): void {
  let labels = 0;
  while (labelAt[labels]! < length - apexLength) labels += 1;
  makeKey(octets, labelAt, labels);
}

/** Makes the key of the name of so many octets that stands in `names` from `start` on. */
export function keyOfNameAt(names: Uint8Array, start: number, length: number, apexLength: number): void {
  const end = start + length - apexLength;
  let labels = 0;
  for (let at = start; at < end; at += 1 + names[at]!) starts[labels++] = at;
  makeKey(names, starts, labels);
}

const starts = new Int32Array(128);

/** The labels begin at these places, that next to the apex last. */
function makeKey(names: Uint8Array, labelAt: ArrayLike<number>, labels: number): void {
  let first = 0;
  let second = 0;
  let shift = FULL;
  for (let label = labels - 1; label >= 0 && shift > 0; label--) {
    let at = labelAt[label]!;
    // The end of a label comes before every octet, and so it has the place 0.
    for (const end = at + names[at]!; at < end && shift > 0; ) {
      at += 1;
      const place = PLACES[names[at]!]!;
      shift -= BITS;
      if (shift >= HALF) first |= (place & MASK) << (shift - HALF);
      else second |= (place & MASK) << shift;
      if (place > MASK) shift = 0; // it is like others, so what follows it says nothing
    }
    shift -= BITS;
  }
  orderKey.first = first;
  orderKey.second = second;
}

const BITS = 6;
const MASK = 63;
const HALF = 5 * BITS;
const FULL = 2 * HALF;

/** The place of each octet; above `MASK`, with its place in the lower bits, where others have the same. */
const PLACES = new Uint8Array(256);
const ALONE = "*-0123456789_abcdefghijklmnopqrstuvwxyz";
let place = 1;
for (let octet = 0; octet < PLACES.length; octet++) {
  const isAlone = ALONE.includes(String.fromCharCode(octet));
  if (isAlone && PLACES[octet - 1]! > MASK) place += 1;
  PLACES[octet] = isAlone ? place : place + MASK + 1;
  if (isAlone) place += 1;
}
