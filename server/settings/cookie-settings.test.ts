import { expect, test } from "vitest";
import { readCookieSettings } from "./cookie-settings.ts";

const ONE = "000102030405060708090a0b0c0d0e0f";
const TWO = "FFEEDDCCBBAA99887766554433221100";

test("one secret, or two for a roll-over, in the order in which they are written", () => {
  const octets = (text: string) => Uint8Array.from(Buffer.from(text, "hex"));
  expect(readCookieSettings(ONE, false)).toEqual({ secrets: [octets(ONE)], isRequired: false });
  expect(readCookieSettings(` ${ONE}, ${TWO}\n`, true)).toEqual({
    secrets: [octets(ONE), octets(TWO)],
    isRequired: true,
  });
});

test("no secret, no cookies", () => {
  expect(readCookieSettings(undefined, false)).toBeUndefined();
  expect(readCookieSettings("", false)).toBeUndefined();
});

test.each([
  [undefined, "--require-cookies needs a secret in ZONEPIPE_COOKIE_SECRETS"],
  ["", "--require-cookies needs a secret in ZONEPIPE_COOKIE_SECRETS"],
  [ONE.slice(2), "The secret in ZONEPIPE_COOKIE_SECRETS is not 32 hex digits (16 octets)"],
  [`0x${ONE}`, "The secret in ZONEPIPE_COOKIE_SECRETS is not 32 hex digits (16 octets)"],
  [`${ONE.slice(1)}g,${TWO}`, "The first secret in ZONEPIPE_COOKIE_SECRETS is not 32 hex digits (16 octets)"],
  [`${ONE},`, "The second secret in ZONEPIPE_COOKIE_SECRETS is not 32 hex digits (16 octets)"],
  [
    `${ONE},${TWO},${ONE}`,
    "ZONEPIPE_COOKIE_SECRETS has 3 secrets; expected one or two, with a comma between",
  ],
  [
    `${TWO},${TWO.toLowerCase()}`,
    "ZONEPIPE_COOKIE_SECRETS has the same secret twice; expected two that differ, or one",
  ],
])("%j is refused without being told", (secrets, error) => {
  expect(readCookieSettings(secrets, true)).toEqual({ error });
});
