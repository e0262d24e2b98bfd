import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { zonepipe } from "../../test/end-to-end/cli.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-init-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const init = (...args: string[]) => zonepipe(folder, "init", "--zone", "example.com", ...args);

test("init writes nothing where one file is there, and names it; --steps shows the steps all the same", async () => {
  writeFileSync(join(folder, "fly.example-com-dns-2.toml"), "mine");
  const { code, stderr } = await init();
  expect(code).toBe(2);
  expect(stderr).toContain("fly.example-com-dns-2.toml is there already, and nothing was written");
  expect(readdirSync(folder)).toEqual(["fly.example-com-dns-2.toml"]);
  const shown = await init("--steps");
  expect([shown.code, shown.stdout.match(/^[✔·?] +\d+\. /gm)?.length]).toEqual([0, 12]);
});

test.each([
  [["--action", "example-org/zonepipe@v1"], "Expected a repository and the full id of a commit"],
  [["--app", "Dns"], "Expected small letters, digits and hyphens"],
  [["--region", "Paris"], "Expected at most two regions of three letters"],
])("init %s is refused", async (args, told) => {
  const { code, stderr } = await init(...args);
  expect([code, stderr.includes(told)]).toEqual([2, true]);
  expect(readdirSync(folder)).toEqual([]);
});
