import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { builtServer } from "../built-bundles.ts";
import { startOurServer } from "../our-server.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-notify-"));
  writeFileSync(
    join(folder, "example.com.zone"),
    "@ 300 SOA ns host 1 1 1 1 1\n@ 300 NS ns\nns 300 A 192.0.2.1\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a secondary that is silent does not keep the server from ending", async () => {
  const silent = createSocket("udp4");
  silent.bind(0, "127.0.0.1");
  await once(silent, "listening");
  const heard = once(silent, "message");
  const words = ["--notify", `127.0.0.1:${silent.address().port}`];
  const server = await startOurServer(folder, words, await builtServer());
  const [octets] = (await heard) as [Buffer];
  expect(octets[2]).toBe(0x24); // NOTIFY, with AA
  expect(await server.stop()).toBe(0);
  silent.close();
});

test("a key that cannot be read ends the start, and its secret is not told", async () => {
  const secret = Buffer.alloc(32, 3).toString("base64");
  for (const text of [
    `key:${secret}`,
    `key:${secret}:hmac-sha256`,
    `key:hmac-sha1:${secret}`,
    `key:hmac-sha256:${secret}!`,
  ]) {
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      [await builtServer(), "--listen", "127.0.0.1:0", "--zones", folder],
      { encoding: "utf8", env: { ...process.env, ZONEPIPE_TSIG_KEYS: text } },
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(/^Key 1 in ZONEPIPE_TSIG_KEYS /);
    expect(stderr + stdout).not.toContain(secret.slice(0, 12));
  }
});
