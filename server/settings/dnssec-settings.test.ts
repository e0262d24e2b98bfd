import { expect, test } from "vitest";
import { readDnssecSettings } from "./dnssec-settings.ts";
import { secretsIn } from "./secrets.ts";

test("keys come from the variable and from those whose names go on behind it", () => {
  const environment = {
    ZONEPIPE_DNSSEC_KEYS_EXAMPLE_COM: "CCCC",
    ZONEPIPE_DNSSEC_KEYS: "AAAA, BBBB\n DDDD,,",
    ZONEPIPE_DNSSEC_KEYSTORE: "EEEE",
    PATH: "/bin",
  };
  expect(readDnssecSettings({ "dnssec-keys": "keys" }, environment)).toEqual({
    folder: "keys",
    written: [
      { base64: "AAAA", place: "Key 1 in ZONEPIPE_DNSSEC_KEYS" },
      { base64: "BBBB", place: "Key 2 in ZONEPIPE_DNSSEC_KEYS" },
      { base64: "DDDD", place: "Key 3 in ZONEPIPE_DNSSEC_KEYS" },
      { base64: "CCCC", place: "Key 1 in ZONEPIPE_DNSSEC_KEYS_EXAMPLE_COM" },
    ],
  });
  expect(secretsIn(environment)).toEqual([
    "ZONEPIPE_COOKIE_SECRETS",
    "ZONEPIPE_DNSSEC_KEYS",
    "ZONEPIPE_DNSSEC_KEYS_EXAMPLE_COM",
  ]);
});

test("without any there are none", () => {
  expect(readDnssecSettings({}, { ZONEPIPE_DNSSEC_KEYS: "" })).toEqual({ folder: undefined, written: [] });
});

test("an empty folder is a mistake of a script", () => {
  expect(readDnssecSettings({ "dnssec-keys": "" }, {})).toEqual({
    error: "--dnssec-keys is empty; expected a folder",
  });
});
