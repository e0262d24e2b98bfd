import { expect, test } from "vitest";
import { didYouMean, suggest } from "./suggest.ts";

const KEYS = ["type", "ttl", "value", "values", "octodns", "zonepipe"];

test.each([
  ["tpye", "type"],
  ["vlaue", "value"],
  ["valus", "value"],
  ["Value", "value"],
  ["ttll", "ttl"],
  ["octdns", "octodns"],
  ["zonpip", "zonepipe"],
  ["comment", undefined],
  ["tt", "ttl"],
  ["x", undefined],
  ["", undefined],
])("%s means %s", (found, meant) => {
  expect(suggest(found, KEYS)).toBe(meant);
});

test("what is near nothing gets the list of what is known", () => {
  expect([didYouMean("tpye", KEYS), didYouMean("comment", KEYS)]).toEqual([
    'Did you mean "type"?',
    "Known are type, ttl, value, values, octodns, zonepipe.",
  ]);
});
