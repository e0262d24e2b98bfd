import { expect, test } from "vitest";
import { printProblem } from "./problem.ts";

test.each([
  ["a sentence", "TTL is -1", "TTL is -1."],
  [
    "a name at its end, which has a final dot",
    "lies outside the zone example.com.",
    "lies outside the zone example.com.",
  ],
])("a problem ends in one stop: %s", (_, message, printed) => {
  const at = { file: "z", line: 1, column: 2 };
  expect(printProblem({ ...at, rule: "r", severity: "error", message, help: "Mend it." })).toBe(
    `z:1:2: error: ${printed}\n  Mend it. [r]`,
  );
});
