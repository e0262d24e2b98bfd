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
  expect([shown.code, shown.stdout.match(/^[✔·?] +\d+\. /gm)?.length]).toEqual([0, 15]);
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

test("init makes what is right and answers at once, and adds a zone to it", async () => {
  expect(await init("repo")).toMatchObject({ code: 0 });
  expect(await zonepipe(folder, "check", "repo")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/· no problem\n/),
  });
  expect(await zonepipe(folder, "up", "repo")).toMatchObject({ code: 0 });
  const added = await zonepipe(folder, "init", "repo/zones", "--zone", "second.example");
  expect(added).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^wrote repo\/zones\/second\.example\.yaml\n/),
  });
  const checked = await zonepipe(folder, "check", "repo/zones");
  expect(checked).toMatchObject({ code: 0, stdout: expect.stringMatching(/^✔ 2 zones/) });
  expect(await zonepipe(folder, "init", "repo", "--zone", "second.example")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("second.example.yaml is there already, and nothing was written"),
  });
});
