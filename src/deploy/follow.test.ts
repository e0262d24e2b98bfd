import { expect, test } from "vitest";
import { follow } from "./follow.ts";

const places = (text: string) =>
  text
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => ({ region: word.split("/")[0]!, machine: word.split("/")[1]! }));

test.each([
  ["all are there", "ams/m1 iad/m2", "ams/m1 iad/m2", ["m1 m1", "m2 m2"]],
  ["one has another id", "ams/m1 iad/m2", "ams/m1 iad/m9", ["m1 m1", "m2 m9"]],
  ["two of a region have other ids", "iad/m1 iad/m2", "iad/m8 iad/m9", ["m1 m8", "m2 m9"]],
  ["one has another id, and one is gone", "iad/m1 iad/m2", "iad/m9", ["m1 m9"]],
  ["one is gone", "ams/m1 iad/m2", "ams/m1", ["m1 m1"]],
  ["one is gone, and one came in another region", "ams/m1 iad/m2", "ams/m1 fra/m9", ["m1 m1"]],
  ["one came besides", "iad/m1", "iad/m1 iad/m9", ["m1 m1"]],
  ["none is there", "iad/m1", "", []],
])("%s", (_, before, now, expected) => {
  const found = follow(places(before), places(now));
  expect([...found].map(([machine, one]) => `${machine} ${one.machine}`)).toEqual(expected);
});
