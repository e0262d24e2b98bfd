import type { AddressBlock } from "../address/address-block.ts";
import { writeAddress } from "../query/client.ts";

/** Tells whether the address in these octets, 4 or 16, lies in one of some blocks. */
export type BlockTest = (address: Uint8Array, length: number) => boolean;

/** The test for these blocks. It allocates nothing, as `inAnyOf` does for an address in words. */
export function matchBlocks(blocks: readonly AddressBlock[]): BlockTest {
  const ipv4 = wordsOf(blocks, 4);
  const ipv6 = wordsOf(blocks, 16);
  return (address, length) => (length === 4 ? isInIpv4(ipv4, wordAt(address, 0)) : isInIpv6(ipv6, address));
}

function isInIpv4(words: Int32Array, address: number): boolean {
  for (let at = 0; at < words.length; at += 2) {
    if ((address & words[at + 1]!) === words[at]) return true;
  }
  return false;
}

function isInIpv6(words: Int32Array, address: Uint8Array): boolean {
  for (let at = 0; at < words.length; at += 8) {
    let word = 0;
    while (word < 4 && (wordAt(address, 4 * word) & words[at + 4 + word]!) === words[at + word]) word += 1;
    if (word === 4) return true;
  }
  return false;
}

/** The word in four octets, the most significant first. */
export function wordAt(octets: Uint8Array, at: number): number {
  return (octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!;
}

/** Addresses that do not come from the public network: loopback, private, shared, and those of one link. */
export const PRIVATE_BLOCKS: readonly AddressBlock[] = [
  { network: "127.0.0.0", prefix: 8 }, // RFC 1122 §3.2.1.3
  { network: "10.0.0.0", prefix: 8 }, // RFC 1918 §3
  { network: "172.16.0.0", prefix: 12 }, // and where Fly.io's proxy connects from
  { network: "192.168.0.0", prefix: 16 },
  { network: "169.254.0.0", prefix: 16 }, // RFC 3927 §2.1
  { network: "100.64.0.0", prefix: 10 }, // RFC 6598 §7
  { network: "::1", prefix: 128 }, // RFC 4291 §2.5.3
  { network: "fc00::", prefix: 7 }, // RFC 4193 §3.1; Fly.io's private network
  { network: "fe80::", prefix: 10 }, // RFC 4291 §2.5.6
];

/** Network and mask of each block of a family, one behind the other. */
function wordsOf(blocks: readonly AddressBlock[], length: 4 | 16): Int32Array {
  const words: number[] = [];
  const octets = new Uint8Array(16);
  for (const { network, prefix } of blocks) {
    if (writeAddress(network, octets, 0) !== length) continue;
    const masks = Array.from({ length: length / 4 }, (_, word) => maskOf(prefix - 32 * word));
    words.push(...masks.map((mask, word) => wordAt(octets, 4 * word) & mask), ...masks);
  }
  return Int32Array.from(words);
}

function maskOf(bits: number): number {
  return bits <= 0 ? 0 : bits >= 32 ? -1 : ~(0xffff_ffff >>> bits);
}
