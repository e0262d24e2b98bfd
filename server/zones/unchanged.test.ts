import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { load } from "./load.ts";
import { digestOfAll, isUnchanged, type ZoneText } from "./unchanged.ts";

let folder: string;
let zones: readonly ZoneText[];
const path = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-unchanged-"));
  for (const name of ["a.example", "b.example"])
    writeFileSync(
      path(`${name}.zone`),
      "$TTL 300\n@ SOA ns host 7 7200 3600 1209600 60\n@ NS ns.example.\n$INCLUDE more\n",
    );
  writeFileSync(path("more"), "www A 192.0.2.1\n");
  const result = load(folder, undefined, undefined, { kind: "later" });
  if (result.kind !== "loaded") throw new Error("expected to be loaded");
  zones = result.loaded.zones.map(({ stamp: _, ...zone }) => zone);
});
afterEach(() => rmSync(folder, { recursive: true }));

const changes: readonly (readonly [string, () => void])[] = [
  ["an octet more in a zone", () => appendFileSync(path("b.example.zone"), "\n")],
  ["another included file", () => writeFileSync(path("more"), "www A 192.0.2.2\n")],
  ["a file is missing", () => rmSync(path("a.example.zone"))],
  [
    "a folder stands in its place",
    () => {
      rmSync(path("more"));
      mkdirSync(path("more"));
    },
  ],
  [
    "two have changed places",
    () => {
      appendFileSync(path("b.example.zone"), "x A 192.0.2.3\n");
      renameSync(path("a.example.zone"), path("c"));
      renameSync(path("b.example.zone"), path("a.example.zone"));
      renameSync(path("c"), path("b.example.zone"));
    },
  ],
  [
    "a journal has come",
    () => {
      mkdirSync(path("a.example.journal"));
      writeFileSync(path("a.example.journal/6-7.ixfr"), "");
    },
  ],
];

test("nothing has changed: each zone and all together say so, and files that nobody reads count nothing", () => {
  const before = digestOfAll(folder, zones);
  writeFileSync(path("other"), "");
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  expect(digestOfAll(folder, zones)).toBe(before);
  expect(zones.every(isUnchanged)).toBe(true);
});

test.each(changes)("%s: all together say so where one zone does", (_, change) => {
  const before = digestOfAll(folder, zones);
  change();
  expect(zones.every(isUnchanged)).toBe(false);
  expect(digestOfAll(folder, zones)).not.toBe(before);
});
