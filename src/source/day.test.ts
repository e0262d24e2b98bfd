import fc from "fast-check";
import { expect, test } from "vitest";
import { dayOf, daysBetween, parseDay } from "./day.ts";

test.each(["2027-03-01", "2028-02-29", "0001-01-01", "9999-12-31"])("%s is a day", (text) => {
  expect(parseDay(text)).toBe(text);
});

test.each([
  "2027-02-29",
  "2027-02-30",
  "2027-13-01",
  "2027-3-1",
  "1.3.2027",
  "",
  "2027-03-01T00:00",
  "tomorrow",
])("%j is none", (text) => {
  expect(parseDay(text)).toBeUndefined();
});

test("the day of any time is a day, and so many days later lie so many days", () => {
  const start = Date.UTC(2000, 0, 1);
  fc.assert(
    fc.property(fc.nat(100_000_000_000), fc.nat(5_000), (after, days) => {
      const day = dayOf(new Date(start + after));
      const later = dayOf(new Date(start + after + days * 86_400_000));
      expect(parseDay(day)).toBe(day);
      expect(daysBetween(day, later)).toBe(days);
      expect(day <= later).toBe(true);
    }),
  );
});
