import { expect, test } from "vitest";
import { parse } from "yaml";
import { printYaml } from "./print-yaml.ts";

test.each([
  ["www", "www"],
  ["mail.example.com.", "mail.example.com."],
  ["v=spf1 -all", "v=spf1 -all"],
  ["a=b", "a=b"],
  ["192.0.2.1", "192.0.2.1"],
  ["a  b", "'a  b'"],
  [" a", "' a'"],
  ["a ", "'a '"],
  ["no", "'no'"],
  ["007", "'007'"],
  ["it's", "'it''s'"],
  [
    "Please contact the hostmaster of this domain, thank you",
    "'Please contact the hostmaster of this domain, thank you'",
  ],
])("%j is written as %s", (text, expected) => {
  expect(printYaml(text)).toBe(expected);
  for (const version of ["1.1", "1.2"] as const) expect(parse(printYaml(text), { version })).toBe(text);
});
