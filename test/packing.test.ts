import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writePackage } from "../scripts/package.ts";
import { builtBundles } from "./built-bundles.ts";
import { node24 } from "./node24.ts";

const ROOT = join(import.meta.dirname, "..");
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-install-"));
  const tarball = writePackage(await builtBundles(), join(folder, "packed"));
  // Offline: what is packed depends on nothing.
  const args = [
    "install",
    "--offline",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--prefix",
    folder,
    tarball,
  ];
  execFileSync("npm", args, { cwd: folder, stdio: "pipe" });
  cpSync(join(ROOT, "zones"), join(folder, "zones"), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("what is packed is the command line, its server, their licences, and what runs and watches the server elsewhere", () => {
  const installed = join(folder, "node_modules/zonepipe");
  expect(readdirSync(join(installed, "dist")).sort()).toEqual([
    "Dockerfile",
    "cli-more.js",
    "cli-rolldown-runtime.js",
    "cli-serve.js",
    "cli-shared.js",
    "cli.js",
    "cli.js.licences.txt",
    "dns",
    "dns.js",
    "init",
    "server.js",
  ]);
  expect(readdirSync(join(installed, "ops")).sort()).toEqual([
    "alerts.yml",
    "grafana.json",
    "zonepipe.service",
  ]);
  expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
    "zonepipe",
  ]);
  const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  expect(manifest.bin).toEqual({ zonepipe: "dist/cli.js" });
  expect(manifest.dependencies ?? manifest.optionalDependencies).toBeUndefined();
});

test("npx finds it by its name", () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const program = join(folder, "node_modules/.bin/zonepipe");
  const env = { ...process.env, PATH: `${join(process.execPath, "..")}:${process.env.PATH}` };
  expect(execFileSync(program, ["--version"], { cwd: folder, env, encoding: "utf8" })).toBe(`${version}\n`);
});

const old = node24();
describe.each([
  ["this Node", process.execPath],
  ["Node 24, the runtime of actions", old],
])("with %s", (_, node) => {
  const run = (...args: readonly string[]) => {
    const program = join(folder, "node_modules/.bin/zonepipe");
    return spawnSync(node!, [program, ...args], { cwd: folder, encoding: "utf8" });
  };

  test.skipIf(node === undefined)("check reads the zones", () => {
    const { status, stdout, stderr } = run("check");
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toContain("3 zones");
  });

  test.skipIf(node === undefined)("init writes a repository of the files that are packed", () => {
    const { status, stderr } = run("init", "new", "--zone", "example.com", "--layout", "one-app");
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(readdirSync(join(folder, "new/.github/workflows"))).toContain("deploy.yml");
    expect(readFileSync(join(folder, "new/fly.toml"), "utf8")).toContain('app = "example-com-dns"');
    rmSync(join(folder, "new"), { recursive: true });
  });

  test.skipIf(node === undefined)("up serves the zones, asks for everything and reports", () => {
    const { status, stdout, stderr } = run("up");
    expect({ status, stdout, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toContain("answers as expected");
    expect(existsSync(join(folder, "build/report.json"))).toBe(true);
    rmSync(join(folder, "build"), { recursive: true });
  });
});
