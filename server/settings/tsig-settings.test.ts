import { expect, test } from "vitest";
import { nameOf } from "../../test/zone-text.ts";
import { readNotifySettings } from "./notify-settings.ts";
import { secretsIn } from "./secrets.ts";
import { readTsigSettings } from "./tsig-settings.ts";

const SECRET = "c2l4dGVlbiBvY3RldHMuLg==";
const KEY = { algorithm: "hmac-sha256" as const, secret: Uint8Array.from(Buffer.from(SECRET, "base64")) };
const nothing = () => {
  throw new Error("ENOENT: no such file");
};

test("keys come from the environment, with commas between, and from a file, one a line", () => {
  const environment = { ZONEPIPE_TSIG_KEYS: `a:hmac-sha256:${SECRET}, b.example.:hmac-sha256:${SECRET},` };
  const file = `# of the secondary\n\nC:hmac-sha256:${SECRET}\r\n`;
  expect(readTsigSettings({ "tsig-keys": "FILE" }, environment, () => file)).toEqual([
    { ...KEY, name: nameOf("a.") },
    { ...KEY, name: nameOf("b.example.") },
    { ...KEY, name: nameOf("c.") },
  ]);
  expect(readTsigSettings({}, {}, nothing)).toEqual([]);
  expect(readTsigSettings({}, { ZONEPIPE_TSIG_KEYS: "" }, nothing)).toEqual([]);
});

test.each<[string, { ZONEPIPE_TSIG_KEYS?: string }, string | undefined, string]>([
  [
    "a key without its algorithm",
    { ZONEPIPE_TSIG_KEYS: `a:hmac-sha256:${SECRET},b:${SECRET}` },
    undefined,
    "Key 2 in ZONEPIPE_TSIG_KEYS is not of the form name:algorithm:base64",
  ],
  [
    "a key with its parts in another order",
    {},
    `# ok\nhmac-sha256:${SECRET}:a`,
    "Line 2 of the file of --tsig-keys has another algorithm; expected hmac-sha256, hmac-sha384 or hmac-sha512",
  ],
  [
    "two keys of one name",
    { ZONEPIPE_TSIG_KEYS: `a:hmac-sha256:${SECRET}` },
    `A.:hmac-sha512:${SECRET}`,
    "Line 1 of the file of --tsig-keys has the name a. a second time; expected names that differ",
  ],
])("%s is told without its secret", (_, environment, file, error) => {
  const flags = file === undefined ? {} : { "tsig-keys": "FILE" };
  const result = readTsigSettings(flags, environment, () => file ?? "");
  expect(result).toEqual({ error });
});

test("a file that cannot be read is told", () => {
  expect(readTsigSettings({ "tsig-keys": "FILE" }, {}, nothing)).toEqual({
    error: "Cannot read --tsig-keys: ENOENT: no such file",
  });
});

const KEYS = [{ ...KEY, name: nameOf("secondary.example.") }];

test.each([
  ["192.0.2.1:53", { host: "192.0.2.1", port: 53 }, undefined],
  ["[2001:db8::1]:5353,Secondary.example", { host: "2001:db8::1", port: 5353 }, KEYS[0]],
])("--notify %s", (text, address, key) => {
  expect(readNotifySettings({ notify: [text] }, {}, KEYS)).toEqual([{ address, key }]);
});

test("in an image the environment says whom to tell", () => {
  const environment = { DNS_NOTIFY: " 192.0.2.1:53  [2001:db8::1]:5353,secondary.example\n" };
  expect(readNotifySettings({}, environment, KEYS)).toEqual([
    { address: { host: "192.0.2.1", port: 53 }, key: undefined },
    { address: { host: "2001:db8::1", port: 5353 }, key: KEYS[0] },
  ]);
  expect(readNotifySettings({}, { DNS_NOTIFY: "ns3" }, KEYS)).toEqual({
    error: 'DNS_NOTIFY is "ns3"; expected IPv4:PORT or [IPv6]:PORT, perhaps with ,KEYNAME',
  });
});

test("keys may have a variable each, and all of them are secrets", () => {
  const text = (name: string) => `${name}:hmac-sha256:MDEyMzQ1Njc4OWFiY2RlZg==`;
  const environment = {
    ZONEPIPE_TSIG_KEYS_NS3_1: text("b"),
    ZONEPIPE_TSIG_KEYS: text("a"),
    ZONEPIPE_TSIG_KEYSX: "no",
  };
  expect(readTsigSettings({}, environment, () => "")).toMatchObject([
    { name: nameOf("a.") },
    { name: nameOf("b.") },
  ]);
  expect(secretsIn(environment)).toEqual([
    "ZONEPIPE_COOKIE_SECRETS",
    "ZONEPIPE_TSIG_KEYS",
    "ZONEPIPE_TSIG_KEYS_NS3_1",
  ]);
});

test("one address is told once", () => {
  expect(
    readNotifySettings({ notify: ["192.0.2.1:53", "192.0.2.1:53,secondary.example"] }, {}, KEYS),
  ).toEqual({
    error: '--notify is "192.0.2.1:53,secondary.example"; that address is named already',
  });
});

test.each([
  ["ns2.example.net:53", "expected IPv4:PORT or [IPv6]:PORT, perhaps with ,KEYNAME"],
  ["192.0.2.1", "expected IPv4:PORT or [IPv6]:PORT, perhaps with ,KEYNAME"],
  ["192.0.2.1:0", "expected IPv4:PORT or [IPv6]:PORT, perhaps with ,KEYNAME"],
  ["192.0.2.1:53,other", "there is no such key in ZONEPIPE_TSIG_KEYS or --tsig-keys"],
  ["192.0.2.1:53,", "there is no such key in ZONEPIPE_TSIG_KEYS or --tsig-keys"],
])("--notify %s is none", (text, reason) => {
  expect(readNotifySettings({ notify: [text] }, {}, KEYS)).toEqual({
    error: `--notify is "${text}"; ${reason}`,
  });
});
