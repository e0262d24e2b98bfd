import * as real from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BlockList, isIP } from "./net.ts";

const ADDRESS = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.ipV4().map((address) => `::ffff:${address}`),
  fc.constantFrom("::", "::1", "fe80::1", "2001:db8::", "10.0.0.1"),
);

test("what an address is, Node says the same", () => {
  fc.assert(
    fc.property(fc.oneof(ADDRESS, fc.string(), fc.stringMatching(/^[0-9a-f:.]{0,20}$/)), (text) => {
      expect([text, isIP(text)]).toEqual([text, real.isIP(text)]);
    }),
    { numRuns: 2000 },
  );
});

test("which addresses lie in a network, Node says the same", () => {
  const familyOf = (address: string) => (address.includes(":") ? "ipv6" : "ipv4");
  const network = ADDRESS.chain((address) =>
    fc.tuple(fc.constant(address), fc.integer({ min: 0, max: address.includes(":") ? 128 : 32 })),
  );
  fc.assert(
    fc.property(fc.array(network, { maxLength: 3 }), ADDRESS, (networks, address) => {
      const lists = [new BlockList(), new real.BlockList()].map((list) => {
        for (const [start, prefix] of networks) list.addSubnet(start, prefix, familyOf(start));
        return list.check(address, familyOf(address));
      });
      expect(lists[0]).toBe(lists[1]);
    }),
    { numRuns: 2000 },
  );
});
