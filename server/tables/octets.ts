/** Octets that are also read and written four at a time, wherever they begin: a word costs as much as a single octet. */
export interface Octets {
  readonly octets: Uint8Array;
  readonly view: DataView;
}

/** These octets, both ways. */
export function viewOctets(octets: Uint8Array): Octets {
  return { octets, view: new DataView(octets.buffer, octets.byteOffset, octets.byteLength) };
}

/** So many octets are the same in both, from these places on. */
export function areSame(a: DataView, aStart: number, b: DataView, bStart: number, length: number): boolean {
  let at = 0;
  for (; at + 4 <= length; at += 4)
    if (a.getInt32(aStart + at, true) !== b.getInt32(bStart + at, true)) return false;
  for (; at < length; at++) if (a.getUint8(aStart + at) !== b.getUint8(bStart + at)) return false;
  return true;
}
