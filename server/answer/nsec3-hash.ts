import { sha1 } from "./sha1.ts";

/** Octets of a hash in base32hex, the first label of the NSEC3's owner (RFC 5155 §3). */
export const HASH_LABEL_LENGTH = 32;

/**
 * Hashes the lower-case name at `start` to `end` of `octets` (RFC 5155 §5). `parameters` is where iterations (16
 * bits), salt length and salt stand in `heap`. The hash is in `hashLabel`, in base32hex (RFC 4648 §7), lower case.
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
  encode(digest, 0, hashLabel);
}

/** The label of a hash of 20 octets at `start`, until the next call. */
export function labelOfHash(octets: Uint8Array, start: number): Uint8Array {
  encode(octets, start, otherLabel);
  return otherLabel;
}

/** The hash made last. */
export const hashLabel: Uint8Array = new Uint8Array(HASH_LABEL_LENGTH);

const otherLabel = new Uint8Array(HASH_LABEL_LENGTH);
const DIGEST_LENGTH = 20;
const input = new Uint8Array(255 + 255 + 72); // a name, a salt, and what SHA-1 adds
const digest = new Uint8Array(DIGEST_LENGTH);
const ALPHABET = Buffer.from("0123456789abcdefghijklmnopqrstuv");

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
