import { posix as real } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { basename, dirname, join, normalize, relative } from "./path.ts";

const PATH = fc
  .array(fc.constantFrom("a", "b", ".", "..", "", "/", "a.b"), { maxLength: 6 })
  .map((parts) => parts.join("/"));

test("paths are put together and taken apart as Node does it", () => {
  fc.assert(
    fc.property(PATH, PATH, (one, other) => {
      expect(normalize(one)).toBe(real.normalize(one));
      expect(join(one, other)).toBe(real.join(one, other));
      expect(dirname(normalize(one))).toBe(real.dirname(real.normalize(one)));
      expect(basename(one)).toBe(real.basename(one));
    }),
    { numRuns: 2000 },
  );
});

test("the way from one path to another is Node's", () => {
  const whole = PATH.map((path) => `/${path}`);
  fc.assert(
    fc.property(whole, whole, (from, to) => {
      expect(relative(from, to)).toBe(real.relative(from, to));
    }),
    { numRuns: 2000 },
  );
});
