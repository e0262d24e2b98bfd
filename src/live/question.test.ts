import { describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { readQuestion } from "./question.ts";

test.each([
  ["www.example.com MX", "www.example.com. MX"],
  ["  www.example.com.   mx ", "www.example.com. MX"],
  ["example.com", "example.com. A"],
  ["*.example.com TXT", "*.example.com. TXT"],
  ["bücher.example AAAA", "xn--bcher-kva.example. AAAA"],
  ["www.example.com TYPE65280", "www.example.com. TYPE65280"],
])("%j asks for %s", (text, expected) => {
  const question = readQuestion(text);
  expect("why" in question ? question.why : `${printName(question.name)} ${typeName(question.type)}`).toBe(
    expected,
  );
});

describe("what is no question says why", () => {
  test.each([
    ["", "Write a name and a type"],
    ["a b c", "Write a name and a type"],
    ["www.example.com MXX", '"MXX" is no type'],
    ["www.example.com AXFR", '"AXFR" is no type'],
    ["https://www.example.com/", "The name"],
    [`${"a".repeat(64)}.example.com`, "The name"],
    ["a..example.com", "The name"],
    ["x".repeat(2_000), "Write a name and a type"],
  ])("%j", (text, why) => {
    expect(readQuestion(text)).toMatchObject({ why: expect.stringContaining(why) });
  });
});
