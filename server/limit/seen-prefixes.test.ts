import { expect, test } from "vitest";
import { makeLimitMemory, openLimitMemory } from "./limit-memory.ts";
import { countPrefixes, isPrefixOneOfSeveral, notePrefix } from "./seen-prefixes.ts";

test("one prefix is one however often it asks, and the second one is another", () => {
  const memory = openLimitMemory(makeLimitMemory(512));
  expect(countPrefixes(memory)).toBe(0);
  for (let times = 0; times < 10; times++) notePrefix(memory, 0xc0000200, 4);
  expect([countPrefixes(memory), isPrefixOneOfSeveral(memory)]).toEqual([1, false]);
  notePrefix(memory, 0xc0000300, 4);
  expect([countPrefixes(memory), isPrefixOneOfSeveral(memory)]).toEqual([2, true]);
});

test.each([100, 10_000, 200_000])("%d prefixes are counted to a few percent", (count) => {
  const memory = openLimitMemory(makeLimitMemory(512));
  for (let prefix = 0; prefix < count; prefix++) notePrefix(memory, (0x0b000000 + (prefix << 8)) | 0, 4);
  expect(Math.abs(countPrefixes(memory) / count - 1)).toBeLessThan(0.03);
});
