import type { NetworkInterfaceInfo } from "node:os";
import { expect, test } from "vitest";
import type { Endpoint } from "../address/address.ts";
import { hostAddresses, uncertainSources } from "./answer-source.ts";

const address = (text: string, internal = false): NetworkInterfaceInfo => {
  const rest = { address: text, netmask: "", mac: "", cidr: null, internal };
  return text.includes(":") ? { ...rest, family: "IPv6", scopeid: 0 } : { ...rest, family: "IPv4" };
};
const LOOPBACK = [address("127.0.0.1", true), address("::1", true)];
const ONE = { lo: LOOPBACK, eth0: [address("192.0.2.1"), address("2001:db8::1"), address("fe80::1")] };
const TWO = { ...ONE, eth1: [address("198.51.100.1"), address("2001:db8:1::1")] };

const warnings = (endpoint: Partial<Endpoint>, interfaces: Parameters<typeof uncertainSources>[1]) =>
  uncertainSources([{ host: "0.0.0.0", port: 53, transport: "both", ...endpoint }], interfaces);

test("every address of a host that has several: the line names them", () => {
  const say = (where: string, names: string) =>
    `UDP on ${where} by node:dgram may answer from another address than was asked: this host has several. Name them instead: ${names}`;
  expect(warnings({}, TWO)).toEqual([say("0.0.0.0:53", "192.0.2.1:53, 198.51.100.1:53")]);
  expect(warnings({ host: "::", transport: "udp" }, TWO)).toEqual([
    say("[::]:53", "[2001:db8::1]:53, [2001:db8:1::1]:53"),
  ]);
});

test.each([
  ["the host has one, loopback and link-local ones aside", {}, ONE],
  ["the same for IPv6", { host: "::" }, ONE],
  ["only TCP is answered there", { transport: "tcp" }, TWO],
  ["one address is named", { host: "192.0.2.1" }, TWO],
] as const)("nothing is said where %s", (_, endpoint, interfaces) => {
  expect(warnings(endpoint, interfaces)).toEqual([]);
});

test("a host whose addresses nobody tells is warned of nothing", () => {
  const told = hostAddresses(() => {
    throw new Error("uv_interface_addresses returned Unknown system error 97");
  });
  expect([
    warnings({}, told),
    warnings(
      {},
      hostAddresses(() => TWO),
    ).length,
  ]).toEqual([[], 1]);
});
