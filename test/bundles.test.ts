import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { builtBundles } from "./built-bundles.ts";

const ROOT = join(import.meta.dirname, "..");
let dist: string;

beforeAll(async () => {
  dist = await builtBundles();
});

test("the command line knows its version away from the repository", () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  expect(run(join(dist, "cli.js"), ["--version"], dist)).toBe(`${version}\n`);
});

test("the command line says of zones what the source says", () => {
  const check = ["check", "zones", "--json"];
  const answer = JSON.parse(run(join(dist, "cli.js"), check));
  expect(answer).toMatchObject({ command: "check", zones: expect.any(Number) });
  const source = JSON.parse(run(join(ROOT, "src/cli.ts"), check));
  expect({ ...answer, milliseconds: 0 }).toEqual({ ...source, milliseconds: 0 });
});

test("the server takes the zone files that the command line renders", () => {
  const zones = join(dist, "zones");
  run(join(dist, "cli.js"), ["render", "zones", "--out", zones]);
  expect(run(join(dist, "server.js"), ["--check", "--zones", zones], dist)).toContain("example.com");
});

test("licences go with the packages of the command line, and stand in the server", () => {
  const licences = readFileSync(join(dist, "cli.js.licences.txt"), "utf8");
  expect(licences).toMatch(/^ajv 8\.\d+\.\d+ \(MIT\)$/m);
  expect(licences).toContain("Permission is hereby granted, free of charge");
  // The server goes into images alone, so what it must have with it stands in it.
  expect(existsSync(join(dist, "server.js.licences.txt"))).toBe(false);
});

function run(program: string, args: readonly string[], cwd = ROOT): string {
  return execFileSync(process.execPath, [program, ...args], { cwd, encoding: "utf8" });
}
