import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isNewer, MOST_MARKER, printMarker, readMarker } from "./comment-marker.ts";

const HEAD = "0123456789abcdef0123456789abcdef01234567";
const shown = (run: number, attempt: number) => ({ run, attempt, head: HEAD });

test("what is printed is read back", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (run, attempt) => {
      const marker = printMarker("plan", shown(run, attempt));
      expect(marker.length).toBeLessThan(MOST_MARKER);
      expect(readMarker("plan", `${marker}\nThe report`)).toEqual(shown(run, attempt));
      expect(readMarker("plan", `${marker}\r\nThe report`)).toEqual(shown(run, attempt));
    }),
  );
});

describe("no marker of ours", () => {
  const marker = printMarker("plan", shown(1, 1));
  test.each([
    ["of another kind", marker.replace("zonepipe:plan", "zonepipe:deploy")],
    ["below a line of text", `A word\n${marker}\n`],
    ["behind a blank", ` ${marker}\n`],
    ["in a quotation", `> ${marker}\n`],
    ["with text behind it", `${marker} and more\n`],
    ["without a run", '<!-- zonepipe:plan {"attempt":1} -->\n'],
    ["with a run that is no number", marker.replace('"run":1', '"run":"1"')],
    ["with a run past what a number holds", marker.replace('"run":1', '"run":1e300')],
    ["with a head that is no commit", marker.replace(HEAD, "main")],
    ["that is no JSON", "<!-- zonepipe:plan {run} -->\n"],
    ["that is null", "<!-- zonepipe:plan {} -->\n"],
    ["in nothing", ""],
  ])("%s", (_, body) => {
    expect(readMarker("plan", body)).toBeUndefined();
  });
});

test("any text is read without an error", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      (text) => void readMarker("plan", `<!-- zonepipe:plan ${text}`),
    ),
  );
});

test.each([
  [shown(2, 1), shown(1, 9), true],
  [shown(1, 2), shown(1, 1), true],
  [shown(1, 1), shown(1, 1), false],
  [shown(1, 9), shown(2, 1), false],
])("%o is newer than %o: %s", (a, b, expected) => {
  expect(isNewer(a, b)).toBe(expected);
});
