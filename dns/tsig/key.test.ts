import { expect, test } from "vitest";
import { nameOf } from "../../test/zone-text.ts";
import { parseTsigKey } from "./key.ts";

const SECRET = "AAECAwQFBgcICQoLDA0ODw==";
const OCTETS = Uint8Array.from({ length: 16 }, (_, octet) => octet);

test.each([
  [`key.example.:hmac-sha256:${SECRET}`, "key.example.", "hmac-sha256"],
  [`KEY.example:HMAC-SHA384:${SECRET}`, "key.example.", "hmac-sha384"],
  [` key:hmac-sha512.:${SECRET}\n`, "key.", "hmac-sha512"],
])("%j is a key", (text, name, algorithm) => {
  expect(parseTsigKey(text)).toEqual({ name: nameOf(name), algorithm, secret: OCTETS });
});

test.each([
  ["", "is not of the form name:algorithm:base64"],
  [`key:${SECRET}`, "is not of the form name:algorithm:base64"],
  [`key:hmac-sha256:${SECRET}:`, "is not of the form name:algorithm:base64"],
  [`:hmac-sha256:${SECRET}`, "has no domain name as its name"],
  [`.:hmac-sha256:${SECRET}`, "has no domain name as its name"],
  [`a..b:hmac-sha256:${SECRET}`, "has no domain name as its name"],
  [`key:${SECRET}:hmac-sha256`, "has another algorithm; expected hmac-sha256, hmac-sha384 or hmac-sha512"],
  [`key:hmac-md5:${SECRET}`, "has another algorithm; expected hmac-sha256, hmac-sha384 or hmac-sha512"],
  ["key:hmac-sha256:", "has a secret that is not Base64 (RFC 4648 §4)"],
  ["key:hmac-sha256:AAEC$", "has a secret that is not Base64 (RFC 4648 §4)"],
  ["key:hmac-sha256:AAECAwQFBgcICQoLDA0ODw", "has a secret that is not Base64 (RFC 4648 §4)"],
  ["key:hmac-sha256:AAECAwQFBgcICQoLDA0O", "has a secret of 15 octets; expected 16 or more"],
])("%j is none, and its secret is not told", (text, fault) => {
  expect(parseTsigKey(text)).toEqual({ fault });
});
