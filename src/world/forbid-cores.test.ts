import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { builtCommandLine } from "../../test/built-bundles.ts";

const CLI = await builtCommandLine();
const PATIENCE = 60_000;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-cores-"));
  mkdirSync(join(folder, "zones"));
  writeFileSync(join(folder, "zones/example.com.yaml"), "{}\n");
  writeFileSync(join(folder, "look.mjs"), LOOK);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Says at the end of a process how large a core it may leave. */
const LOOK = `import { readFileSync, writeSync } from "node:fs";
process.on("exit", () => writeSync(2, /^Max core file size +\\w+ +\\w+/m.exec(readFileSync("/proc/self/limits", "utf8"))[0] + "\\n"));`;

/** Runs Node where a core would be written. */
function run(...words: string[]) {
  const shell = ["-c", 'ulimit -c 2048; exec "$@"', "sh", process.execPath, ...words];
  return spawnSync("sh", shell, { cwd: folder, encoding: "utf8" });
}

const linux = test.skipIf(process.platform !== "linux");
const killed = `process.kill(process.pid, "SIGSEGV"); setInterval(() => {}, 1000);`;

linux("a process that is killed leaves no core, and says nothing of how that is done", () => {
  const url = new URL("./forbid-cores.ts", import.meta.url).href;
  const forbid = `const { forbidCores } = await import("${url}"); console.log(forbidCores());`;
  const { stdout, stderr, signal } = run("--input-type=module", "-e", `${forbid}${killed}`);
  expect([stdout, stderr, signal]).toEqual(["true\n", "", "SIGSEGV"]);
  expect(readdirSync(folder).sort()).toEqual(["look.mjs", "zones"]);
});

linux.each([
  ["dnssec status example.com", /^Max core file size +1 +1$/m],
  ["secondary list", /^Max core file size +1 +1$/m],
  ["check", /^Max core file size +1048576 +/m], // it has no secret
])("zonepipe %s", { timeout: PATIENCE }, (words, limit) => {
  expect(run("--import", `${folder}/look.mjs`, CLI, ...words.split(" ")).stderr).toMatch(limit);
});
