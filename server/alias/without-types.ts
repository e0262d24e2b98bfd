import { NSEC } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";

/**
 * The data of an NSEC or NSEC3 without the bits of these types, which are below 256. There must be other bits below 256, which there
 * are at an owner that is signed (RFC 4034 §4.1.2).
 */
export function withoutTypes(type: number, rdata: Octets, without: readonly number[]): Octets {
  const octets = Buffer.from(rdata, "latin1");
  for (let block = type === NSEC ? endOfName(octets) : endOfHash(octets); block < octets.length; ) {
    const size = octets[block + 1]!;
    for (const bit of without) {
      if (octets[block] === 0 && bit >> 3 < size) octets[block + 2 + (bit >> 3)]! &= ~(0x80 >> (bit & 7));
    }
    block += 2 + size;
  }
  return octets.toString("latin1");
}

function endOfName(octets: Uint8Array): number {
  let at = 0;
  while (octets[at] !== 0) at += 1 + octets[at]!;
  return at + 1;
}

/** Behind hash algorithm, flags, iterations, salt and the next hash (RFC 5155 §3.2). */
function endOfHash(octets: Uint8Array): number {
  const salt = 5 + octets[4]!;
  return salt + 1 + octets[salt]!;
}
