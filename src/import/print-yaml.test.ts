import { CORE_SCHEMA, load, YAML11_SCHEMA } from "js-yaml";
import { expect, test } from "vitest";
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
  for (const schema of [YAML11_SCHEMA, CORE_SCHEMA]) expect(load(printYaml(text), { schema })).toBe(text);
});
