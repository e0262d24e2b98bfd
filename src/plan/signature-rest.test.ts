import fc from "fast-check";
import { expect, test } from "vitest";
import { signatureTimes } from "../../dns/signing/signature-times.ts";
import { WINDOW_SECONDS, windowStart } from "../../dns/signing/window.ts";

const DAY = 86_400;

test("just before a window turns, its signatures hold for SOA expire, the greatest TTL and a day", () => {
  const seconds = fc.nat(178 * DAY); // together less than a year: the rule keys-signatures-short refuses more
  fc.assert(
    fc.property(seconds, seconds, fc.integer({ min: 2_900, max: 7_000 }), (expire, greatestTtl, window) => {
      const { expiration } = signatureTimes(window, { expire, greatestTtl });
      const rest = (expiration - (windowStart(window) + WINDOW_SECONDS)) >>> 0;
      expect(rest).toBeGreaterThanOrEqual(expire + greatestTtl + DAY);
    }),
  );
});
