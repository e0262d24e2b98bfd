import { expect, test } from "vitest";
import * as numbers from "./type-numbers.ts";
import { typeCode } from "./types.ts";

test.each(Object.entries(numbers))("%s is %i, as its mnemonic says", (mnemonic, number) => {
  expect(typeCode(mnemonic)).toBe(number);
});
