import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { DEBIAN_PYTHON, requireDnspython } from "../tools.ts";
import { ROOT, requireSuites, SUITES } from "./suites.ts";

/** A suite starts the server up to 28 times; the machine may be busy. */
const PATIENCE = 300_000;

describe.skipIf(!requireSuites() || !requireDnspython())("the server passes every case of", () => {
  test.concurrent.each<[suite: string, cases: number, transport: string, options: string[]]>([
    ["ferret", 6337, "UDP", []],
    ["ferret", 6337, "TCP", ["--tcp"]],
    ["ferret-loops", 28, "UDP", []],
    ["ferret-loops", 28, "TCP", ["--tcp"]],
    ["coredns-file", 39, "UDP", []],
    ["coredns-file", 39, "TCP", ["--tcp"]],
  ])(
    "%s: %d over %s",
    async (suite, cases, _, options) => {
      const { status, output } = await runScript("run.py", [suite, ...options]);
      expect(output).toContain(`${suite} on cmd: ${cases}/${cases} passed`);
      expect(status, output).toBe(0);
    },
    PATIENCE,
  );

  test.concurrent(
    "probes: 65 over UDP and TCP",
    async () => {
      const { status, output } = await runScript("probes.py", []);
      expect(output).toContain("65 passed, 0 failed, ");
      expect(status, output).toBe(0);
    },
    PATIENCE,
  );
});

/** Exit status and output of a script that starts our server by itself. */
async function runScript(
  script: string,
  words: readonly string[],
): Promise<{ status: number; output: string }> {
  const server = [process.execPath, join(ROOT, "server/main.ts")].map((word) => `'${word}'`).join(" ");
  const command = `${server} --listen 127.0.0.1:{port} --zones {manifest}`;
  const args = [join(SUITES, script), ...words, "--cmd", command];
  try {
    const { stdout } = await promisify(execFile)(DEBIAN_PYTHON, args, { maxBuffer: MAX_OUTPUT });
    return { status: 0, output: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }; // what execFile rejects with
    return { status: code, output: `${stdout}${stderr}` };
  }
}

const MAX_OUTPUT = 1 << 26;
