import { expect, test } from "vitest";
import { inAnyOf, parseAddressBlocks } from "./address-block.ts";

test("blocks, addresses, and none", () => {
  expect(parseAddressBlocks("172.16.0.0/12, 192.0.2.1,2001:db8::/32")).toEqual([
    { network: "172.16.0.0", prefix: 12 },
    { network: "192.0.2.1", prefix: 32 },
    { network: "2001:db8::", prefix: 32 },
  ]);
  expect(parseAddressBlocks("none")).toEqual([]);
});

test.each([
  ["", ""],
  ["172.16.0.0/33", "172.16.0.0/33"],
  ["192.0.2.1,172.16/12", "172.16/12"],
  ["2001:db8::/129", "2001:db8::/129"],
  ["192.0.2.1,", ""],
  ["proxy.example", "proxy.example"],
])("%j is refused at %j", (text, wrong) => {
  expect(parseAddressBlocks(text)).toEqual({ wrong });
});

test("an address lies in a block or not", () => {
  const isProxy = inAnyOf([
    { network: "172.16.0.0", prefix: 12 },
    { network: "2001:db8::", prefix: 32 },
  ]);
  for (const address of ["172.16.0.0", "172.31.255.255", "2001:db8::1", "2001:db8:1::1%eth0"]) {
    expect(isProxy(address)).toBe(true);
  }
  for (const address of ["172.15.255.255", "172.32.0.0", "2001:db9::1", "::1"])
    expect(isProxy(address)).toBe(false);
  expect(inAnyOf([])("172.16.0.1")).toBe(false);
});
