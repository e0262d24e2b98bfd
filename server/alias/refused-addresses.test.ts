import { expect, test } from "vitest";
import { parseOctets, printOctets } from "./address-octets.ts";
import { refuseAddresses } from "./refused-addresses.ts";

const isRefused = refuseAddresses(new Set([parseOctets("192.0.2.53")!, parseOctets("2001:db8::53")!]));

test.each([
  ...["0.0.0.0", "127.0.0.1", "127.255.255.255", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1"],
  ...["100.64.0.1", "169.254.169.254", "224.0.0.1", "255.255.255.255", "192.0.2.53"],
  ...["::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:192.0.2.1", "fe80::1", "fc00::1", "fdff::1"],
  ...["ff02::1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:db8::53"],
])("%s is not told", (address) => {
  expect(isRefused(parseOctets(address)!)).toBe(true);
});

test.each([
  ...[
    "192.0.2.1",
    "198.51.100.7",
    "8.8.8.8",
    "172.15.0.1",
    "172.32.0.1",
    "100.63.255.255",
    "126.255.255.255",
  ],
  ...["2001:db8::1", "2600::1", "2a00:1450::1", "fe00::1"],
])("%s is told", (address) => {
  expect(isRefused(parseOctets(address)!)).toBe(false);
  expect(printOctets(parseOctets(address)!)).toBe(address);
});

test.each(["", "192.0.2", "192.0.2.1.1", "host", "::g"])("%j is no address", (text) => {
  expect(parseOctets(text)).toBeUndefined();
});
