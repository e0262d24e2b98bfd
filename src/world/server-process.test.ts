import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

test.skipIf(process.platform === "win32")(
  "Ctrl-C, which the terminal gives to both processes, ends the server in the foreground with exit code 0",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "zonepipe-foreground-"));
    writeFileSync(
      join(folder, "example.com.zone"),
      "@ 300 SOA ns host 7 7200 3600 1209600 60\n@ 300 NS ns.example.net.\n",
    );
    const module = new URL("./server-process.ts", import.meta.url).href;
    const words = JSON.stringify(["--listen", "127.0.0.1:0", "--zones", folder]);
    const code = `import { runServer } from ${JSON.stringify(module)}; process.exitCode = await runServer(${words});`;
    const args = ["--input-type=module", "-e", code];
    const ours = spawn(process.execPath, args, { detached: true, stdio: ["ignore", "pipe", "inherit"] });
    const [ready] = await once(ours.stdout.setEncoding("utf8"), "data");
    expect(ready).toContain("ready: 1 zone");
    process.kill(-ours.pid!, "SIGINT");
    expect(await once(ours, "exit")).toEqual([0, null]);
    rmSync(folder, { recursive: true });
  },
);
