import { describe, expect, test } from "vitest";
import { MAX_TTL, parseTtl } from "./ttl.ts";

describe("a TTL as text", () => {
  test.each([
    ["0", 0],
    ["3600", 3600],
    ["2147483647", MAX_TTL],
    ["0000000000003600", 3600],
    ["1s", 1],
    ["1m", 60],
    ["1h", 3600],
    ["1d", 86_400],
    ["1w", 604_800],
    ["1W1D", 691_200],
    ["1h30m", 5400],
    ["30m1h", 5400],
    ["0h", 0],
    ["3550w", 2_147_040_000],
  ])("%s is %d seconds", (text, seconds) => {
    expect(parseTtl(text)).toBe(seconds);
  });

  test.each([
    "",
    "-1",
    "+1",
    " 1",
    "1 ",
    "1.5",
    "1h30",
    "h",
    "1y",
    "1hh",
    "0x10",
    "2147483648",
    "3551w",
    "9".repeat(400),
    "١",
  ])("%j is none", (text) => {
    expect(parseTtl(text)).toBeUndefined();
  });
});
