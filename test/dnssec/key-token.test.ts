import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { isSignatureOf } from "../../dns/signing/verify-signature.ts";
import { openKeyToken } from "../../src/world/key-token.ts";
import { builtCommandLine } from "../built-bundles.ts";
import { NAMESERVERS } from "../check-zones.ts";
import { requireTool } from "../tools.ts";

const MODULE = "/usr/lib/softhsm/libsofthsm2.so"; // where Debian has it
const PIN = "471147"; // of a token that is made here and thrown away
const PATIENCE = 120_000;
const CLI = await builtCommandLine();
const TOKEN = { module: MODULE, label: "zonepipe" };
const hasTools = [
  requireTool("softhsm2-util", "softhsm2"),
  requireTool("pkcs11-tool", "opensc"),
  requireTool("script", "bsdutils"),
].every((isThere) => isThere);

/** The kinds of keys that a token may have: as its tool calls them, and the algorithms that sign with them. */
const KINDS = [
  ["rsa:2048", 8],
  ["EC:prime256v1", 13],
  ["EC:secp384r1", 14],
  ["EC:edwards25519", 15],
] as const;

describe.skipIf(!hasTools)("keys in a token", () => {
  let folder = "";
  const at = (...parts: string[]) => join(folder, ...parts);
  const inside = ["--module", MODULE, "--token-label", "zonepipe"];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "zonepipe-token-"));
    for (const name of ["tokens", "zones"]) mkdirSync(at(name));
    writeFileSync(at("softhsm.conf"), `directories.tokendir = ${at("tokens")}\nlog.level = ERROR\n`);
    vi.stubEnv("SOFTHSM2_CONF", at("softhsm.conf"));
    run("softhsm2-util", ["--init-token", "--free", "--label", "zonepipe", "--so-pin", PIN, "--pin", PIN]);
    for (const [index, [kind]] of KINDS.entries()) {
      const made = ["--login", "--pin", PIN, "--keypairgen", "--key-type", kind, "--id", `0${index}`];
      run("pkcs11-tool", [...inside, ...made, "--label", kind]);
    }
  }, PATIENCE);
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  const run = (program: string, words: readonly string[]) => execFileSync(program, words, { stdio: "pipe" });

  test.each(KINDS)(
    "%s signs as algorithm %i, and the signature holds",
    { timeout: PATIENCE },
    (_, algorithm) => {
      const { keys, sign } = openKeyToken(TOKEN, () => PIN);
      expect(keys.map((key) => key.algorithm).sort((a, b) => a - b)).toEqual([8, 13, 14, 15]);
      const key = keys.find((each) => each.algorithm === algorithm)!;
      const data = Buffer.from("what a zone's keys are signed over");
      const signature = sign(key, data);
      expect(isSignatureOf(key, data, signature)).toBe(true);
      expect(isSignatureOf(key, Buffer.concat([data, data]), signature)).toBe(false);
    },
  );

  test("the PIN is typed at a terminal, is not shown there, and signs for a key whose public half came in", {
    timeout: PATIENCE,
  }, async () => {
    writeFileSync(at("zones/_config.yaml"), NAMESERVERS);
    writeFileSync(at("zones/example.com.yaml"), "www: {type: A, value: 192.0.2.3}\n");
    const half = ["--read-object", "--type", "pubkey", "--id", "03", "--output-file", at("ksk.pem")];
    run("pkcs11-tool", [...inside, ...half]);
    const dnssec = (what: string, ...more: string[]) => [
      ...[process.execPath, CLI, "dnssec", what, "example.com"],
      ...more,
      ...["--zones", at("zones")],
    ];
    const enable = dnssec(
      "enable",
      "--algorithm",
      "ED25519",
      "--ksk-public",
      at("ksk.pem"),
      "--keys",
      at("keys"),
    );
    run(enable[0]!, enable.slice(1));
    const sign = dnssec("sign-keys", "--module", MODULE, "--token", TOKEN.label, "--windows", "2");
    const terminal = spawn("script", ["-qec", sign.join(" "), "/dev/null"], {
      env: { ...process.env, ZONEPIPE_PKCS11_PIN: undefined },
    });
    const ended = once(terminal, "close");
    let shown = "";
    for await (const part of terminal.stdout.setEncoding("utf8")) {
      const isAsked = shown.includes("PIN of the token zonepipe: ");
      shown += part;
      if (!isAsked && shown.includes("PIN of the token zonepipe: ")) terminal.stdin.write(`${PIN}\r`);
    }
    expect((await ended)[0], shown).toBe(0);
    expect(shown).toMatch(/has signed the keys of example\.com until .*: 2 weeks now, 0 before/);
    expect(shown).not.toContain(PIN);
    expect(readFileSync(at("zones/_signatures/example.com.signatures"), "utf8")).toMatch(/RRSIG DNSKEY 15 /);
    const check = [CLI, "check", at("zones"), "--json"];
    expect(run(process.execPath, check).toString()).not.toContain("key-signatures");
  });

  test("where nobody can be asked for the PIN, that is said", { timeout: PATIENCE }, () => {
    const words = ["dnssec", "sign-keys", "example.com", "--module", MODULE, "--token", TOKEN.label];
    const refused = () => run(process.execPath, [CLI, ...words, "--zones", at("zones"), "--windows", "3"]);
    expect(refused).toThrow("Cannot use the token without its PIN: set ZONEPIPE_PKCS11_PIN");
  });
});
