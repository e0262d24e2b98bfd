import { expect, test } from "vitest";
import { noRouteTo } from "./dns-client-route.ts";

test.each([
  ["ENETUNREACH", "there is no route to the network (ENETUNREACH)"],
  ["EHOSTUNREACH", "there is no route to the host (EHOSTUNREACH)"],
  ["EADDRNOTAVAIL", "this machine has no address of that family (EADDRNOTAVAIL)"],
  ["EAFNOSUPPORT", "this machine does not have that address family (EAFNOSUPPORT)"],
  ["EACCES", undefined],
])("a machine that says %s to a socket: %s", async (code, reason) => {
  const error = Object.assign(new Error(`connect ${code}`), { code });
  expect(await noRouteTo("2001:db8::1", () => Promise.reject(error))).toBe(reason);
});

test("there is a way to this machine", async () => {
  expect(await noRouteTo("127.0.0.1")).toBeUndefined();
});

test("what is no address is no question of routes", async () => {
  expect(await noRouteTo("255.255.255.255")).toBeUndefined();
});
