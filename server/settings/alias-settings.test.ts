import { expect, test } from "vitest";
import { readAliasSettings } from "./alias-settings.ts";

const FIRST = { host: "192.0.2.53", port: 53 };
const SECOND = { host: "2001:db8::53", port: 5353 };

test.each([
  ["nothing: those of the system, and a week", {}, {}, { resolvers: undefined, hold: 604_800 }],
  [
    "flags, in their order",
    { resolver: ["192.0.2.53:53", "[2001:db8::53]:5353"], "alias-hold": "60" },
    { DNS_RESOLVER: "192.0.2.1:53", DNS_ALIAS_HOLD: "1" },
    { resolvers: [FIRST, SECOND], hold: 60 },
  ],
  [
    "the environment",
    {},
    { DNS_RESOLVER: " [2001:db8::53]:5353  192.0.2.53:53 ", DNS_ALIAS_HOLD: "0" },
    { resolvers: [SECOND, FIRST], hold: 0 },
  ],
  [
    "no port",
    { resolver: ["192.0.2.53"] },
    {},
    { error: '--resolver has "192.0.2.53"; expected an IP address and a port, as 192.0.2.53:53' },
  ],
  [
    "a name",
    {},
    { DNS_RESOLVER: "ns.example.com:53" },
    { error: 'DNS_RESOLVER has "ns.example.com:53"; expected an IP address and a port, as 192.0.2.53:53' },
  ],
  [
    "too long",
    { "alias-hold": "2592001" },
    {},
    { error: '--alias-hold or DNS_ALIAS_HOLD is "2592001"; expected 0 to 2592000 seconds' },
  ],
])("%s", (_name, flags, environment, settings) => {
  expect(readAliasSettings(flags, environment)).toEqual(settings);
});
