import { createPrivateKey, createPublicKey } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { publicKeyOf } from "../../dns/signing/public-key-of.ts";
import { ED25519_KEY } from "../../test/dnssec/keys-yaml.ts";
import { nameOf } from "../../test/zone-text.ts";
import type { Denial } from "../dnssec/zone-keys.ts";
import { realFiles } from "../world/files.ts";
import { output } from "../world/output.ts";
import type { World } from "../world.ts";
import { disable } from "./dnssec-disable.ts";
import { enable } from "./dnssec-enable.ts";
import { exportKey } from "./dnssec-export-key.ts";
import { importKey } from "./dnssec-import-key.ts";
import { readSigning } from "./dnssec-signing.ts";
import { status } from "./dnssec-status.ts";
import type { Printed } from "./program.ts";

/** The same as SubjectPublicKeyInfo (RFC 8410 §4). */
const ED25519_PEM = createPublicKey({
  key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.from(ED25519_KEY, "base64")]),
  format: "der",
  type: "spki",
}).export({ format: "pem", type: "spki" }) as string; // PEM is a text
const NOW = new Date("2026-12-04T12:00:00Z"); // in week 2970
const COM = nameOf("example.com.");
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-dnssec-"));
  const made = folder;
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  mkdirSync(join(folder, "zones"));
  writeFileSync(join(folder, "zones/example.com.yaml"), "{}\n");
});

const world = { files: realFiles, output, now: () => NOW } as World; // nothing else is used
const noProgress = { ...world, progress: { step() {}, count() {}, end() {} } } as World;
const inSecrets = { keysFolder: undefined, algorithm: 13, isSplit: false, denial: "nsec" } as const;
const zones = () => join(folder, "zones");
const signing = () => readSigning(zones(), COM, world);
const keysYaml = () => readFileSync(join(zones(), "_keys.yaml"), "utf8");
const kept = () => readdirSync(join(folder, "keys")).sort();

function textOf(printed: Printed): string {
  return "text" in printed ? printed.text : JSON.stringify(printed);
}

async function enabled(algorithm = 13, isSplit = false, denial: Denial = "nsec"): Promise<string> {
  const keysFolder = join(folder, "keys");
  const order = { signing: await signing(), folder: zones() };
  return textOf(await enable({ ...order, keysFolder, algorithm, isSplit, denial }, world));
}

describe("enable", () => {
  test.each([
    ["one key", 13, false, ["csk"]],
    ["one for the keys and one for the zone", 15, true, ["ksk", "zsk"]],
    ["P-384", 14, false, ["csk"]],
    ["RSA", 8, false, ["csk"]],
  ])(
    "makes %s, for nobody else to read, and says what to type at a registrar",
    async (_, algorithm, isSplit, roles) => {
      const said = await enabled(algorithm, isSplit, "nsec3");
      const { keys } = await signing();
      expect(keys).toMatchObject({ counter: 2026120412, base: 2970, denial: "nsec3", cds: "none" });
      expect(keys!.keys.map(({ role, state }) => [role, state])).toEqual(
        roles.map((role) => [role, "active"]),
      );
      expect(said).toMatch(
        new RegExp(`algorithm {4}${algorithm} \\(.*\\)\\n.*digest type {2}2 \\(SHA-256\\)`),
      );
      for (const name of kept()) expect(statSync(join(folder, "keys", name)).mode & 0o777).toBe(0o600);
      expect(kept()).toHaveLength(2 * roles.length);
    },
  );

  test("never says anything of the private half", async () => {
    const said = await enabled();
    const secret = readFileSync(
      join(folder, "keys", kept().find((name) => name.endsWith("private"))!),
      "utf8",
    );
    const value = /^PrivateKey: (.+)$/m.exec(secret)![1]!;
    expect(said + keysYaml() + textOf(status(await signing(), true, NOW))).not.toContain(value.slice(0, 12));
  });

  test("makes nothing anew the second time, and says what stands", async () => {
    await enabled();
    const before = [keysYaml(), kept()];
    expect(await enabled()).toMatch(
      /^example.com is signed already; nothing was made.\n\nexample.com: it is signed, and no DS/,
    );
    expect([keysYaml(), kept()]).toEqual(before);
  });

  test("goes on with the key of a run that was cut short", async () => {
    await enabled();
    const before = kept();
    const { keys } = await signing();
    rmSync(join(zones(), "_keys.yaml"));
    await enabled();
    expect([kept(), (await signing()).keys]).toEqual([before, keys]);
  });

  test("needs a place for the private half, and a zone", async () => {
    const order = { ...inSecrets, signing: await signing(), folder: zones() };
    const fly = { stageSecrets: () => Promise.reject(new Error("no such app")) };
    await expect(enable(order, { ...noProgress, fly } as unknown as World)).rejects.toThrow("no such app"); // nothing else is used
    expect(readdirSync(zones())).toEqual(["example.com.yaml"]);
    await expect(readSigning(zones(), nameOf("example.net."), world)).rejects.toThrow(
      'There is no zone "example.net"',
    );
  });

  test("without a folder every app gets the key as a secret of its own, and nobody else sees it", async () => {
    writeFileSync(
      join(zones(), "_config.yaml"),
      "nameservers:\n  - {name: ns1.example.net., app: one}\n  - {name: ns2.example.net., app: two}\n",
    );
    for (const app of ["one", "two"]) writeFileSync(join(folder, `fly.${app}.toml`), `app = "${app}"\n`);
    const set: { app: string; name: string; value: string }[] = [];
    const fly = {
      stageSecrets: (app: string, secrets: ReadonlyMap<string, string>) => {
        for (const [name, value] of secrets) set.push({ app, name, value });
        return Promise.resolve();
      },
    };
    const order = { ...inSecrets, signing: await signing(), folder: zones() };
    const said = textOf(await enable(order, { ...noProgress, fly } as World)); // nothing else is used
    const { keys } = (await signing()).keys!;
    const name = `ZONEPIPE_DNSSEC_KEYS_EXAMPLE_COM_${keys[0]!.tag}`;
    expect(set.map(({ app, name: secret }) => [app, secret])).toEqual([
      ["one", name],
      ["two", name],
    ]);
    const [{ value }, other] = [set[0]!, set[1]!];
    const secret = createPrivateKey({ key: Buffer.from(value, "base64"), format: "der", type: "pkcs8" });
    expect([publicKeyOf(secret)?.publicKey, other.value]).toEqual([keys[0]!.publicKey, value]);
    expect(said).toContain(`its private half in the secret ${name}`);
    expect(said + keysYaml()).not.toContain(value.slice(20, 40));
    expect(readdirSync(folder).sort()).toEqual(["fly.one.toml", "fly.two.toml", "zones"]);
  });

  test("says which private half a folder lacks", async () => {
    await enabled();
    for (const name of kept()) rmSync(join(folder, "keys", name));
    expect(await enabled()).toMatch(/The private half of key \d+ \(ECDSAP256SHA256\) is not in /);
  });
});

test("disable asks the parent first, and ends when somebody has seen that the DS is gone", async () => {
  await enabled();
  expect(textOf(await disable(await signing(), true, world))).toContain(
    "It stays signed until no DS is left.",
  );
  expect((await signing()).keys).toMatchObject({ counter: 2026120413, cds: "delete" });
  const before = keysYaml();
  expect(textOf(await disable(await signing(), false, world))).toContain("waits for its DS to go");
  expect(keysYaml()).toBe(before);
  expect(textOf(await disable(await signing(), true, world))).toContain(
    "is no longer signed from its next release",
  );
  expect((await signing()).keys).toBeUndefined();
  expect(textOf(await disable(await signing(), true, world))).toContain("is not signed; nothing was changed");
});

describe("keys from elsewhere", () => {
  const imported = async (file: string, more: object = {}) =>
    textOf(
      await importKey(
        {
          signing: await signing(),
          file,
          keysFolder: join(folder, "keys"),
          isPublic: false,
          role: "csk",
          ...more,
        },
        world,
      ),
    );

  test.each([
    ["BIND's format", false],
    ["PKCS#8", true],
  ])("come in as they went out, in %s", async (_, isPem) => {
    await enabled();
    const file = join(folder, "out");
    const order = { signing: await signing(), keysFolder: join(folder, "keys"), tag: undefined };
    await exportKey({ ...order, file, isPem }, world);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(exportKey({ ...order, file, isPem }, world)).rejects.toThrow(
      "no key is written over another",
    );
    const { keys } = await signing();
    rmSync(join(folder, "keys"), { recursive: true });
    rmSync(join(zones(), "_keys.yaml"));
    expect(await imported(file)).toContain("active");
    expect((await signing()).keys).toEqual(keys);
    expect(kept()).toHaveLength(2);
    expect(await imported(file)).toContain("already; nothing was changed");
  });

  test("wait where the zone is signed by another key", async () => {
    await enabled(15);
    const first = (await signing()).keys!.keys[0]!;
    rmSync(join(zones(), "_keys.yaml"));
    rmSync(join(folder, "keys"), { recursive: true });
    await enabled(15);
    const file = join(folder, "out");
    const order = { signing: await signing(), keysFolder: join(folder, "keys"), tag: undefined, isPem: true };
    await exportKey({ ...order, file }, world);
    writeFileSync(
      join(zones(), "_keys.yaml"),
      keysYaml()
        .replace(/public: .*/, `public: ${ED25519_KEY}`)
        .replace(/tag: .*/, "tag: 3613"),
    );
    expect(await imported(file)).toContain("published");
    expect((await signing()).keys).toMatchObject({
      counter: 2026120413,
      keys: [{ tag: 3613 }, { state: "published" }],
    });
    expect(first.algorithm).toBe(15);
  });

  test("of another provider are published, and need none of its secrets", async () => {
    await enabled(15);
    const file = join(folder, "dnskey");
    writeFileSync(
      file,
      `example.com. 3600 IN DNSKEY 257 3 15 ${ED25519_KEY}\nexample.com. 3600 IN A 192.0.2.1\n`,
    );
    expect(await imported(file, { isPublic: true })).toContain("ksk 3613 (ED25519): foreign");
    expect((await signing()).keys!.keys[1]).toMatchObject({ tag: 3613, state: "foreign", role: "ksk" });
  });

  test.each([
    ["a DNSKEY record", `example.com. 3600 IN DNSKEY 257 3 15 ${ED25519_KEY}\n`],
    ["PEM", ED25519_PEM],
  ])("that stay elsewhere come in by their public half, as %s, and nothing is kept", async (_, half) => {
    await enabled(15, true);
    const before = kept();
    const file = join(folder, "half");
    writeFileSync(file, half);
    const order = { isElsewhere: true, role: "ksk" } as const;
    expect(await imported(file, order)).toContain("ksk 3613 (ED25519): published");
    expect((await signing()).keys!.keys[2]).toMatchObject({ tag: 3613, state: "published", role: "ksk" });
    expect(kept()).toEqual(before);
    expect(await imported(file, order)).toContain("already; nothing was changed");
    writeFileSync(file, readFileSync(join(folder, "keys", before.find((name) => name.endsWith("private"))!)));
    await expect(imported(file, order)).rejects.toThrow("Cannot read the public key");
  });

  test.each([
    ["a text", "PrivateKey: top secret\n"],
    ["a half of one", "Private-key-format: v1.3\nAlgorithm: 5 (RSASHA1)\nPrivateKey: dG9wIHNlY3JldA==\n"],
    ["PEM that is none", "-----BEGIN PRIVATE KEY-----\ndG9wIHNlY3JldA==\n-----END PRIVATE KEY-----\n"],
  ])("that are %s are refused without a word of them", async (_, text) => {
    const file = join(folder, "bad");
    writeFileSync(file, text);
    for (const isPublic of [false, true]) {
      await enabled();
      const refusal = await imported(file, { isPublic }).then(() => "", String);
      expect(refusal).toMatch(/^Error: Cannot (read the private key|import a key): /);
      expect(refusal).not.toMatch(/top secret|dG9w/);
    }
  });
});

test("status tells weeks and what comes next, as text and as JSON", async () => {
  expect(textOf(status(await signing(), false, NOW))).toMatch(/^example.com: it is not signed./);
  await enabled(15, true);
  expect(textOf(status(await signing(), false, new Date("2026-12-20T00:00:00Z")))).toContain(
    "Each release has a serial for every week from 2026-12-03 to 2031-11-27; this is week 3 of 260, 257 are left.",
  );
  const printed = status(await signing(), true, NOW);
  expect("json" in printed && printed.json).toMatchObject({
    zone: "example.com.",
    state: "signed",
    counter: 2026120412,
    windows: { base: 2970, count: 260, now: 2970, left: 259 },
    keys: [{ role: "ksk", signs: true, published: true, ds: { state: "absent" } }, { role: "zsk" }],
  });
});
