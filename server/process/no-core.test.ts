import { spawn, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtServer } from "../../test/built-bundles.ts";

const PEM = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const BASE64 = PEM.split("\n")[1]!;
const ZONE = "@ 300 SOA ns.example.net. h.example.net. 1 7200 900 1209600 300\n@ 300 NS ns.example.net.\n";
const TSIG = "ns3-1:hmac-sha256:c2l4dGVlbiBvY3RldHMuLg==";
const MAIN = await builtServer();
const PATIENCE = 60_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-no-core-"));
  for (const name of ["zones", "keys", "out"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "zones/example.com.zone"), ZONE);
  writeFileSync(join(folder, "keys/key.pem"), PEM);
  writeFileSync(join(folder, "tsig"), TSIG);
  writeFileSync(join(folder, "look.mjs"), LOOK);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Says at the end of a process whether it may leave a core: its limit, and the attribute for programs that take cores. */
const LOOK = `import { readFileSync, writeSync } from "node:fs";
process.on("exit", () => {
  const [, limit] = /^Max core file size +(\\w+)/m.exec(readFileSync("/proc/self/limits", "utf8"));
  const { prctl } = process.getBuiltinModule("node:ffi").dlopen(null, {
    prctl: { arguments: ["int32", "uint64", "uint64", "uint64", "uint64"], return: "int32" },
  }).functions ?? {};
  writeSync(2, "core " + limit + " " + prctl(3, 0n, 0n, 0n, 0n) + "\\n");
});`;

type Variables = { readonly [name: string]: string };

/** The words that start the server's program where a core would be written, of a megabyte at most. */
function inShell(words: readonly string[]): readonly [string, readonly string[]] {
  return ["sh", ["-c", 'ulimit -c 2048; exec "$@"', "sh", process.execPath, ...words]];
}

const ZONES = ["--zones", "zones"];
const SIGN = ["sign", ...ZONES, "--out", "out"];

describe("what a process may leave behind that", () => {
  test.each<[what: string, words: readonly string[], variables: Variables, core: string]>([
    ["has no secret", ["--check", ...ZONES], {}, "core 1048576 1"],
    ["signs with keys of a folder", [...SIGN, "--dnssec-keys", "keys"], {}, "core 0 0"],
    ["signs with keys of its environment", SIGN, { ZONEPIPE_DNSSEC_KEYS_A_1: BASE64 }, "core 0 0"],
    ["serves with keys of a folder", ["--check", ...ZONES, "--dnssec-keys=keys"], {}, "core 0 0"],
    ["serves with TSIG keys of a file", ["--check", ...ZONES, "--tsig-keys", "tsig"], {}, "core 0 0"],
    ["serves with TSIG keys", ["--check", ...ZONES], { ZONEPIPE_TSIG_KEYS_NS3_1: TSIG }, "core 0 0"],
    ["makes cookies", ["--check", ...ZONES], { ZONEPIPE_COOKIE_SECRETS: "0".repeat(32) }, "core 0 0"],
    ["looks at the server beside it", ["self-check", ...ZONES], { ZONEPIPE_DNSSEC_KEYS: BASE64 }, "core 0 0"],
    ["tells what is asked", ["top"], { ZONEPIPE_DNSSEC_KEYS: BASE64 }, "core 0 0"],
    ["answers through a pipe", ["answer", ...ZONES], { ZONEPIPE_DNSSEC_KEYS: BASE64 }, "core 0 0"],
    ["is told nonsense", ["--nonsense"], { ZONEPIPE_DNSSEC_KEYS: BASE64 }, "core 0 0"],
  ])("%s", { timeout: PATIENCE }, (_, words, variables, core) => {
    const [shell, all] = inShell(["--import", `${folder}/look.mjs`, MAIN, ...words]);
    const { stderr } = spawnSync(shell, all, {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, ...variables },
      input: "",
    });
    expect(stderr.trimEnd().split("\n").at(-1)).toBe(core);
    expect(stderr).not.toContain("Cannot forbid");
  });
});

/** Where the kernel writes a core into the working folder; elsewhere nothing can be seen of it. */
const isHere = /^[^|/]+$/.test(readFileSync("/proc/sys/kernel/core_pattern", "utf8"));

describe("a server that is killed", () => {
  test.each<[how: NodeJS.Signals, what: string, variables: Variables, cores: number]>([
    ["SIGSEGV", "without secrets leaves a core", {}, isHere ? 1 : 0],
    ["SIGSEGV", "with private keys leaves none", { ZONEPIPE_DNSSEC_KEYS: BASE64 }, 0],
    ["SIGQUIT", "with private keys leaves none", { ZONEPIPE_DNSSEC_KEYS: BASE64 }, 0],
  ])("by %s, %s", { timeout: PATIENCE }, async (how, _, variables, cores) => {
    const cwd = mkdtempSync(join(folder, "killed-"));
    const [shell, all] = inShell([MAIN, "--zones", join(folder, "zones"), "--listen", "127.0.0.1:0"]);
    const server = spawn(shell, all, {
      cwd,
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ...variables },
    });
    const ended = once(server, "exit");
    for await (const line of createInterface({ input: server.stdout })) if (line.startsWith("ready:")) break;
    server.kill(how);
    expect(await ended).toEqual([null, how]);
    expect(readdirSync(cwd)).toHaveLength(cores);
  });
});
