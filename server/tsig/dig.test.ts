import { execFile } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtServer } from "../../test/built-bundles.ts";
import { type OurServer, startOurServer } from "../../test/our-server.ts";
import { queryOf } from "../../test/serve-text.ts";
import { requireTool } from "../../test/tools.ts";
import { checkAnswer, KEY_BASE64, signMessage, tsigOf } from "../../test/tsig.ts";

const SHA512 = Buffer.alloc(64, 5).toString("base64");
const ZONE = `@ 300 SOA ns host 1 7200 3600 1209600 60
@ 300 NS ns
ns 300 A 192.0.2.1
long 300 TXT ${"x".repeat(200)} ${"y".repeat(180)}
`;

let folder: string;
let server: OurServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-tsig-"));
  writeFileSync(join(folder, "example.com.zone"), ZONE);
  const keys = join(folder, "keys");
  writeFileSync(keys, `transfer.example:hmac-sha256:${KEY_BASE64}\nlong.example.:hmac-sha512:${SHA512}\n`);
  server = await startOurServer(folder, ["--tsig-keys", keys], await builtServer());
}, 60_000);
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

describe.skipIf(!requireTool("dig", "bind9-dnsutils"))("dig", () => {
  const dig = async (key: string, ...words: string[]) => {
    const args = ["@127.0.0.1", "-p", `${server.port}`, "-y", key, "+tries=1", ...words];
    return (await promisify(execFile)("dig", args)).stdout;
  };

  test.each([
    ["UDP", "+notcp"],
    ["TCP", "+tcp"],
  ])("finds answers signed over %s, with each of the keys", async (_, transport) => {
    for (const key of [`hmac-sha256:transfer.example:${KEY_BASE64}`, `hmac-sha512:long.example:${SHA512}`]) {
      const output = await dig(key, transport, "ns.example.com.", "A");
      expect(output).toContain("status: NOERROR");
      expect(output).toMatch(
        /TSIG PSEUDOSECTION:\n\S+\s+0\s+ANY\s+TSIG\s+hmac-sha\S+ \d+ 300 \d+ .* NOERROR 0/,
      );
      expect(output).not.toContain("could not be validated");
    }
  });

  test("sees that a signed answer is truncated where it would fit unsigned, and gets it over TCP", async () => {
    const key = `hmac-sha256:transfer.example:${KEY_BASE64}`;
    const cut = await dig(key, "+noedns", "+ignore", "long.example.com.", "TXT");
    expect(cut).toMatch(/flags: qr aa tc/);
    expect(cut).not.toContain("could not be validated");
    const whole = await dig(key, "+noedns", "long.example.com.", "TXT");
    expect(whole).toContain("xxx");
    expect(whole).not.toContain("could not be validated");
  });

  test("hears of a key that is not known, and of a secret that is not right", async () => {
    const unknown = await dig(`hmac-sha256:other.example:${KEY_BASE64}`, "ns.example.com.", "A");
    expect(unknown).toMatch(/status: NOTAUTH[\s\S]*BADKEY/);
    const wrong = await dig(`hmac-sha256:transfer.example:${SHA512}`, "ns.example.com.", "A");
    expect(wrong).toMatch(/status: NOTAUTH[\s\S]*BADSIG/);
    const another = await dig(`hmac-sha384:transfer.example:${KEY_BASE64}`, "ns.example.com.", "A");
    expect(another).toMatch(/status: NOTAUTH[\s\S]*BADKEY/);
  });
});

test("who signs at another time hears so, signed, from a server that runs", async () => {
  const hourAgo = Math.floor(Date.now() / 1000) - 3600;
  const { octets, mac } = signMessage(queryOf("ns.example.com. A"), undefined, hourAgo);
  const client = createSocket("udp4");
  client.send(octets, server.port, "127.0.0.1");
  const [answer] = (await once(client, "message")) as [Buffer];
  client.close();
  expect(checkAnswer(answer, mac)).toBe("right");
  expect(tsigOf(answer).record).toMatchObject({ error: 18, time: hourAgo });
});
