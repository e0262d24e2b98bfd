import fc from "fast-check";
import { expect, test } from "vitest";
import { follows, type OnEvents, parseText } from "./parse-events.ts";
import { type SourceText, sourceText } from "./source-text.ts";

const LINES = Array.from({ length: 6_000 }, (_, index) => `www-${index}: {type: A, value: 192.0.2.7}`);

const textOf = (lines: readonly string[]) => sourceText("zones/example.com.yaml", `${lines.join("\n")}\n`);

/** What a text gives, piece by piece, and its problems. */
function parsed(source: SourceText) {
  let taken: Parameters<OnEvents>[] = [];
  const problems = parseText(source, () => {
    const own: Parameters<OnEvents>[] = [];
    taken = own;
    return (...piece) => void own.push(piece);
  });
  return { taken, problems };
}

/** An edit, which may leave the text broken. */
const EDIT = fc.record({
  at: fc.nat(LINES.length - 1),
  line: fc.constantFrom(
    "a: {type: A, value: 192.0.2.9}",
    "a: {type: A",
    "'': !include x",
    "a: &b [1]",
    "# a",
  ),
  removed: fc.nat(2),
});

test("a text that follows another one gives the events that it gives alone", () => {
  fc.assert(
    fc.property(fc.array(EDIT, { minLength: 2, maxLength: 4 }), (edits) => {
      const lines = [...LINES];
      let former = textOf(lines);
      parsed(former);
      for (const { at, line, removed } of edits) {
        lines.splice(at, removed, line);
        const source = textOf(lines);
        follows(source, former);
        expect(parsed(source)).toEqual(parsed(textOf(lines)));
        former = source;
      }
    }),
    { numRuns: 8 },
  );
});

test("an edit has its own piece parsed, and no other", () => {
  const sources = ["192.0.2.1", "192.0.2.2", "192.0.2.3"].map((value) =>
    textOf([...LINES, `last: {type: A, value: ${value}}`]),
  );
  const [, second, third] = sources.map((source, index) => {
    if (index > 0) follows(source, sources[index - 1]!);
    return parsed(source).taken;
  });
  const isKept = third!.map(([events], index) => events === second![index]![0]);
  expect(isKept.length).toBeGreaterThan(3);
  expect(isKept).toEqual(isKept.map((_, index) => index < isKept.length - 1));
});
