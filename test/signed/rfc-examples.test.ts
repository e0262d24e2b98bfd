import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Ask, serveText } from "../serve-text.ts";
import { RFC_4035, RFC_5155 } from "./rfc-examples.ts";
import { recordsOf } from "./signed-records.ts";

describe.each([
  ["RFC 4035", "rfc4035-a.zone", RFC_4035],
  ["RFC 5155", "rfc5155-a.zone", RFC_5155],
])("the examples of %s", (_, file, examples) => {
  const text = readFileSync(join(import.meta.dirname, "../zones", file), "latin1");
  const ask: Ask = serveText({ "example.": text });

  test.each(examples)("$section: $question", (example) => {
    const [owner = ""] = example.question.split(" ");
    const answer = recordsOf(text, example.answer).map((line) => line.replace(/^\*\.\S+/, owner));
    const [head, ...records] = ask(example.question, { do: true, tcp: true });
    expect(head).toBe(example.head);
    expect(records.sort()).toEqual(
      [
        ...answer,
        ...recordsOf(text, example.authority).map((line) => `authority: ${line}`),
        ...recordsOf(text, example.additional).map((line) => `additional: ${line}`),
      ].sort(),
    );
  });

  test.each(examples)("$section, without DO: no signatures, no proofs", ({ question }) => {
    const records = ask(question, { tcp: true }).slice(1);
    expect(records.filter((line) => / (RRSIG|NSEC|NSEC3|DS) /.test(line))).toEqual([]);
  });
});
