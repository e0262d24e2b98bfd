import { expect, test } from "vitest";
import { writtenKeys } from "./variables.ts";

test.each([
  ["one variable", { ZONEPIPE_TSIG_KEYS: "a:x:y,b:x:y" }, ["a:x:y", "b:x:y"]],
  ["variables whose names go on", { ZONEPIPE_TSIG_KEYS_B: "b", ZONEPIPE_TSIG_KEYS: "a" }, ["a", "b"]],
  ["secrets of which some are not set, put together", { ZONEPIPE_TSIG_KEYS: ",a,,b," }, ["a", "b"]],
  ["a secret that is not set", { ZONEPIPE_TSIG_KEYS: "" }, []],
])("keys of %s", (_, environment, keys) => {
  expect(writtenKeys(environment).map(({ text }) => text)).toEqual(keys);
});
