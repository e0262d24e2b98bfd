import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meaningOf } from "../../test/fmt/meaning.ts";
import { oddDocument } from "../../test/fmt/odd-document.ts";
import { formatZoneText } from "./format.ts";

const RUNS = Number(process.env.FMT_RUNS ?? 1000);
const tape = fc.array(fc.nat(0xffff), { maxLength: 400, size: "max" });

describe("any file of zones, however it is written", () => {
  test("has the same records and problems, every comment, and one layout", async () => {
    await fc.assert(
      fc.asyncProperty(tape, async (choices) => {
        const { file, text, comments, beside } = oddDocument(choices);
        const formatted = layOut(text, file);
        expect(await meaningOf({ ...beside, [file]: formatted })).toEqual(
          await meaningOf({ ...beside, [file]: text }),
        );
        expect(commentsIn(formatted, comments)).toEqual(comments.toSorted());
        expect(layOut(formatted, file)).toBe(formatted);
      }),
      { numRuns: RUNS },
    );
  });
});

/** What is left as it was written has no layout: that never happens here. */
function layOut(text: string, file: string): string {
  const formatted = formatZoneText(text, file);
  if ("problems" in formatted) throw new Error(JSON.stringify(formatted.problems));
  expect(formatted.notes.filter(({ message }) => message.startsWith("The file is written"))).toEqual([]);
  return formatted.text;
}

/** The known comments that end a line, each as often as it is there. */
function commentsIn(text: string, known: readonly string[]): string[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  return known
    .filter((comment) => lines.some((line) => line === comment || line.endsWith(` ${comment}`)))
    .sort();
}
