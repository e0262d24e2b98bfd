import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyStatesVariables } from "../../dns/signing/key-states.ts";
import { windowOf, windowStart } from "../../dns/signing/window.ts";
import { policyOf } from "../../src/dnssec/policy.ts";
import { keysIn } from "../../src/zones/keys/edit-keys.ts";
import { builtCommandLine, builtServer } from "../built-bundles.ts";
import { NAMESERVERS } from "../check-zones.ts";
import { startSigningServer } from "../signing/signing-server.ts";
import { portIn } from "../signing/spoken-process.ts";
import { requireTool } from "../tools.ts";
import { nameOf } from "../zone-text.ts";

const MODULE = "/usr/lib/softhsm/libsofthsm2.so"; // where Debian has it
const PIN = "471147"; // of a token that is made here and thrown away
const PATIENCE = 120_000;
const CLI = await builtCommandLine();
const NOW = windowOf(Date.now() / 1000);
const hasTools = [
  requireTool("softhsm2-util", "softhsm2"),
  requireTool("pkcs11-tool", "opensc"),
  requireTool("dig", "bind9-dnsutils"),
  requireTool("ldns-verify-zone", "ldnsutils"),
  requireTool("unbound-host", "unbound-host"),
].every((isThere) => isThere);

describe.skipIf(!hasTools)("a key for the keys that is in a token, and on no machine", () => {
  let folder = "";
  let environment: NodeJS.ProcessEnv = {};
  const at = (...parts: string[]) => join(folder, ...parts);
  const run = (program: string, words: readonly string[], more: NodeJS.ProcessEnv = {}) =>
    execFileSync(program, words, { env: { ...environment, ...more }, stdio: "pipe" }).toString("latin1");
  const zonepipe = (...words: string[]) => run(process.execPath, [CLI, ...words]);
  const token = ["--module", MODULE, "--token", "zonepipe"];
  const signatures = () => at("zones/_signatures/example.com.signatures");

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "zonepipe-offline-"));
    mkdirSync(at("tokens"));
    mkdirSync(at("zones"));
    writeFileSync(at("softhsm.conf"), `directories.tokendir = ${at("tokens")}\nlog.level = ERROR\n`);
    writeFileSync(at("zones/_config.yaml"), NAMESERVERS);
    writeFileSync(at("zones/example.com.yaml"), ZONE);
    environment = { ...process.env, SOFTHSM2_CONF: at("softhsm.conf"), ZONEPIPE_PKCS11_PIN: PIN };
    run("softhsm2-util", ["--init-token", "--free", "--label", "zonepipe", "--so-pin", PIN, "--pin", PIN]);
    const inside = ["--module", MODULE, "--token-label", "zonepipe"];
    const made = [
      "--login",
      "--pin",
      "env:ZONEPIPE_PKCS11_PIN",
      "--keypairgen",
      "--key-type",
      "EC:prime256v1",
    ];
    run("pkcs11-tool", [...inside, ...made, "--label", "ksk", "--id", "01"]);
    const read = ["--read-object", "--type", "pubkey", "--id", "01", "--output-file", at("ksk.der")];
    run("pkcs11-tool", [...inside, ...read]);
    const zones = ["--zones", at("zones")];
    zonepipe(
      "dnssec",
      "enable",
      "example.com",
      ...zones,
      "--keys",
      at("keys"),
      "--ksk-public",
      at("ksk.der"),
    );
    zonepipe("dnssec", "sign-keys", "example.com", ...zones, ...token, "--windows", "3");
    zonepipe("render", at("zones"), "--out", at("out"));
  }, PATIENCE);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("signs what machines answer in each of three weeks, and validators accept", {
    timeout: PATIENCE,
  }, async () => {
    const anchor = zoneKeys().keys.find(({ role }) => role === "ksk")!;
    const base64 = Buffer.from(anchor.publicKey, "latin1").toString("base64");
    for (const window of [NOW, NOW + 1, NOW + 2]) {
      const time = windowStart(window) + 3 * 86_400;
      const server = await startSigningServer([
        ...["--zones", at("out"), "--dnssec-keys", at("keys"), "--now", `${time}`],
        ...["--allow-transfer", "127.0.0.0/8"],
      ]);
      const port = portIn(await server.says("ready: "));
      const dig = run("dig", ["@127.0.0.1", "-p", `${port}`, ...DIG, "example.com.", "AXFR"]);
      expect(dig).toContain(`${anchor.tag} example.com.`);
      const date = new Date(time * 1000).toISOString().replace(/\.000Z|[-:T]/g, "");
      writeFileSync(at("transferred"), dig);
      const own = ["self-check", "--zones", at("out"), "--listen", `127.0.0.1:${port}`];
      const check: unknown = JSON.parse(run(process.execPath, [await builtServer(), ...own]));
      expect(check).toMatchObject({ zones: [{ signed: { window, presigned: NOW + 2 } }] });
      run("ldns-verify-zone", ["-V", "2", "-ZZ", "-t", date, at("transferred")]);
      writeFileSync(at("unbound.conf"), unboundConfig(port, date, `DNSKEY 257 3 13 ${base64}`));
      for (const [name, type] of QUESTIONS) {
        const said = run("unbound-host", ["-C", at("unbound.conf"), "-v", "-t", type, name]);
        expect(said).toContain("(secure)");
      }
      expect(await server.stop()).toBe(0);
    }
  });

  test("a week for which it has not signed: SERVFAIL, and the server says why", {
    timeout: PATIENCE,
  }, async () => {
    const words = ["--zones", at("out"), "--dnssec-keys", at("keys"), "--now", `${windowStart(NOW + 3)}`];
    const server = await startSigningServer(words);
    expect(await server.complains("has not signed")).toMatch(
      /Key \d+ of example\.com\. has not signed its keys/,
    );
    await server.stop();
  });

  test("signing again keeps what holds, whoever signs", { timeout: PATIENCE }, () => {
    const before = readFileSync(signatures(), "utf8");
    const zones = ["--zones", at("zones"), ...token, "--windows", "4"];
    expect(zonepipe("dnssec", "sign-keys", "example.com", ...zones)).toContain("1 weeks now, 3 before");
    const after = readFileSync(signatures(), "utf8");
    expect(after.startsWith(before)).toBe(true);
    expect(after.length).toBeGreaterThan(before.length);
    const said = zonepipe("dnssec", "status", "example.com", "--zones", at("zones"));
    expect(said).toMatch(/^Key \d+ has signed the keys beforehand, until \d{4}-\d\d-\d\d\.$/m);
  });

  test("a PIN that is wrong is told, and not shown", { timeout: PATIENCE }, () => {
    const words = [
      CLI,
      "dnssec",
      "sign-keys",
      "example.com",
      "--zones",
      at("zones"),
      ...token,
      "--windows",
      "9",
    ];
    const refusal = () => run(process.execPath, words, { ZONEPIPE_PKCS11_PIN: "918273" });
    expect(refusal).toThrow(/CKR_PIN_INCORRECT/);
    expect(refusal).not.toThrow(/918273/);
  });

  test("a change of the keys asks for other signatures", { timeout: PATIENCE }, () => {
    const path = at("zones/_keys.yaml");
    const before = readFileSync(path, "utf8");
    writeFileSync(
      path,
      before.replace("counter: 1", "counter: 2").replace(/( +)base:/, "$1ttl: 7200\n$1base:"),
    );
    const check = () => spawnSync(process.execPath, [CLI, "check", at("zones")]).stdout.toString();
    expect(check()).toContain("signatures over the keys of example.com do not hold");
    writeFileSync(path, before);
    expect(check()).not.toContain("key-signatures");
  });

  test("an image of before a change of the keys, and one of before signing, answer with those of now: what was signed for them lies in it", {
    timeout: PATIENCE,
  }, async () => {
    const path = at("zones/_keys.yaml");
    const before = readFileSync(path, "utf8");
    const files = ["--zones", at("zones")];
    zonepipe("dnssec", "roll", "example.com", ...files, "--keys", at("keys"), "--zsk");
    expect(zonepipe("dnssec", "sign-keys", "example.com", ...files, ...token, "--windows", "3")).toMatch(
      /^Kept: \d+ signatures over the keys as they were, or are to be\.$/m,
    );
    const newest = new Map([[nameOf("example.com."), policyOf(zoneKeys())]]);
    expect(spawnSync(process.execPath, [CLI, "check", at("zones")]).status).toBe(0);
    for (const keys of [before, "zones: {}\n"]) {
      writeFileSync(path, keys);
      rmSync(at("old"), { recursive: true, force: true });
      zonepipe("render", at("zones"), "--out", at("old"));
      const server = await startSigningServer(["--zones", at("old"), "--dnssec-keys", at("keys")], {
        ...keyStatesVariables(newest, 60_000),
        ZONEPIPE_SERIALS: "example.com.=2147000000",
      });
      const port = portIn(await server.says("ready: "));
      const words = ["@127.0.0.1", "-p", `${port}`, "+short", "example.com.", "DNSKEY"];
      expect(run("dig", words).trim().split("\n")).toHaveLength(3);
      expect(await server.stop()).toBe(0);
    }
    writeFileSync(path, before);
  });

  const zoneKeys = () => {
    const zones = keysIn(readFileSync(at("zones/_keys.yaml"), "utf8"));
    if ("message" in zones) throw new Error(zones.message);
    return zones.get(nameOf("example.com."))!;
  };
});

const DIG = ["+nocomments", "+nostats", "+nocmd", "+onesoa"];
const QUESTIONS = [
  ["example.com", "DNSKEY"],
  ["www.example.com", "A"],
  ["nothing.example.com", "A"],
] as const;

const ZONE = "www: {type: A, value: 192.0.2.3}\n";

function unboundConfig(port: number, date: string, anchor: string): string {
  return `server:
  trust-anchor: "example.com. ${anchor}"
  val-override-date: "${date}"
  do-not-query-localhost: no
  chroot: ""
  username: ""
stub-zone:
  name: "example.com"
  stub-addr: 127.0.0.1@${port}
  stub-prime: no
`;
}
