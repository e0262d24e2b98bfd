import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished, test } from "vitest";
import { folderBell } from "./folder-bell.ts";

const root = mkdtempSync(join(tmpdir(), "zonepipe-bell-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const NEVER = 2 ** 31 - 1; // milliseconds: the longest that a timer can wait

/** A bell, and a promise for its next ring. */
function bellOn(folder: string, poll: number): () => Promise<void> {
  let heard = () => {};
  const bell = folderBell(folder, () => heard(), { quiet: 2, poll });
  onTestFinished(bell.close);
  return () =>
    new Promise((resolve) => {
      heard = resolve;
    });
}

function folderNamed(name: string): string {
  const folder = join(root, name);
  mkdirSync(join(folder, "example.net."), { recursive: true });
  writeFileSync(join(folder, "example.com.yaml"), "a");
  return folder;
}

test.each<[string, (folder: string) => void]>([
  ["a file is written", (folder) => writeFileSync(join(folder, "example.com.yaml"), "b")],
  ["a file comes", (folder) => writeFileSync(join(folder, "example.org.yaml"), "b")],
  ["a file goes", (folder) => rmSync(join(folder, "example.com.yaml"))],
  [
    "a file in a folder of it is written",
    (folder) => writeFileSync(join(folder, "example.net./www.yaml"), "b"),
  ],
  ["a folder comes", (folder) => mkdirSync(join(folder, "example.org."))],
  [
    "an editor writes beside it and renames",
    (folder) => {
      writeFileSync(join(folder, ".example.com.yaml.swp"), "b");
      renameSync(join(folder, ".example.com.yaml.swp"), join(folder, "example.com.yaml"));
    },
  ],
])("it rings when %s, without looking by itself", async (name, act) => {
  const folder = folderNamed(name);
  const rung = bellOn(folder, NEVER)();
  act(folder);
  await rung;
});

test("it hears what is written in a folder that has come since", async () => {
  const folder = folderNamed("new");
  const next = bellOn(folder, NEVER);
  const come = next();
  mkdirSync(join(folder, "example.org."));
  await come;
  const written = next();
  writeFileSync(join(folder, "example.org./www.yaml"), "a");
  await written;
});

test("a folder that goes away and comes back is heard again, by looking from time to time", async () => {
  const folder = folderNamed("gone");
  const next = bellOn(folder, 5);
  renameSync(folder, `${folder}-away`);
  await next();
  renameSync(`${folder}-away`, folder);
  await next();
  await next();
});

test("a folder that is not there is looked for", async () => {
  await bellOn(join(root, "nowhere"), 5)();
});
