import { isIP, isIPv6 } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ipVersion, isIpv6 } from "./ip-version.ts";

test.each([
  ["192.0.2.1", 4],
  ["192.0.2.01", 0],
  ["192.0.2.256", 0],
  ["192.0.2.1%eth0", 0],
  ["192.0.2", 0],
  ["2001:db8::1", 6],
  ["::ffff:192.0.2.1", 6],
  ["fe80::1%eth0", 6],
  ["fe80::1%", 0],
  ["fe80::1%eth0%1", 0],
  ["1::2::3", 0],
  ["::", 6],
  [":", 0],
  ["", 0],
  ["localhost", 0],
])("%s is of version %i", (text, expected) => {
  expect(ipVersion(text)).toBe(expected);
  expect(isIP(text)).toBe(expected);
});

test("it says what node:net says", () => {
  const part = fc.constantFrom(
    "0",
    "1",
    "12",
    "255",
    "256",
    "01",
    "ffff",
    "fffff",
    "g",
    ":",
    "::",
    ".",
    "%",
    "-",
  );
  const written = fc.array(part, { maxLength: 16 }).map((parts) => parts.join(""));
  const groups = fc.array(fc.constantFrom("0", "db8", "ffff", "", "192.0.2.1"), {
    minLength: 3,
    maxLength: 9,
  });
  const text = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    written,
    groups.map((all) => all.join(":")),
  );
  const zoned = fc
    .tuple(text, fc.constantFrom("", "%eth0", "%1", "%", "% ", "\n"))
    .map((both) => both.join(""));
  fc.assert(
    fc.property(zoned, (address) => {
      expect(ipVersion(address)).toBe(isIP(address));
      expect(isIpv6(address)).toBe(isIPv6(address));
    }),
    { numRuns: 2000 },
  );
});
