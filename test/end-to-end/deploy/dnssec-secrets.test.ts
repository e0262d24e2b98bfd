import { createPrivateKey } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { publicKeyOf } from "../../../dns/signing/public-key-of.ts";
import { keysIn } from "../../../src/zones/keys/edit-keys.ts";
import { type FakeFly, startFakeFly } from "../../fakes/flyctl/fake-fly.ts";
import { zonepipe } from "../cli.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const APPS = ["dns-1", "dns-2"];
let fly: FakeFly;
let folder: string;

beforeEach(async () => {
  fly = await startFakeFly();
  folder = mkdtempSync(join(tmpdir(), "zonepipe-dnssec-secrets-"));
  mkdirSync(join(folder, "zones"));
  const nameserver = (app: string, index: number) =>
    `  - {name: ns${index + 1}.example.net., addresses: [192.0.2.${53 + index}], app: ${app}}\n`;
  writeFileSync(join(folder, "zones/_config.yaml"), `nameservers:\n${APPS.map(nameserver).join("")}`);
  writeFileSync(join(folder, "zones/example.com.yaml"), "www: {type: A, value: 192.0.2.80}\n");
  for (const app of APPS) {
    await fly.createApp(app, { hasAddress: false });
    writeFileSync(join(folder, `fly.${app}.toml`), `app = "${app}"\n`);
  }
  vi.stubEnv("PATH", [fly.bin, process.env.PATH].join(delimiter));
  vi.stubEnv("FLY_API_TOKEN", fly.state.token);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  await fly.stop();
});

const dnssec = (what: string, ...more: string[]) => zonepipe(folder, "dnssec", what, "example.com", ...more);
const secretsOf = (app: string) => Object.fromEntries(fly.state.apps.get(app)!.secrets);
const keysYaml = () => readFileSync(join(folder, "zones/_keys.yaml"), "utf8");

function keys() {
  const read = keysIn(keysYaml());
  if ("message" in read) throw new Error(read.message);
  return [...read.values()].flatMap((zone) => zone.keys);
}

/** Every app has the private half of every key, each in a variable of its own, and nothing else. */
function expectAllStaged(): void {
  const expected = Object.fromEntries(
    keys().map(({ tag, publicKey }) => [`ZONEPIPE_DNSSEC_KEYS_EXAMPLE_COM_${tag}`, publicKey]),
  );
  for (const app of APPS) {
    const halves = Object.entries(secretsOf(app)).map(([name, value]) => {
      const secret = createPrivateKey({ key: Buffer.from(value, "base64"), format: "der", type: "pkcs8" });
      return [name, publicKeyOf(secret)?.publicKey];
    });
    expect(Object.fromEntries(halves)).toEqual(expected);
  }
}

test("without a folder each new key goes to every app through flyctl's standard input, once, and is shown nowhere", async () => {
  const enabled = await dnssec("enable");
  expect(enabled.code, enabled.stderr).toBe(0);
  expectAllStaged();
  const rolled = await dnssec("roll");
  expect(rolled.code, rolled.stderr).toBe(0);
  expect(keys().map(({ role, state }) => `${role} ${state}`)).toEqual(["csk active", "csk active"]);
  expectAllStaged();
  expect(rolled.stdout).toMatch(
    /The private half of csk \d+ \(ECDSAP256SHA256\) is in the secret ZONEPIPE_DNSSEC_KEYS_EXAMPLE_COM_\d+\.\n {2}The secret counts in dns-1, dns-2 from their next release on/,
  );

  const before = [keysYaml(), secretsOf("dns-1"), secretsOf("dns-2")];
  const again = [await dnssec("roll"), await dnssec("enable")];
  expect(again.map(({ code }) => code)).toEqual([0, 0]);
  expect(again[0]!.stdout).toContain("waits; nothing was changed");
  expect([keysYaml(), secretsOf("dns-1"), secretsOf("dns-2")]).toEqual(before);

  const said = [enabled, rolled, ...again].map(({ stdout, stderr }) => stdout + stderr).join("");
  for (const value of Object.values(secretsOf("dns-1"))) {
    expect(said + keysYaml()).not.toContain(value.slice(20, 40));
    expect(fly.state.calls.join("\n")).not.toContain(value.slice(20, 40));
  }
  expect(fly.state.violations).toEqual([]);
});

test("a roll that Fly.io does not take has not begun, and begins when it does", async () => {
  expect((await dnssec("enable", "--split")).code).toBe(0);
  const before = keysYaml();
  fly.state.faults.push({
    on: /^secrets import/,
    times: 9,
    end: { kind: "exit", code: 1, message: "server said no" },
  });
  const failed = await dnssec("roll", "--zsk");
  expect([failed.code, keysYaml()]).toEqual([2, before]);
  expect(failed.stderr).toContain('Cannot set secrets of "dns-1"');

  fly.state.faults.length = 0;
  const mended = await dnssec("roll", "--zsk");
  expect(mended.code, mended.stderr).toBe(0);
  expect(keys().map(({ role, state }) => `${role} ${state}`)).toEqual([
    "ksk active",
    "zsk active",
    "zsk published",
  ]);
  expectAllStaged();
});

test("no key is made where no app would have it", async () => {
  writeFileSync(join(folder, "zones/_config.yaml"), "nameservers: [{name: ns1.example.net.}]\n");
  for (const app of APPS) rmSync(join(folder, `fly.${app}.toml`));
  expect((await dnssec("enable", "--keys", "keys")).code).toBe(0);
  const before = keysYaml();
  const { code, stderr } = await dnssec("roll");
  expect([code, keysYaml()]).toEqual([2, before]);
  expect(stderr).toContain("Nobody would have the private key");
});
