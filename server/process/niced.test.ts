import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { getPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { builtServer } from "../../test/built-bundles.ts";
import { requireTool } from "../../test/tools.ts";

// Who is not root can neither become somebody else nor raise a priority. The threads for TCP want 10, and above that is a lower one.
const isRoot = process.platform === "linux" && process.getuid?.() === 0;

test.skipIf(!isRoot || !requireTool("dig", "bind9-dnsutils")).each([0, 10, 11, 19])(
  "a server at nice %i that becomes somebody else answers over UDP and TCP, and keeps it",
  async (nice) => {
    const folder = mkdtempSync(join(tmpdir(), "zonepipe-niced-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    chmodSync(folder, 0o755); // who the server becomes reads it
    copyFileSync(await builtServer(), join(folder, "server.js"));
    writeFileSync(
      join(folder, "example.com.zone"),
      "$TTL 300\n@ SOA ns host 7 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n",
    );
    const words = ["--zones", ".", "--listen", "127.0.0.1:0", "--user", "nobody", "--group", "nogroup"];
    const command = ["-n", String(nice), process.execPath, "server.js", ...words];
    const server = spawn("nice", command, { cwd: folder });
    onTestFinished(() => void server.kill("SIGKILL"));
    let log = "";
    server.stderr.setEncoding("utf8").on("data", (text) => {
      log += text;
    });
    const ended = once(server, "close");
    const said = once(createInterface({ input: server.stdout }), "line");
    const [ready] = await Promise.race([said, ended.then(() => [log])]);
    const port = /^ready: .*127\.0\.0\.1:(\d+)/.exec(ready)?.[1];
    expect(port, ready).toBeDefined();
    for (const transport of ["+notcp", "+tcp"]) {
      const question = ["@127.0.0.1", "-p", port!, transport, "+short", "ns.example.com", "A"];
      expect(execFileSync("dig", question, { encoding: "utf8" })).toBe("192.0.2.1\n");
    }
    expect(getPriority(server.pid)).toBe(Math.min(getPriority() + nice, 19)); // `nice` counts from ours, and 19 is the last
    server.kill("SIGTERM");
    expect([await ended, log]).toEqual([[0, null], ""]);
  },
);
