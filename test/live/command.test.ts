import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { builtCommandLine } from "../built-bundles.ts";
import { BASE } from "./states.ts";

const CLI = await builtCommandLine();

test("the command says where its page is and what a save does, and ends with 0 when it is interrupted", async () => {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-watch-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ["zones", "before", "tmp"]) mkdirSync(join(folder, name));
  for (const [name, text] of Object.entries(BASE))
    for (const at of ["zones", "before"]) writeFileSync(join(folder, at, name), text);
  const child = spawn(process.execPath, [CLI, "watch", "--http", "0", "--base", "before"], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1", TMPDIR: join(folder, "tmp") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const lineWith = async (part: string): Promise<string> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`It ended without ${JSON.stringify(part)}`);
      if (String(value).includes(part)) return String(value);
    }
  };
  const [, url = ""] = /(http:\S+)/.exec(await lineWith("answers this")) ?? [];
  expect(await (await fetch(url)).text()).toContain("Compared with the folder before.");
  const file = join(folder, "zones/example.com.yaml");
  writeFileSync(file, BASE["example.com.yaml"]!.replace("192.0.2.25", "192.0.2.256"));
  expect(await lineWith("error: A is")).toMatch(
    /^zones\/example\.com\.yaml:\d+:\d+: error: A is "192\.0\.2\.256"/,
  );
  expect(await lineWith("^^^")).toMatch(/^ +│ +\^{11}$/);
  const ended = once(child, "exit");
  child.kill("SIGINT");
  expect(await ended).toEqual([0, null]);
});
