import { sha1 } from "./sha1.ts";

/** Octets of a hash in base32hex, the first label of the NSEC3's owner (RFC 5155 §3). */
export const HASH_LABEL_LENGTH = 32;

/**
 * Hashes the lower-case name at `start` to `end` of `octets` (RFC 5155 §5). `parameters` is where iterations (16
 * bits), salt length and salt stand in `heap`. The hash is in `digest`.
 */
export function hashName(
  heap: Uint8Array,
  parameters: number,
  octets: Uint8Array,
  start: number,
  end: number,
): void {
  const iterations = (heap[parameters]! << 8) | heap[parameters + 1]!;
  const saltLength = heap[parameters + 2]!;
  const salt = parameters + 3;
  let length = 0;
  for (let at = start; at < end; at++) input[length++] = octets[at]!;
  for (let round = 0; round <= iterations; round++) {
    if (round > 0) {
      for (length = 0; length < DIGEST_LENGTH; length++) input[length] = digest[length]!;
    }
    for (let at = 0; at < saltLength; at++) input[length++] = heap[salt + at]!;
    sha1(input, length, digest);
  }
}

/** The hash made last, 20 octets. */
export const digest: Uint8Array = new Uint8Array(20);

/** The label of a hash of 20 octets at `start`: in base32hex (RFC 4648 §7), lower case; until the next call. */
export function labelOfHash(octets: Uint8Array, start: number): Uint8Array {
  encode(octets, start, hashLabel);
  return hashLabel;
}

/** The first 32 bits of the hash whose label, without its length, stands at `start`; the number may have a sign. */
export function firstBitsOf(octets: Uint8Array, start: number): number {
  let bits = 0;
  for (let at = 0; at < 6; at++) bits = (bits << 5) | VALUES[octets[start + at]!]!;
  return (bits << 2) | (VALUES[octets[start + 6]!]! >>> 3);
}

const hashLabel = new Uint8Array(HASH_LABEL_LENGTH);
const DIGEST_LENGTH = digest.length;
const input = new Uint8Array(255 + 255 + 72); // a name, a salt, and what SHA-1 adds
const ALPHABET = Buffer.from("0123456789abcdefghijklmnopqrstuv");
const VALUES = Uint8Array.from({ length: 256 }, (_, octet) => Math.max(0, ALPHABET.indexOf(octet)));

/** 20 octets are 32 digits of five bits, without padding. */
function encode(octets: Uint8Array, start: number, label: Uint8Array): void {
  let bits = 0;
  let held = 0;
  let to = 0;
  for (let from = start; from < start + DIGEST_LENGTH; from++) {
    held = ((held << 8) | octets[from]!) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      label[to++] = ALPHABET[(held >>> bits) & 31]!;
    }
  }
}
