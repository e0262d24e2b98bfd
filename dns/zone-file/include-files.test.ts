import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { includeFiles } from "./include-files.ts";

let folder: string;
let zone: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-include-"));
  zone = join(folder, "zones", "example.com.zone");
  mkdirSync(join(folder, "zones", "sub"), { recursive: true });
  writeFileSync(join(folder, "secret"), "secret");
  writeFileSync(join(folder, "zones", "beside"), "beside");
  writeFileSync(join(folder, "zones", "sub", "below"), "below");
  symlinkSync("../secret", join(folder, "zones", "out"));
  symlinkSync("..", join(folder, "zones", "up"));
  symlinkSync("sub/below", join(folder, "zones", "in"));
  symlinkSync("circle", join(folder, "zones", "circle"));
  execFileSync("mkfifo", [join(folder, "zones", "pipe")]);
});

afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["beside", "beside"],
  ["sub/below", "below"],
  ["in", "below"],
])("%s is read", (path, content) => {
  const found = includeFiles(path, zone);
  if ("refused" in found) throw new Error(found.refused);
  expect(Buffer.from(found.bytes).toString()).toBe(content);
  expect(found.file).toBe(join(folder, "zones", path));
});

test.each([
  ["../secret", "it leaves the folder of the file that names it"],
  ["out", "a symbolic link leads it out of the folder of the file that names it"],
  ["up/secret", "a symbolic link leads it out of the folder of the file that names it"],
  ["none", "there is no such file"],
  ["beside/none", "there is no such file"],
  ["sub", "it is a folder, and no plain file"],
  ["pipe", "it is a pipe, and no plain file"],
  ["circle", "its symbolic links go round in a circle"],
  ["x".repeat(300), "the system says ENAMETOOLONG"],
])("%s is refused", (path, refused) => {
  expect(includeFiles(path, zone)).toEqual({ refused });
});
