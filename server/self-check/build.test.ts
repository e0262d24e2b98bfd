import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readBuild } from "./build.ts";

const folder = mkdtempSync(join(tmpdir(), "zonepipe-build-"));
afterAll(() => rmSync(folder, { recursive: true }));

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const DIGEST = `sha256:${"0a".repeat(32)}`;
const NOTHING = { commit: null, inputs: null, zones: null };

test.each([
  [
    "everything",
    JSON.stringify({ commit: COMMIT, inputs: DIGEST, zones: DIGEST, more: 1 }),
    { commit: COMMIT, inputs: DIGEST, zones: DIGEST },
  ],
  ["a part", JSON.stringify({ commit: COMMIT, zones: null }), { ...NOTHING, commit: COMMIT }],
  ["other forms", JSON.stringify({ commit: "main", inputs: 7, zones: "sha256:1" }), NOTHING],
  ["no object", "null", NOTHING],
  ["no JSON", "{", NOTHING],
])("build.json with %s", (_, text, expected) => {
  const path = join(folder, "build.json");
  writeFileSync(path, text);
  expect(readBuild(path)).toEqual(expected);
});

test("without build.json nothing is known", () => {
  expect(readBuild(join(folder, "nothing.json"))).toEqual(NOTHING);
});
