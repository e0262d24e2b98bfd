import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pathInRepository } from "./repository-path.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-path-"));
  mkdirSync(join(folder, "repository/infra/dns"), { recursive: true });
  writeFileSync(join(folder, "repository/.git"), "gitdir: elsewhere\n");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ["zones/a.yaml", "infra/dns/zones/a.yaml"],
  ["./a.yaml", "infra/dns/a.yaml"],
  ["../../a.yaml", "a.yaml"],
  ["..a/b.yaml", "infra/dns/..a/b.yaml"],
])("from a folder of the repository, %s is %s", (file, path) => {
  expect(pathInRepository(join(folder, "repository/infra/dns"))(file)).toBe(path);
});

test("an absolute path is one from the root", () => {
  const of = pathInRepository(join(folder, "repository/infra"));
  expect(of(join(folder, "repository/zones/a.yaml"))).toBe("zones/a.yaml");
  expect(of("../../a.yaml")).toBe(join(folder, "a.yaml"));
});
