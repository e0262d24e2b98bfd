import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { delegationSigner, dnskeyOf } from "../../dns/signing/key-records.ts";
import type { PolicyKey } from "../../dns/signing/policy.ts";
import { parsePublicKey } from "../../dns/signing/public-key-file.ts";
import { windowOf } from "../../dns/signing/window.ts";
import { DNSKEY, DS } from "../../dns/type-numbers.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { freePort } from "../../scripts/free-port.ts";
import { startReference } from "../reference-nameservers.ts";
import { makeKey, signWith } from "../signing/sign-with.ts";
import { startSigningServer } from "../signing/signing-server.ts";
import { portIn } from "../signing/spoken-process.ts";
import { makeTestKey, type TestKey, writtenZone } from "../signing/written-zone.ts";
import { requireTool } from "../tools.ts";
import { nameOf, zoneOf } from "../zone-text.ts";
import { type Resolver, startUnbound } from "./unbound.ts";

const PATIENCE = 180_000;
const CHILD = nameOf("example.test.");
const SOA = "@ 3600 SOA ns1 host 1 7200 3600 1209600 300\n";
const DATA = `${SOA}@ 3600 NS ns1\n@ 3600 NS ns2\nns1 3600 A 192.0.2.1\nns2 3600 A 192.0.2.2\nwww 3600 A 192.0.2.3\n*.wild 3600 TXT any\n`;
const QUESTIONS = [
  ["www.example.test", "A"],
  ["nothing.example.test", "A"],
  ["www.example.test", "TXT"],
  ["example.test", "NS"],
] as const;

/** Somebody who signs the zone with keys of his own, and publishes those of another beside them (RFC 8901 §2.1.2). */
interface Provider {
  /** His keys. */
  readonly keys: readonly PolicyKey[];
  /** Serves the zone with the DNSKEY of these others. */
  readonly serve: (others: readonly PolicyKey[]) => Promise<Served>;
}

interface Served {
  readonly port: number;
  readonly stop: () => Promise<unknown>;
}

const hasTools = [
  requireTool("unbound", "unbound"),
  requireTool("unbound-control", "unbound"),
  requireTool("dnssec-signzone", "bind9-utils"),
  requireTool("named", "bind9"),
  requireTool("knotd", "knot"),
  requireTool("keymgr", "knot"),
].every((isThere) => isThere);

describe.skipIf(!hasTools)("a signed zone goes from one provider to another, and stays signed", () => {
  let folder = "";
  let made = 0;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "zonepipe-providers-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const newFolder = () => {
    const path = join(folder, `${made++}`);
    mkdirSync(path);
    return path;
  };

  test.each([
    ["BIND", "us", () => bind(newFolder()), () => ours(newFolder)],
    ["us", "Knot", () => ours(newFolder), () => knot(newFolder())],
  ])(
    "from %s to %s: secure at every step, whatever of the step before is remembered",
    async (_a, _b, from, to) => {
      expect(await move(from(), to(), true)).toEqual([]);
    },
    PATIENCE,
  );

  test(
    "where the new one does not publish the old one's keys it is not, and the old one alone is",
    async () => {
      const wrong = await move(bind(newFolder()), ours(newFolder), false);
      expect(wrong).toContainEqual(expect.stringMatching(/^the nameservers of both: .*: bogus$/));
      expect(wrong.filter((each) => each.startsWith("one provider"))).toEqual([]);
    },
    PATIENCE,
  );
});

/** A step of the move. */
interface Step {
  readonly name: string;
  /** Whose DS the parent has, and whose nameservers are asked. */
  readonly ds: readonly Provider[];
  readonly asked: readonly Provider[];
  /** Whose keys each provider publishes beside its own. */
  readonly others: ReadonlyMap<Provider, readonly Provider[]>;
}

function stepsOf(a: Provider, b: Provider, isExchanged: boolean): Step[] {
  const alone = new Map<Provider, readonly Provider[]>();
  const both = isExchanged
    ? new Map([
        [a, [b]],
        [b, [a]],
      ])
    : alone;
  return [
    { name: "one provider", ds: [a], asked: [a], others: alone },
    { name: "the keys of both", ds: [a], asked: [a], others: both },
    { name: "the DS of both", ds: [a, b], asked: [a], others: both },
    { name: "the nameservers of both", ds: [a, b], asked: [a, b], others: both },
    { name: "the nameservers of the other", ds: [a, b], asked: [b], others: both },
    { name: "the DS of the other", ds: [b], asked: [b], others: both },
    { name: "the other provider", ds: [b], asked: [b], others: alone },
  ];
}

/** Goes through the steps; what is not secure is told, with what the resolver had forgotten of the step before. */
async function move(a: Provider, b: Provider, isExchanged: boolean): Promise<string[]> {
  const parentKey = makeKey(13);
  const anchor = printRecord({
    owner: nameOf("test."),
    type: DNSKEY,
    ttl: 3600,
    rdata: dnskeyOf(parentKey.key),
  });
  const resolver = await startUnbound(anchor);
  const wrong: string[] = [];
  try {
    for (const { name, ds, asked, others } of stepsOf(a, b, isExchanged)) {
      const lines = ds.flatMap(({ keys }) =>
        keys
          .filter(({ flags }) => flags === 257)
          .map((key) =>
            printRecord({ owner: CHILD, type: DS, ttl: 3600, rdata: delegationSigner(CHILD, key) }),
          ),
      );
      const parent = zoneOf(
        "test.",
        `${SOA}@ 3600 NS ns1\nns1 3600 A 192.0.2.1\nexample 3600 NS ns1.example\nns1.example 3600 A 192.0.2.1\n${lines.join("\n")}\n`,
      );
      const above = await startReference("nsd", [signWith(parent, [parentKey], { keys: [parentKey.key] })]);
      const served: Served[] = [];
      for (const provider of asked)
        served.push(await provider.serve((others.get(provider) ?? []).flatMap(({ keys }) => keys)));
      try {
        await resolver.route("test", above.port);
        // Whatever of the step before is forgotten, the rest is still remembered.
        for (const { port } of served) {
          await resolver.route("example.test", port);
          for (const forgotten of [[], ["DNSKEY"], ["DS"]]) {
            for (const type of forgotten) await resolver.forget("example.test", type);
            for (const verdict of await judgeAll(resolver, false))
              wrong.push(`${name}: ${forgotten.join(" and ")} forgotten: ${verdict}`);
          }
        }
        // Then all of it has expired.
        for (const { port } of served) {
          await resolver.route("example.test", port);
          await resolver.forgetAll();
          for (const verdict of await judgeAll(resolver, true))
            wrong.push(`${name}: all forgotten: ${verdict}`);
        }
      } finally {
        await Promise.all([above.stop(), ...served.map(({ stop }) => stop())]);
      }
    }
    return wrong;
  } finally {
    await resolver.stop();
  }
}

/** Asks everything anew, without the keys and the DS that are remembered; gives what is not secure. */
async function judgeAll(resolver: Resolver, isAnew: boolean): Promise<string[]> {
  const wrong: string[] = [];
  for (const [name, type] of QUESTIONS) {
    if (!isAnew) await resolver.forget(name, type);
    const verdict = await resolver.ask(name, type);
    if (verdict !== "secure") wrong.push(`${name} ${type}: ${verdict}`);
  }
  return wrong;
}

function ours(newFolder: () => string): Provider {
  const key: TestKey = makeTestKey(13);
  return {
    keys: [key.policy],
    serve: async (others) => {
      const folder = newFolder();
      const foreign = others.map((other) => ({
        ...other,
        signs: "none" as const,
        isPublished: true,
        isWanted: false,
      }));
      const how = { keys: [key.policy, ...foreign], base: windowOf(Date.now() / 1000) };
      writeFileSync(join(folder, "example.test.zone"), writtenZone("example.test.", DATA, how));
      mkdirSync(join(folder, "keys"));
      writeFileSync(join(folder, "keys/key.pem"), key.pem);
      const server = await startSigningServer(["--zones", folder, "--dnssec-keys", join(folder, "keys")]);
      return { port: portIn(await server.says("ready: ")), stop: server.stop };
    },
  };
}

/** BIND's keys and signer, one key for the keys and one for the zone. */
function bind(folder: string): Provider {
  const run = (program: string, ...words: string[]) =>
    execFileSync(program, words, { cwd: folder, stdio: "pipe" });
  run("dnssec-keygen", "-q", "-a", "13", "-f", "KSK", "example.test");
  run("dnssec-keygen", "-q", "-a", "13", "example.test");
  const keys = keysIn(folder);
  return {
    keys: keys.map(({ key }) => key),
    serve: async (others) => {
      const all = [...keys.map(({ key }) => key), ...others];
      writeFileSync(join(folder, "zone"), DATA + all.map(dnskeyLine).join(""));
      const [ksk, zsk] = [257, 256].map((flags) => keys.find(({ key }) => key.flags === flags)!.name);
      run("dnssec-signzone", "-q", "-o", "example.test.", "-f", "signed", "-k", ksk!, "zone", zsk!);
      return await startReference("bind", [
        zoneOf("example.test.", readFileSync(join(folder, "signed"), "latin1")),
      ]);
    },
  };
}

/** Knot's signer, with keys that were brought in from BIND's files. */
function knot(folder: string): Provider {
  const run = (program: string, ...words: string[]) =>
    execFileSync(program, words, { cwd: folder, stdio: "pipe" });
  mkdirSync(join(folder, "db"));
  run("dnssec-keygen", "-q", "-a", "13", "-f", "KSK", "example.test");
  run("dnssec-keygen", "-q", "-a", "13", "example.test");
  const keys = keysIn(folder);
  const config = join(folder, "knot.conf");
  const text = (port: number) => KNOT.replaceAll("FOLDER", folder).replace("PORT", `${port}`);
  writeFileSync(config, text(5353));
  for (const { name } of keys)
    run("keymgr", "-c", config, "example.test.", "import-bind", join(folder, `${name}.key`));
  return {
    keys: keys.map(({ key }) => key),
    serve: async (others) => {
      writeFileSync(join(folder, "example.test.zone"), DATA + others.map(dnskeyLine).join(""));
      return await startKnot(folder, config, text);
    },
  };
}

async function startKnot(folder: string, config: string, text: (port: number) => string): Promise<Served> {
  const port = await freePort();
  writeFileSync(config, text(port));
  const child = spawn("knotd", ["-c", config], { stdio: ["ignore", "ignore", "pipe"] });
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      said.push(line);
      if (/DNSSEC, (successfully signed|zone is up-to-date)/.test(line)) resolve();
      if (/\berror:/.test(line)) reject(new Error(said.join("\n")));
    });
    child.once("exit", () => reject(new Error(said.join("\n"))));
  });
  return {
    port,
    stop: async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
      rmSync(join(folder, "db/journal"), { recursive: true, force: true });
    },
  };
}

/** It keeps the DNSKEY that stand in the zone, and signs with its own. */
const KNOT = `server:
  listen: 127.0.0.1@PORT
  rundir: FOLDER
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
database:
  storage: FOLDER/db
log:
  - target: stderr
    any: info
policy:
  - id: both
    manual: on
    dnskey-management: incremental
    delete-delay: 1d
    cds-cdnskey-publish: none
template:
  - id: default
    storage: FOLDER
    zonefile-sync: -1
    journal-content: none
    zonefile-load: whole
    dnssec-signing: on
    dnssec-policy: both
zone:
  - domain: example.test.
`;

interface BindKey {
  /** Of its files, without their endings. */
  readonly name: string;
  readonly key: PolicyKey;
}

function keysIn(folder: string): BindKey[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".key"))
    .map((name) => {
      const read = parsePublicKey(readFileSync(join(folder, name), "latin1"));
      if ("fault" in read) throw new Error(read.fault);
      const signs = read.key.flags === 257 ? "keys" : "zone";
      return {
        name: name.slice(0, -".key".length),
        key: { ...read.key, signs, isPublished: true, isWanted: false } as const,
      };
    });
}

function dnskeyLine(key: PolicyKey): string {
  return `${printRecord({ owner: CHILD, type: DNSKEY, ttl: 300, rdata: dnskeyOf(key) })}\n`;
}
