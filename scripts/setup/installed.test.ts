import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isInstalled } from "./installed.mjs";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "zonepipe-installed-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const here = { optional: true, os: [process.platform], cpu: [process.arch] };
const elsewhere = { optional: true, os: ["aix"], cpu: ["ppc64"] };
const ajv = { version: "8.20.0", integrity: "sha512-ajv" };
const node = { version: "26.10.0", integrity: "sha512-node", ...here, os: process.platform };

test.each([
  ["everything of the lock file is there", { ajv, node }, { ajv, node }, true],
  ["a package is missing", { ajv, node }, { node }, false],
  ["a package has another version", { ajv }, { ajv: { ...ajv, version: "8.19.0" } }, false],
  [
    "a package has the same version and other content",
    { ajv },
    { ajv: { ...ajv, integrity: "sha512-x" } },
    false,
  ],
  ["a package is there that the lock file no longer has", { ajv }, { ajv, tslib: ajv }, false],
  ["the Node package of this machine is missing", { ajv, node }, { ajv }, false],
  ["the packages of another machine are missing", { ajv, other: { ...node, ...elsewhere } }, { ajv }, true],
  ["the packages are those of another machine", { node, other: elsewhere }, { other: elsewhere }, false],
  [
    "what only another machine's package needs is missing",
    { ajv, wasm: { ...ajv, optional: true } },
    { ajv },
    true,
  ],
  ["the package for another C library is missing", { ajv, musl: { ...here, libc: ["musl"] } }, { ajv }, true],
])("%s: %#", (_, wanted, found, expected) => {
  writeLock("package-lock.json", wanted);
  mkdirSync(join(root, "node_modules"));
  writeLock("node_modules/.package-lock.json", found);
  expect(isInstalled(root)).toBe(expected);
});

test("nothing is installed without node_modules", () => {
  writeLock("package-lock.json", { ajv });
  expect(isInstalled(root)).toBe(false);
});

test("an installation that was interrupted before npm wrote what it did is none", () => {
  writeLock("package-lock.json", { ajv });
  mkdirSync(join(root, "node_modules", "ajv"), { recursive: true });
  expect(isInstalled(root)).toBe(false);
  writeFileSync(join(root, "node_modules", ".package-lock.json"), '{"packages": {');
  expect(isInstalled(root)).toBe(false);
});

function writeLock(file: string, packages: object): void {
  const entries = Object.entries(packages).map(([name, entry]) => [`node_modules/${name}`, entry]);
  writeFileSync(join(root, file), JSON.stringify({ packages: Object.fromEntries(entries) }));
}
