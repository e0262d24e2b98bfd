import fc from "fast-check";
import { expect, test } from "vitest";
import { fillPlaceholders } from "./placeholders.ts";

const WORDS = new Map([
  ["zone", "a.example"],
  ["odd", "{zone} {{ }"],
]);

test("a text whose braces are doubled is that text", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("{", "}", "a", "zone", "ü", "\n") }), (text) => {
      const doubled = text.replaceAll(/[{}]/g, "$&$&");
      expect(fillPlaceholders(doubled, WORDS)).toEqual({ text, faults: [] });
    }),
  );
});

test("what is filled in is not looked at again", () => {
  expect(fillPlaceholders("<{odd}> {zone}{{zone}}", WORDS).text).toBe("<{zone} {{ }> a.example{zone}");
});

test.each([
  ["{", ["placeholder-brace"]],
  ["a } b {x", ["placeholder-brace", "placeholder-brace"]],
  ["{ zone } {} {ZONE}", ["placeholder-unknown", "placeholder-unknown", "placeholder-unknown"]],
  ["{{{", ["placeholder-brace"]],
])("%s has faults", (text, rules) => {
  expect(fillPlaceholders(text, WORDS).faults.map(({ rule }) => rule)).toEqual(rules);
});
