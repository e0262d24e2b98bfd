/** The greatest TTL: a 32-bit number whose first bit is zero (RFC 2181 §8). */
export const MAX_TTL = 2 ** 31 - 1;

/**
 * Seconds of a TTL in digits, or in BIND's units as in `1h30m` and `2W`: any of s, m, h, d and w, in either case.
 * Undefined for any other text and for more than `MAX_TTL`.
 */
export function parseTtl(text: string): number | undefined {
  const ttl = ttlOfOctets(Buffer.from(text, "utf8"));
  return ttl < 0 ? undefined : ttl;
}

/** The TTL that stands in `bytes` from `start` to `end`; `TTL_TOO_GREAT`, or -1 for what is no TTL at all. */
export function ttlOfOctets(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let total = 0;
  let at = start;
  while (at < end) {
    let count = 0;
    const first = at;
    for (; at < end && isDigit(bytes[at]!); at++) {
      if (count <= MAX_TTL) count = count * 10 + bytes[at]! - ZERO; // more digits only make it greater
    }
    if (at === first) return NOT_A_TTL;
    if (at === end) {
      if (first !== start) return NOT_A_TTL; // a number without a unit stands alone
      total = count;
      break;
    }
    const seconds = secondsOf(bytes[at++]!);
    if (seconds === 0) return NOT_A_TTL;
    if (total <= MAX_TTL) total += count * seconds;
  }
  if (start === end) return NOT_A_TTL;
  return total > MAX_TTL ? TTL_TOO_GREAT : total;
}

/** What `ttlOfOctets` gives for more than `MAX_TTL` seconds. */
export const TTL_TOO_GREAT = -2;

const NOT_A_TTL = -1;

const ZERO = 0x30;

function isDigit(octet: number): boolean {
  return octet >= ZERO && octet <= 0x39;
}

/** How many seconds a unit has, or 0 for what is no unit. */
function secondsOf(unit: number): number {
  switch (unit | 0x20) {
    case 0x73: // s
      return 1;
    case 0x6d: // m
      return 60;
    case 0x68: // h
      return 3600;
    case 0x64: // d
      return 86_400;
    case 0x77: // w
      return 604_800;
    default:
      return 0;
  }
}
