import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "editors/vscode");
const read = (file: string) => readFileSync(join(FOLDER, file), "utf8");
const manifest = JSON.parse(read("package.json"));

test("it has our version, and its lock file is of it and names no registry", () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const lock = JSON.parse(read("package-lock.json"));
  expect([manifest.version, lock.version]).toEqual([version, version]);
  expect(lock.packages[""].dependencies).toEqual(manifest.dependencies);
  expect(read("package-lock.json")).not.toContain("://registry");
  expect(read("package-lock.json")).not.toContain('"resolved"');
});

/** Runs the extension with a client that starts nothing, and gives what it would have started. */
async function activated(settings: { readonly [key: string]: unknown }) {
  const started: unknown[][] = [];
  class LanguageClient {
    readonly #given: unknown[];
    constructor(...given: unknown[]) {
      this.#given = given;
    }
    start = () => void started.push(this.#given);
    dispose = () => void started.push(["ended"]);
  }
  const registered: { [name: string]: () => Promise<void> } = {};
  const vscode = {
    commands: {
      registerCommand: (name: string, act: () => Promise<void>) => {
        registered[name] = act;
      },
    },
    workspace: {
      getConfiguration: () => ({
        get: (key: string) =>
          settings[key] ?? manifest.contributes.configuration.properties[`zonepipe.${key}`].default,
      }),
      onDidChangeConfiguration: () => {},
    },
  };
  const modules: { [name: string]: unknown } = { vscode, "vscode-languageclient/node": { LanguageClient } };
  const exported: { activate?: (context: object) => Promise<void>; deactivate?: () => Promise<void> } = {};
  // As CommonJS modules are run, by whoever has their `require`.
  new Function("require", "exports", read("extension.js"))((name: string) => modules[name], exported);
  await exported.activate!({ subscriptions: [] });
  return { started, registered, deactivate: exported.deactivate! };
}

test("it starts the language server for zones, and ends it", async () => {
  const { started, registered, deactivate } = await activated({});
  expect(started).toMatchObject([
    [
      "zonepipe",
      "zonepipe",
      { command: "zonepipe", args: ["lsp", "--stdio", "zones"] },
      { documentSelector: [{ scheme: "file", language: "yaml", pattern: "**/zones/**/*.yaml" }] },
    ],
  ]);
  await registered["zonepipe.restart"]!();
  await deactivate();
  expect(started.map(([first]) => first)).toEqual(["zonepipe", "ended", "zonepipe", "ended"]);
});

test("it runs what the settings say, on the zones that they say", async () => {
  const { started } = await activated({ command: ["npx", "zonepipe"], folder: "dns" });
  expect(started).toMatchObject([
    ["zonepipe", "zonepipe", { command: "npx", args: ["zonepipe", "lsp", "--stdio", "dns"] }, {}],
  ]);
});

const isAbleToPack =
  existsSync(join(FOLDER, "node_modules")) &&
  spawnSync("vsce", ["--version"], { stdio: "ignore" }).status === 0;
if (!isAbleToPack)
  console.warn("editors/vscode is not packed: there is no vsce in the PATH, or no `npm ci` was run there.");

test.skipIf(!isAbleToPack)(
  "vsce packs it with what it needs, once its packages are there",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "zonepipe-vsce-"));
    try {
      cpSync(FOLDER, folder, { recursive: true });
      const packed = spawnSync("vsce", ["package", "--allow-missing-repository", "--out", "packed.vsix"], {
        ...{ cwd: folder, encoding: "utf8" },
      });
      expect(packed.stderr).not.toContain("ERROR");
      expect(packed.stdout).toContain("vscode-languageclient/");
      expect(packed.stdout).not.toContain("package-lock.json");
      expect(existsSync(join(folder, "packed.vsix"))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  120_000,
);
