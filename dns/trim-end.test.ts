import { expect, test } from "vitest";
import { trimEndOf } from "./trim-end.ts";

test.each([
  ["zones//", "/", "zones"],
  ["///", "/", ""],
  ["", "/", ""],
  ["/a/b", "/", "/a/b"],
  ["a \t", " \t", "a"],
])("%j without %j at its end is %j", (text, characters, expected) => {
  expect(trimEndOf(text, characters)).toBe(expected);
});
