import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { writeLargeZoneFile } from "./generate.ts";
import { measure } from "./measure.ts";
import { type Case, runCases } from "./rounds.ts";
import { bundleShipped } from "./shipped.ts";
import type { SigningParts } from "./sign-file.ts";

const ORIGIN = "large.example.";
const RECORDS = 50_000; // nearly all are RRsets of their own, and each owner has an NSEC: 100,000 signatures

/** The processor that all are bound to. */
const ONE_CORE = ["taskset", "-c", "1"];

/**
 * One zone of 50,000 records signed by ours, ldns, BIND and Knot, with one key for all (CSK) that signs the same RRsets; on one
 * core each, from zone file to zone file. Ours is taken apart, for a server signs what it has in memory.
 */
export async function signBench(): Promise<void> {
  process.env.PATH = [process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter);
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-sign-"));
  try {
    const { signFile } = await bundleShipped(join(folder, "bundles"));
    const zoneFile = join(folder, "zone");
    await writeLargeZoneFile(zoneFile, ORIGIN, RECORDS);
    for (const algorithm of ["ECDSAP256SHA256", "ED25519"])
      await compare(folder, zoneFile, algorithm, signFile);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(folder: string, zoneFile: string, algorithm: string, signFile: string): Promise<void> {
  const own = join(folder, algorithm);
  await mkdir(own);
  const run = promisify(execFile);
  const made = await run("dnssec-keygen", ["-q", "-a", algorithm, "-f", "KSK", ORIGIN], { cwd: own });
  const key = join(own, made.stdout.trim());
  const parts: SigningParts[] = [];
  const ours = async () => {
    const report = join(own, "parts");
    const words = [ORIGIN, zoneFile, own, join(own, "ours"), report];
    const measured = await measure([...ONE_CORE, process.execPath, "--no-warnings", signFile, ...words]);
    parts.push(JSON.parse(readFileSync(report, "utf8")));
    return measured;
  };
  const ldns = ["ldns-signzone", "-b", "-o", ORIGIN, "-f", join(own, "ldns"), zoneFile, key];
  const bind = [
    "dnssec-signzone",
    "-q",
    "-n",
    "1",
    "-S",
    "-z",
    "-d",
    own,
    "-K",
    own,
    "-o",
    ORIGIN,
    "-f",
    join(own, "bind"),
    zoneFile,
  ];
  const cases: Case[] = [
    ["zonepipe", ours],
    ["ldns-signzone", () => measure([...ONE_CORE, ...ldns])],
    ["dnssec-signzone", () => measure([...ONE_CORE, ...bind])],
    ["kzonesign", await knot(own, zoneFile, algorithm)],
  ];
  console.log(`\n## ${algorithm}\n`);
  const medians = await runCases(cases);
  const [first, ...others] = [...medians].map(
    ([name, { processor }]) => [name, processor ?? Number.NaN] as const,
  );
  for (const [name, time] of others) {
    console.log(`Of the processor, zonepipe takes ${(first![1] / time).toFixed(2)} times what ${name} does`);
  }
  const { read, sign, write, signatures, slowBecause } = parts.toSorted((a, b) => a.sign - b.sign)[
    parts.length >> 1
  ]!;
  const seconds = [read, sign, write].map((part) => part.toFixed(2));
  console.log(
    `zonepipe: ${signatures} signatures; read ${seconds[0]} s, sign ${seconds[1]} s, write ${seconds[2]} s of the processor`,
  );
  if (slowBecause !== undefined) console.log(`Signed without OpenSSL: ${slowBecause}`);
}

/** Knot takes its keys from a database, so it makes its own. */
async function knot(own: string, zoneFile: string, algorithm: string): Promise<Case[1]> {
  const run = promisify(execFile);
  const [config, keys, out] = [join(own, "knot.conf"), join(own, "keys"), join(own, "knot")];
  await mkdir(keys);
  await mkdir(out);
  await writeFile(
    config,
    `server:
  rundir: "${own}"
database:
  storage: "${keys}"
policy:
  - id: csk
    algorithm: ${algorithm.toLowerCase()}
    single-type-signing: on
    signing-threads: 1
zone:
  - domain: ${ORIGIN}
    file: "${zoneFile}"
    dnssec-signing: on
    dnssec-policy: csk
`,
  );
  await run("keymgr", [
    "-c",
    config,
    ORIGIN,
    "generate",
    `algorithm=${algorithm.toLowerCase()}`,
    "ksk=yes",
    "zsk=yes",
  ]);
  return () => measure([...ONE_CORE, "kzonesign", "-c", config, "-o", out, ORIGIN]);
}
