import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forbidDumps } from "./forbid-dumps.ts";

const SECRET = "4d2c7a9e1b";
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-dumps-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program in a process of its own, for what it does cannot be taken back. */
function run(code: string): string {
  const server = pathToFileURL(join(import.meta.dirname, "..")).href;
  const program = `
    import { readFileSync } from "node:fs";
    const { forbidDumps } = await import("${server}/process/forbid-dumps.ts");
    const { openLibc } = await import("${server}/transport/libc.ts");
    ${code}`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--no-warnings", "--experimental-ffi", "--input-type=module", "-e", program],
    { cwd: folder, encoding: "utf8", env: { ...process.env, SECRET } },
  );
  return stdout + stderr;
}

const LIMIT = `/^Max core file size +(\\d+|unlimited) +(\\d+|unlimited)/m.exec(readFileSync("/proc/self/limits", "utf8")).slice(1)`;

test("there is no core any more, and no way to one", () => {
  const libc = `const libc = openLibc(); const dumpable = () => libc.call.prctl(3, 0n, 0n, 0n, 0n);`;
  expect(run(`${libc} console.log(dumpable())`)).toBe("1\n");
  const after = `console.log(forbidDumps(libc), dumpable(), ...${LIMIT})`;
  expect(run(`${libc} ${after}`)).toBe("undefined 0 0 0\n");
});

test("a diagnostic report does not have the environment", () => {
  const report = `process.report.writeReport("report.json"); console.log(readFileSync("report.json", "utf8").includes(process.env.SECRET))`;
  expect(run(report)).toContain("true\n");
  expect(run(`forbidDumps(openLibc()); ${report}`)).toContain("false\n");
  expect(readdirSync(folder)).toEqual(["report.json"]);
});

test("where libc cannot be called that is said", () => {
  const before = process.report.excludeEnv;
  expect(forbidDumps({ missing: "there is no libc" })).toBe(
    "Cannot forbid cores, which would have secrets: there is no libc",
  );
  process.report.excludeEnv = before;
});
