import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { enable } from "../../src/commands/dnssec-enable.ts";
import { exportKey } from "../../src/commands/dnssec-export-key.ts";
import { importKey } from "../../src/commands/dnssec-import-key.ts";
import { readSigning } from "../../src/commands/dnssec-signing.ts";
import type { KeyRole } from "../../src/dnssec/zone-keys.ts";
import { realFiles } from "../../src/world/files.ts";
import { output } from "../../src/world/output.ts";
import type { World } from "../../src/world.ts";
import { requireTool } from "../tools.ts";
import { nameOf } from "../zone-text.ts";

const COM = nameOf("example.com.");
const ALGORITHMS = [8, 13, 14, 15] as const;
let folder = "";

beforeEach(() => {
  const made = mkdtempSync(join(tmpdir(), "zonepipe-keys-"));
  folder = made;
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  for (const name of ["zones", "peer", "peer/db"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "zones/example.com.yaml"), "{}\n");
});

const world = { files: realFiles, output, now: () => new Date("2026-12-04T12:00:00Z") } as World; // nothing else is used
const peer = (...parts: string[]) => join(folder, "peer", ...parts);
const signing = () => readSigning(join(folder, "zones"), COM, world);
const run = (program: string, ...words: string[]) =>
  execFileSync(program, words, { cwd: peer(), stdio: "pipe" }).toString("latin1");
const firstKey = async () => (await signing()).keys!.keys[0]!;

async function make(algorithm: number): Promise<void> {
  const order = { signing: await signing(), keysFolder: join(folder, "keys"), algorithm };
  await enable({ ...order, folder: join(folder, "zones"), isSplit: false, denial: "nsec" }, world);
}

async function bring(file: string, role: KeyRole): Promise<void> {
  const keysFolder = join(folder, "keys");
  await importKey({ signing: await signing(), file, keysFolder, isPublic: false, role }, world);
}

async function take(file: string, isPem: boolean): Promise<void> {
  const keysFolder = join(folder, "keys");
  await exportKey({ signing: await signing(), file, keysFolder, tag: undefined, isPem }, world);
}

/** The data of the DNSKEY in a `.key` file. */
function dnskeyIn(file: string): string {
  return /DNSKEY.*/.exec(readFileSync(file, "latin1"))![0].replace(/\s+/g, "");
}

/** The lines of a private key in BIND's format that are the key. */
function secretLines(file: string): string[] {
  return readFileSync(file, "latin1")
    .split("\n")
    .filter((line) => line !== "" && !/^(Created|Publish|Activate|SyncPublish):/.test(line))
    .sort();
}

const hasBind = requireTool("dnssec-keygen", "bind9-utils") && requireTool("dnssec-importkey", "bind9-utils");

describe.skipIf(!hasBind)("keys go to BIND and come from there", () => {
  test.each(ALGORITHMS)(
    "what dnssec-keygen made comes in, and goes out as it was: algorithm %i",
    async (algorithm) => {
      const size = algorithm === 8 ? ["-b", "2048"] : [];
      const name = run(
        "dnssec-keygen",
        "-q",
        "-a",
        `${algorithm}`,
        ...size,
        "-f",
        "KSK",
        "example.com",
      ).trim();
      await bring(peer(`${name}.private`), "csk");
      const { tag, algorithm: read } = await firstKey();
      expect(name).toBe(`Kexample.com.+${String(read).padStart(3, "0")}+${String(tag).padStart(5, "0")}`);
      await take(peer("out"), false);
      expect(secretLines(peer("out"))).toEqual(secretLines(peer(`${name}.private`)));
      expect(dnskeyIn(join(folder, "keys", `${name}.key`))).toBe(dnskeyIn(peer(`${name}.key`)));
    },
  );

  test.each(ALGORITHMS)(
    "dnssec-signzone signs with what was made here, and dnssec-verify accepts it: algorithm %i",
    async (algorithm) => {
      await make(algorithm);
      for (const file of readdirSync(join(folder, "keys")))
        copyFileSync(join(folder, "keys", file), peer(file));
      writeFileSync(
        peer("zone"),
        "@ 300 SOA ns host 1 7200 3600 1209600 300\n@ 300 NS ns\nns 300 A 192.0.2.1\n",
      );
      const key = readdirSync(peer()).find((name) => name.endsWith(".key"))!;
      writeFileSync(peer("zone"), `$INCLUDE ${key}\n`, { flag: "a" });
      run("dnssec-signzone", "-q", "-z", "-o", "example.com.", "-f", "signed", "zone", key.slice(0, -4));
      run("dnssec-verify", "-q", "-z", "-o", "example.com.", "signed");
    },
  );

  test("dnssec-importkey takes the public half, as that of another provider", async () => {
    await make(13);
    const file = readdirSync(join(folder, "keys")).find((name) => name.endsWith(".key"))!;
    const name = run("dnssec-importkey", "-f", join(folder, "keys", file), "example.com").split("\n")[0]!;
    expect(name).toBe(file);
    // And what BIND writes of it comes in as that of another provider.
    rmSync(join(folder, "zones/_keys.yaml"));
    rmSync(join(folder, "keys"), { recursive: true });
    await make(15);
    const order = { signing: await signing(), keysFolder: undefined, role: "csk" as const };
    await importKey({ ...order, file: peer(name), isPublic: true }, world);
    expect((await signing()).keys!.keys[1]).toMatchObject({ state: "foreign", algorithm: 13 });
  });
});

describe.skipIf(!requireTool("keymgr", "knot"))("keys go to Knot and come from there", () => {
  const keymgr = (...words: string[]) => {
    const config = `database:\n  storage: ${peer("db")}\nzone:\n  - domain: example.com.\n`;
    writeFileSync(peer("knot.conf"), config);
    return run("keymgr", "-c", peer("knot.conf"), "example.com.", ...words);
  };

  test.each(ALGORITHMS)("as PEM: algorithm %i", async (algorithm) => {
    await make(algorithm);
    const { tag } = await firstKey();
    await take(peer("out.pem"), true);
    keymgr("import-pem", peer("out.pem"), `algorithm=${algorithm}`, "ksk=yes", "zsk=yes");
    expect(keymgr("list")).toMatch(new RegExp(` ${tag} `));
  });

  test.each(ALGORITHMS)("in BIND's format: algorithm %i", async (algorithm) => {
    await make(algorithm);
    const { tag } = await firstKey();
    const file = readdirSync(join(folder, "keys")).find((name) => name.endsWith(".key"))!;
    keymgr("import-bind", join(folder, "keys", file));
    expect(keymgr("list")).toMatch(new RegExp(` ${tag} `));
  });

  test.each(ALGORITHMS)("out of its store of keys: algorithm %i", async (algorithm) => {
    const size = algorithm === 8 ? ["size=2048"] : [];
    keymgr("generate", `algorithm=${algorithm}`, ...size, "ksk=yes", "zsk=yes");
    const stored = readdirSync(peer("db"), { recursive: true })
      .map(String)
      .find((name) => name.endsWith(".pem"))!;
    await bring(peer("db", stored), "csk");
    expect(keymgr("list")).toMatch(new RegExp(` ${(await firstKey()).tag} `));
  });
});
