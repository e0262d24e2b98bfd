import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { BUNDLES, writeBundle } from "../scripts/bundle.ts";
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

test("a command of every day reads half of the command line", () => {
  const parts = new Set([join(dist, "cli.js")]);
  for (const path of parts) {
    const text = readFileSync(path, "utf8");
    for (const [, part] of text.matchAll(/^import .* from "(\.\/[^"]+)";$/gm)) parts.add(join(dist, part!));
  }
  const names = [...parts].map((path) => relative(dist, path)).sort();
  expect(names).toEqual(["cli-rolldown-runtime.js", "cli-shared.js", "cli.js"]);
  // Packages of the others; undici comes with @actions/core, and nobody calls it.
  const text = [...parts].map((path) => readFileSync(path, "utf8")).join("\n");
  for (const word of ["vscode", "octokit", "undici"])
    expect(text).not.toMatch(new RegExp(`${word}[/@-]`, "i"));
  expect(readFileSync(join(dist, "action.js"), "utf8")).not.toContain("undici");
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

test("the server looks up at its start only what every thread of it needs of Node", () => {
  const text = readFileSync(join(dist, "server.js"), "utf8");
  expect(text).toMatch(/^[\p{ASCII}]*$/u); // in memory it takes half as much
  expect(text).not.toMatch(/^import /m);
  const modules = [...text.matchAll(/^const .* = process.getBuiltinModule\("(.*)"\);$/gm)].map(
    ([, module]) => module,
  );
  expect([...new Set(modules)].sort()).toEqual([
    ...["node:fs", "node:os", "node:path", "node:timers/promises", "node:worker_threads"],
  ]);
  // What it looks up later it has all the same.
  expect(text).toContain('const { createHash } = process.getBuiltinModule("node:crypto");');
});

test("licences go with the packages of the command line, and stand in the server", () => {
  const licences = readFileSync(join(dist, "cli.js.licences.txt"), "utf8");
  expect(licences).toMatch(/^ajv 8\.\d+\.\d+ \(MIT\)$/m);
  expect(licences).toContain("Permission is hereby granted, free of charge");
  // The server goes into images alone, so what it must have with it stands in it.
  expect(existsSync(join(dist, "server.js.licences.txt"))).toBe(false);
});

test("what is bundled to go about alone has licences at its end, and refuses packages that nobody named", async () => {
  const server = BUNDLES.find(({ file }) => file === "server.js")!; // it is shipped
  const { head: _, ...module } = server;
  const signing = { ...module, file: "signing.js", entry: "server/signing/signature-maker.ts" };
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-bundle-"));
  try {
    const size = await writeBundle(signing, folder);
    const text = readFileSync(join(folder, "signing.js"), "utf8");
    expect(Buffer.byteLength(text)).toBe(size);
    expect(text.slice(text.lastIndexOf("/*!"))).toMatch(
      /^\/\*! This program holds:\n\n@noble\/curves 2\.\d+\.\d+ \(MIT\)\n.*\n@noble\/hashes 2\..*Permission is hereby granted.*\*\/\n$/s,
    );
    const program = `import { openSignatureMaker } from "./signing.js"; console.log(openSignatureMaker({ missing: "x" }).slowBecause)`;
    expect(run("--input-type=module", ["-e", program], folder)).toBe("x\n");
    await expect(writeBundle({ ...signing, packages: [] }, folder)).rejects.toThrow(
      "signing.js holds @noble/curves, @noble/hashes; expected no such packages",
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function run(program: string, args: readonly string[], cwd = ROOT): string {
  return execFileSync(process.execPath, [program, ...args], { cwd, encoding: "utf8" });
}
