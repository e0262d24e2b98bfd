import { expect, test } from "vitest";
import { isEveryAddress } from "./every-address.ts";

test.each([
  ["0.0.0.0", true],
  ["::", true],
  ["0:0:0:0:0:0:0:0", true],
  ["127.0.0.1", false],
  ["::1", false],
  ["::ffff:0.0.0.0", false],
  ["localhost", false],
])("%s is every address of a host: %s", (host, expected) => {
  expect(isEveryAddress(host)).toBe(expected);
});
