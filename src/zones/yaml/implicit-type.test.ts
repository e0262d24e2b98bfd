import { expect, test } from "vitest";
import { misreadNumber, misreadText } from "./implicit-type.ts";
import type { Scalar } from "./node.ts";
import { sourceText } from "./source-text.ts";

function scalar(text: string, plain = true): Scalar {
  return { kind: "scalar", text, plain, source: sourceText("x.yaml", text), offset: 0 };
}

test.each<[string, string | undefined]>([
  ["no", "the truth value false (YAML 1.1)"],
  ["Yes", "the truth value true (YAML 1.1)"],
  ["off", "the truth value false (YAML 1.1)"],
  ["true", "the truth value true (YAML 1.1)"],
  ["y", undefined], // PyYAML, which octoDNS reads with, takes it for a text
  ["N", undefined],
  ["~", "nothing (YAML 1.1)"],
  ["null", "nothing (YAML 1.1)"],
  ["010", "the number 8 (YAML 1.1)"],
  ["0o17", "the number 15 (YAML 1.2)"],
  ["0b11", "the number 3 (YAML 1.1)"],
  ["0x1F", "the number 31 (YAML 1.1)"],
  ["12:30", "the number 750 (YAML 1.1)"],
  ["1_000", "the number 1000 (YAML 1.1)"],
  ["1e3", "the number 1000 (YAML 1.2)"],
  ["1.10", "the number 1.1 (YAML 1.1)"],
  ["+1", "the number 1 (YAML 1.1)"],
  [".inf", "the number Infinity (YAML 1.1)"],
  ["2026-01-01", "a date (YAML 1.1)"],
  ["12345678901234567890", "the number 12345678901234567000 (YAML 1.1)"],
  ["10", undefined],
  ["1.5", undefined],
  ["-3", undefined],
  ["192.0.2.1", undefined],
  ["2001:db8::1", undefined],
  ["1.2.3", undefined],
  ["v=spf1 -all", undefined],
  ["nothing", undefined],
])("the text %s", (text, expected) => {
  expect(misreadText(scalar(text))).toBe(expected);
});

test.each<[string, string | undefined]>([
  ["300", undefined],
  ["0", undefined],
  ["010", "the number 8 (YAML 1.1)"],
  ["0300", "the number 192 (YAML 1.1)"],
  ["089", undefined], // no octal number, so YAML 1.1 has no other reading
  ["00", undefined],
])("the number %s", (text, expected) => {
  expect(misreadNumber(scalar(text))).toBe(expected);
});

test("a text in quotes is what it is for every reader", () => {
  expect([misreadText(scalar("no", false)), misreadNumber(scalar("010", false))]).toEqual([
    undefined,
    undefined,
  ]);
});
