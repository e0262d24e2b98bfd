import { join } from "node:path";
import { expect, test } from "vitest";
import { readBenchOptions } from "../../bench/options.ts";

const ROOT = join(import.meta.dirname, "../..");

test("words that a benchmark takes are read; a checkout gets its whole path", () => {
  expect(readBenchOptions([], [])).toEqual({ isKept: false });
  expect(readBenchOptions(["--keep", "--base", ".", "--rows", "exact,mx"], ["base", "rows"])).toEqual({
    isKept: true,
    base: process.cwd(),
    rows: ["exact", "mx"],
  });
});

test.each([
  ["an option that is none", ["--bass", ROOT], "Unknown option '--bass'"],
  ["an option that means nothing to it", ["--rows", "exact"], "It takes no --rows"],
  ["a commit instead of a folder", ["--base", "1234abcd"], "--base 1234abcd: there is no package.json in it"],
  ["a checkout that cannot run", ["--base", join(ROOT, "dns")], "there is no package.json in it"],
])("%s is refused", (_, words, error) => {
  expect(readBenchOptions(words, ["base"])).toEqual({ error: expect.stringContaining(error) });
});

test("a row that there is not is refused with those that there are", () => {
  expect(readBenchOptions(["--rows", "exact,wildcat"], ["rows"])).toEqual({
    error: expect.stringMatching(/^There is no row wildcat; there are exact, nxdomain/),
  });
});
