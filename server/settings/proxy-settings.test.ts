import { expect, test } from "vitest";
import { readProxySettings } from "./proxy-settings.ts";

const FLY = [{ network: "172.16.0.0", prefix: 12 }];
const place = (host: string, port: number) => ({ host, port, transport: "tcp", isProxied: true });

test("without a place nobody tells of clients", () => {
  expect(readProxySettings({}, { FLY_MACHINE_ID: "148ed" })).toEqual({ listen: [], from: [] });
});

test("places and senders, by flags or by the environment", () => {
  const flags = { "proxy-listen": ["0.0.0.0:5353", "[::]:5353"], "proxy-from": "192.0.2.0/24" };
  expect(readProxySettings(flags, {})).toEqual({
    listen: [place("0.0.0.0", 5353), place("::", 5353)],
    from: [{ network: "192.0.2.0", prefix: 24 }],
  });
  const environment = { DNS_PROXY_PORT: "5353", DNS_PROXY_FROM: "172.16.0.0/12", DNS_TCP_HOST: "192.0.2.1" };
  expect(readProxySettings({}, environment)).toEqual({ listen: [place("192.0.2.1", 5353)], from: FLY });
});

test("on Fly.io the senders are known", () => {
  const environment = { DNS_PROXY_PORT: "5353", FLY_MACHINE_ID: "148ed" };
  expect(readProxySettings({}, environment)).toEqual({ listen: [place("0.0.0.0", 5353)], from: FLY });
});

test.each([
  [{ "proxy-listen": ["5353"] }, {}, '--proxy-listen is "5353"; expected ADDRESS:PORT or [IPv6]:PORT'],
  [{ "proxy-listen": ["127.0.0.1:1"] }, {}, "--proxy-listen needs --proxy-from BLOCKS"],
  [
    { "proxy-from": "127.0.0.1" },
    {},
    "--proxy-from or DNS_PROXY_FROM without --proxy-listen or DNS_PROXY_PORT",
  ],
  [{}, { DNS_PROXY_PORT: "x" }, 'DNS_PROXY_PORT is "x"; expected a number from 0 to 65535'],
  [{}, { DNS_PROXY_PORT: "1", DNS_PROXY_FROM: "fly" }, '--proxy-from or DNS_PROXY_FROM has "fly"'],
])("%j with %j is refused", (flags, environment, error) => {
  expect(readProxySettings(flags, environment)).toEqual({ error: expect.stringContaining(error) });
});
