import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { expect, onTestFinished, test } from "vitest";
import { lazyModules } from "./lazy-modules.ts";

/** What a program says that is bundled so, and the modules among these that were there at its end. */
async function run(program: string, modules: readonly string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-lazy-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "program.mjs"), program);
  const build = await rolldown({
    input: join(folder, "program.mjs"),
    platform: "node",
    plugins: [lazyModules(modules)],
    onLog: (_level, log) => {
      throw new Error(log.message);
    },
  });
  await build.write({ file: join(folder, "bundle.mjs"), format: "esm" });
  await build.close();
  const said = execFileSync(process.execPath, ["--no-warnings", join(folder, "bundle.mjs")], {
    encoding: "utf8",
  });
  return said.trimEnd().split("\n");
}

test("functions and classes are Node's own when they are called", async () => {
  const program = `import { createHash } from "node:crypto";
import { BlockList } from "node:net";
console.log(createHash("sha1").update("a").digest("hex").slice(0, 8));
const list = new BlockList();
list.addAddress("192.0.2.1");
console.log(list.check("192.0.2.1"));`;
  expect(await run(program, ["node:crypto", "node:net"])).toEqual(["86f7e437", "true"]);
});

test("what a function has of its own is there, too: what promisify makes of it, and what a class has", async () => {
  const program = `import { generateKeyPair } from "node:crypto";
import { BlockList } from "node:net";
import { promisify } from "node:util";
const { publicKey, privateKey } = await promisify(generateKeyPair)("ed25519");
console.log(publicKey.type, privateKey.type);
console.log(BlockList.isBlockList(new BlockList()), typeof promisify.custom);`;
  expect(await run(program, ["node:crypto", "node:net", "node:util"])).toEqual([
    "public private",
    "true symbol",
  ]);
});

test("what is not called is not looked up", async () => {
  const program = `import { generateKeyPair } from "node:crypto";
if (process.argv.length > 9) generateKeyPair();
console.log(process.moduleLoadList.some((name) => name === "NativeModule crypto"));`;
  expect(await run(program, ["node:crypto"])).toEqual(["false"]);
});
