import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { builtBundles } from "../../test/built-bundles.ts";
import { requireTool } from "../../test/tools.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/reference/server.md"), "utf8");
/** What the reference says to start Node with. */
const FLAGS = /^node (--permission [^`]*?)[\s\\]+server\.js /m.exec(PAGE)?.[1]?.split(/[\s\\]+/) ?? [];

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-permission-"));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, "build/zones"), { recursive: true });
  copyFileSync(join(await builtBundles(), "server.js"), join(folder, "server.js"));
  writeFileSync(
    join(folder, "build/zones/example.com.zone"),
    "$TTL 300\n@ SOA ns host 7 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

test.skipIf(!requireTool("dig", "bind9-dnsutils"))(
  "the server answers under Node's permission model",
  async () => {
    const args = [...FLAGS, "server.js", "--listen", "127.0.0.1:0", "--zones", "build/zones"];
    const account = process.getuid?.() === 0 ? ["--user", "nobody", "--group", "nogroup"] : [];
    const server = spawn(process.execPath, [...args, ...account], { cwd: folder });
    let log = "";
    server.stderr.setEncoding("utf8").on("data", (text) => {
      log += text;
    });
    const [ready] = await once(server.stdout.setEncoding("utf8"), "data");
    const port = /127\.0\.0\.1:(\d+)/.exec(ready)?.[1] ?? "";
    for (const transport of ["+notcp", "+tcp"]) {
      const words = ["@127.0.0.1", "-p", port, transport, "+short", "ns.example.com", "A"];
      expect(execFileSync("dig", words, { encoding: "utf8" })).toBe("192.0.2.1\n");
    }
    server.kill("SIGTERM");
    expect(await once(server, "close")).toEqual([0, null]);
    expect(log).toBe("");
  },
);

test.each([
  ["a write", 'fs.writeFileSync("written", "")'],
  ["a child process", 'child_process.spawnSync("true")'],
  ["reading elsewhere", 'fs.readFileSync("/etc/passwd")'],
])("under the same flags %s is refused, in the main thread and in others", (_, code) => {
  const inThread = `
    const fs = require("node:fs"), child_process = require("node:child_process");
    try { ${code}; console.log("allowed"); } catch ({ code }) { console.log(code); }`;
  const program = `${inThread}; new (require("node:worker_threads").Worker)(${JSON.stringify(inThread)}, { eval: true });`;
  const { stdout } = spawnSync(process.execPath, [...FLAGS, "-e", program], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stdout).toBe("ERR_ACCESS_DENIED\nERR_ACCESS_DENIED\n");
  expect(existsSync(join(folder, "written"))).toBe(false);
});
