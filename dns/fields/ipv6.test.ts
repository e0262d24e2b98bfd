import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { faultOf } from "../../test/record-types/fault-of.ts";
import { ipv6 } from "./ipv6.ts";

describe("any text form gives the one of RFC 5952", () => {
  test.each([
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"], // the first of two equal runs (§4.2.3)
    ["2001:db8:0:0:0:1:0:0", "2001:db8::1:0:0"], // the longer run (§4.2.3)
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"], // never for a single group (§4.2.2)
    ["2001:0DB8::000A", "2001:db8::a"], // no leading zeros, lower case (§4.1, §4.3)
    ["0:0:0:0:0:0:0:0", "::"],
    ["::FFFF:C000:201", "::ffff:192.0.2.1"], // §5
    ["::192.0.2.1", "::c000:201"],
    ["2001:db8::192.0.2.1", "2001:db8::c000:201"],
  ])("%s is %s", (text, canonical) => {
    expect(ipv6.accept(text)).toBe(canonical);
  });
});

test.each([
  "",
  ":",
  ":::",
  "1",
  "1::2::3",
  "::1:",
  "1:2:3:4:5:6:7",
  "::00001",
  "::1 ",
  "[::1]",
  "::1/128",
  "٣::",
])("%j is no address", (text) => {
  expect(faultOf(() => ipv6.accept(text)).rule).toBe("ipv6-invalid");
});

/** The serializer of URLs compresses in the same way, but knows no dotted decimal. */
test("addresses are written as in a URL", () => {
  const groups = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), {
    minLength: 8,
    maxLength: 8,
  });
  fc.assert(
    fc.property(groups, (parts) => {
      const long = parts.map((part) => part.toString(16)).join(":");
      const canonical = ipv6.accept(long);
      fc.pre(!canonical.includes("."));
      expect(`[${canonical}]`).toBe(new URL(`http://[${long}]`).hostname);
      expect(ipv6.accept(canonical)).toBe(canonical);
    }),
  );
});
