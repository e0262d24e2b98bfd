import fc from "fast-check";
import { expect, test } from "vitest";
import { inAnyOf, parseAddressBlocks } from "../address/address-block.ts";
import { writeAddress } from "../query/client.ts";
import { matchBlocks, PRIVATE_BLOCKS } from "./match-blocks.ts";

function isIn(blocks: Parameters<typeof matchBlocks>[0], address: string): boolean {
  const octets = new Uint8Array(16);
  return matchBlocks(blocks)(octets, writeAddress(address, octets, 0));
}

test.each([
  ["127.0.0.1", true],
  ["10.255.255.255", true],
  ["11.0.0.0", false],
  ["172.15.255.255", false],
  ["172.16.0.1", true],
  ["172.31.255.255", true],
  ["172.32.0.0", false],
  ["192.168.1.1", true],
  ["100.127.255.255", true],
  ["100.128.0.0", false],
  ["8.8.8.8", false],
  ["::1", true],
  ["::2", false],
  ["fdaa:0:1::3", true],
  ["fe80::1", true],
  ["fec0::1", false],
  ["2001:db8::1", false],
])("%s is private: %s", (address, isPrivate) => {
  expect(isIn(PRIVATE_BLOCKS, address)).toBe(isPrivate);
});

test.each([
  ["IPv4", fc.ipV4(), 32],
  ["IPv6", fc.ipV6(), 128],
])("%s blocks hold the same addresses as they do for TCP", (_, addresses, bits) => {
  const block = fc.tuple(addresses, fc.integer({ min: 0, max: bits })).map((parts) => parts.join("/"));
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), addresses, (texts, address) => {
      const blocks = parseAddressBlocks(texts.join(","));
      if ("wrong" in blocks) throw new Error(blocks.wrong);
      return isIn(blocks, address) === inAnyOf(blocks)(address);
    }),
  );
});
