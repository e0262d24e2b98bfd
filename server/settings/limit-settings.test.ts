import { expect, test } from "vitest";
import { PRIVATE_BLOCKS } from "../limit/match-blocks.ts";
import { readRateLimits } from "./limit-settings.ts";

test("by default a prefix gets what NSD gives it, and nothing is lost", () => {
  expect(readRateLimits({}, {})).toEqual({
    rate: 200,
    slip: 1,
    window: 15,
    tableSize: 65_536,
    logOnly: "auto",
    unlimited: PRIVATE_BLOCKS,
    cookielessSize: undefined,
  });
});

test("each has a flag and a variable, and the flag is stronger", () => {
  const environment = { DNS_RRL_RATE: "5", DNS_RRL_SLIP: "2", DNS_RRL_LOG_ONLY: "yes" };
  expect(readRateLimits({ "rrl-rate": "7", "nocookie-udp-size": "512" }, environment)).toMatchObject({
    rate: 7,
    slip: 2,
    logOnly: "yes",
    cookielessSize: 512,
  });
});

test("who is allowed is so beside private addresses, and none is nobody at all", () => {
  const mine = { network: "192.0.2.0", prefix: 24 };
  expect(readRateLimits({ "rrl-allow": "192.0.2.0/24" }, {})).toMatchObject({
    unlimited: [...PRIVATE_BLOCKS, mine],
  });
  expect(readRateLimits({ "rrl-allow": "none" }, {})).toMatchObject({ unlimited: [] });
  expect(readRateLimits({ "rrl-allow": "none, 192.0.2.0/24" }, {})).toMatchObject({
    unlimited: [{ network: "192.0.2.0", prefix: 24 }],
  });
});

test.each([
  [{ "rrl-rate": "-1" }, '--rrl-rate or DNS_RRL_RATE is "-1"; expected 0 to 10000'],
  [{ "rrl-rate": "10001" }, '--rrl-rate or DNS_RRL_RATE is "10001"; expected 0 to 10000'],
  [{ "rrl-slip": "11" }, '--rrl-slip or DNS_RRL_SLIP is "11"; expected 0 to 10'],
  [{ "rrl-window": "" }, '--rrl-window or DNS_RRL_WINDOW is ""; expected 0 to 3600'],
  [{ "rrl-table-size": "1" }, '--rrl-table-size or DNS_RRL_TABLE_SIZE is "1"; expected 500 to 4194304'],
  [{ "rrl-log-only": "on" }, '--rrl-log-only or DNS_RRL_LOG_ONLY is "on"; expected auto, yes, no'],
  [
    { "rrl-allow": "192.0.2.0/33" },
    '--rrl-allow or DNS_RRL_ALLOW has "192.0.2.0/33"; expected blocks of addresses such as 192.0.2.0/24, or none',
  ],
  [
    { "nocookie-udp-size": "1233" },
    '--nocookie-udp-size or DNS_NOCOOKIE_UDP_SIZE is "1233"; expected 128 to 1232',
  ],
])("%j is a usage error", (flags, error) => {
  expect(readRateLimits(flags, {})).toEqual({ error });
});
