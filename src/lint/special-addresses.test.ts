import { describe, expect, test } from "vitest";
import { ipv4 } from "../../dns/fields/ipv4.ts";
import { ipv6 } from "../../dns/fields/ipv6.ts";
import { Writer } from "../../dns/wire.ts";
import { specialIpv4, specialIpv6, specialUse } from "./special-addresses.ts";

function rangeOf(text: string): string | undefined {
  const out = new Writer();
  const isIpv6 = text.includes(":");
  (isIpv6 ? ipv6 : ipv4).write(text, out);
  return (isIpv6 ? specialIpv6 : specialIpv4)(out.since(0))?.range;
}

describe("the first and last address of each range, and their neighbours", () => {
  test.each<[string, string, string, string | undefined, string | undefined]>([
    ["0.0.0.0/8", "0.0.0.0", "0.255.255.255", undefined, "1.0.0.0"],
    ["10.0.0.0/8", "10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"],
    ["100.64.0.0/10", "100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"],
    ["127.0.0.0/8", "127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"],
    ["169.254.0.0/16", "169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"],
    ["172.16.0.0/12", "172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"],
    ["192.0.0.0/24", "192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"],
    ["192.0.2.0/24", "192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"],
    ["192.168.0.0/16", "192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"],
    ["198.18.0.0/15", "198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"],
    ["198.51.100.0/24", "198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"],
    ["203.0.113.0/24", "203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"],
    ["224.0.0.0/4", "224.0.0.0", "239.255.255.255", "223.255.255.255", undefined],
    ["240.0.0.0/4", "240.0.0.0", "255.255.255.255", undefined, undefined],
    ["::/128", "::", "::", undefined, "::2"],
    ["::1/128", "::1", "::1", undefined, "::2"],
    ["::ffff:0:0/96", "::ffff:0.0.0.0", "::ffff:255.255.255.255", "::fffe:ffff:ffff", "::1:0:0:0"],
    ["64:ff9b:1::/48", "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "64:ff9b::", "64:ff9b:2::"],
    ["100::/64", "100::", "100::ffff:ffff:ffff:ffff", "ff:ffff::", "100:0:0:1::"],
    ["2001:2::/48", "2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff", "2001:1:ffff::", "2001:2:1::"],
    [
      "2001:db8::/32",
      "2001:db8::",
      "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
      "2001:db7:ffff::",
      "2001:db9::",
    ],
    ["3fff::/20", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff::", "3fff:1000::"],
    ["fc00::/7", "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fbff:ffff::", "fe00::"],
    ["fe80::/10", "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe7f:ffff::", "fec0::"],
    ["ff00::/8", "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "feff:ffff::", undefined],
  ])("%s", (range, first, last, before, after) => {
    expect([rangeOf(first), rangeOf(last)]).toEqual([range, range]);
    for (const neighbour of [before, after]) {
      if (neighbour !== undefined) expect(rangeOf(neighbour)).toBeUndefined();
    }
  });

  test.each(["8.8.8.8", "2a09:8280:1::1", "2606:4700::1", "193.0.14.129"])(
    "%s is for everybody",
    (address) => {
      expect(rangeOf(address)).toBeUndefined();
    },
  );
});

describe("what everybody on the internet may be asked at", () => {
  test.each([
    ["192.88.98.255", undefined],
    ["8.8.8.8", undefined],
    ["2001:4860:4860::8888", undefined],
    ["2600::", undefined],
    ["2001:200::", undefined],
    ["127.0.0.1", "of 127.0.0.0/8, for the host itself"],
    ["100.64.0.1", "of 100.64.0.0/10, for providers' shared networks"],
    ["192.88.99.1", "of 192.88.99.0/24, for relays of 6to4"],
    ["255.255.255.255", "of 240.0.0.0/4, reserved"],
    ["::1", "of ::1/128, for the host itself"],
    ["::ffff:10.0.0.1", "of ::ffff:0:0/96, for IPv4 addresses inside of programs"],
    ["::10.0.0.1", "not of 2000::/3, where all unicast addresses are"],
    ["64:ff9b::10.0.0.1", "of 64:ff9b::/96, for translators to IPv4"],
    ["64:ff9b:1::1", "of 64:ff9b:1::/48, for translators in private networks"],
    ["2001::1", "of 2001::/32, for IPv4 by way of Teredo"],
    ["2001:1::1", "of 2001::/23, for protocols"],
    ["2001:1ff::1", "of 2001::/23, for protocols"],
    ["2002:a00:1::1", "of 2002::/16, for IPv4 by way of 6to4"],
    ["3fff:1000::1", undefined],
    ["3fff::1", "of 3fff::/20, for examples in documents"],
    ["fec0::1", "not of 2000::/3, where all unicast addresses are"],
    ["fe80::1", "of fe80::/10, for a single link"],
    ["fe80::1%eth0", "none (a name, or one with a zone)"],
    ["localhost", "none (a name, or one with a zone)"],
    ["127.1", "none (a name, or one with a zone)"],
  ])("%s: %s", (address, expected) => {
    expect(specialUse(address)).toBe(expected);
  });
});
