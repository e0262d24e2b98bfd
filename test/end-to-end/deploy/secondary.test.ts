import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readTsigKeys } from "../../../src/tsig/read-keys.ts";
import { type FakeFly, startFakeFly } from "../../fakes/flyctl/fake-fly.ts";
import { zonepipe } from "../cli.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let fly: FakeFly;
let folder: string;

beforeEach(async () => {
  fly = await startFakeFly();
  for (const app of ["dns-1", "dns-2"]) await fly.createApp(app, { hasAddress: false });
  folder = mkdtempSync(join(tmpdir(), "zonepipe-secondary-"));
  mkdirSync(join(folder, "zones"));
  writeFileSync(
    join(folder, "zones/_config.yaml"),
    "nameservers:\n  - {name: ns1.example.net., addresses: [192.0.2.53], app: dns-1}\n" +
      "  - {name: ns2.example.net., addresses: [198.51.100.53], app: dns-2}\n",
  );
  writeFileSync(join(folder, "zones/example.com.yaml"), "www: {type: A, value: 192.0.2.80}\n");
  writeFileSync(join(folder, "fly.toml"), 'app = "dns-1"\n');
  vi.stubEnv("PATH", [fly.bin, process.env.PATH].join(delimiter));
  vi.stubEnv("FLY_API_TOKEN", fly.state.token);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  await fly.stop();
});

const secretsOf = (app: string) => Object.fromEntries(fly.state.apps.get(app)!.secrets);

test("a secondary gets a key in every app, which stands in its file and nowhere else, and another for a roll-over", async () => {
  const add = (...more: string[]) =>
    zonepipe(folder, "secondary", "add", "ns-a", "--key-file", "key.conf", ...more);
  const first = await add("--for", "nsd", "--notify", "203.0.113.53:53");
  expect(first.code, first.stderr).toBe(0);
  const text = readFileSync(join(folder, "key.conf"), "utf8");
  expect(statSync(join(folder, "key.conf")).mode & 0o777).toBe(0o600);
  const [key] = readTsigKeys(text);
  const secret = Buffer.from(key!.secret).toString("base64");
  const expected = { ZONEPIPE_TSIG_KEYS_NS_A_1: `ns-a-1:hmac-sha256:${secret}` };
  expect([secretsOf("dns-1"), secretsOf("dns-2")]).toEqual([expected, expected]);
  expect(first.stdout + first.stderr).not.toContain(secret);
  expect(first.stdout).toContain("request-xfr: 198.51.100.53 ns-a-1");
  expect(first.stdout).toContain('DNS_ALLOW_TRANSFER = "ns-a-1"');
  expect(first.stdout).toContain('DNS_NOTIFY = "203.0.113.53:53,ns-a-1"');

  const again = await add();
  expect([again.code, secretsOf("dns-1")]).toEqual([0, expected]);
  expect(again.stdout).toContain("ns-a-1 is there already, in dns-1, dns-2.");

  const rolled = await add("--roll-over");
  expect([rolled.code, Object.keys(secretsOf("dns-2"))]).toEqual([
    0,
    ["ZONEPIPE_TSIG_KEYS_NS_A_1", "ZONEPIPE_TSIG_KEYS_NS_A_2"],
  ]);
  expect(rolled.stdout).toContain("fly secrets unset --stage ZONEPIPE_TSIG_KEYS_NS_A_1 -a dns-2");

  const listed = await zonepipe(folder, "secondary", "list");
  expect(listed.stdout).toBe("ns-a-1  in dns-1, dns-2\nns-a-2  in dns-1, dns-2\n");
  expect(fly.state.violations).toEqual([]);
});

test("nothing is made where nobody would learn the key, and where its file is open to others", async () => {
  const silent = await zonepipe(folder, "secondary", "add", "ns-a");
  expect([silent.code, silent.stderr]).toEqual([2, expect.stringContaining("Nobody would learn the key")]);
  writeFileSync(join(folder, "open.conf"), "", { mode: 0o644 });
  const open = await zonepipe(folder, "secondary", "add", "ns-a", "--key-file", "open.conf");
  expect([open.code, open.stderr]).toEqual([2, expect.stringContaining("others may read it")]);
  expect(readFileSync(join(folder, "open.conf"), "utf8")).toBe("");
  expect(secretsOf("dns-1")).toEqual({});
});

test("where Fly.io takes no secret, that is said without it", async () => {
  fly.state.faults.push({
    on: /^secrets import/,
    times: 9,
    end: { kind: "exit", code: 1, message: "server said no" },
  });
  const failed = await zonepipe(folder, "secondary", "add", "ns-a", "--key-file", "key.conf");
  const [key] = readTsigKeys(readFileSync(join(folder, "key.conf"), "utf8"));
  const secret = Buffer.from(key!.secret).toString("base64");
  expect([failed.code, failed.stderr.includes(secret)]).toEqual([2, false]);
  expect(failed.stderr).toContain('Cannot set secrets of "dns-1"');

  fly.state.faults.length = 0;
  const mended = await zonepipe(folder, "secondary", "add", "ns-a", "--key-file", "key.conf");
  expect(mended.code, mended.stderr).toBe(0);
  expect(secretsOf("dns-2")).toEqual({ ZONEPIPE_TSIG_KEYS_NS_A_1: `ns-a-1:hmac-sha256:${secret}` });
});
