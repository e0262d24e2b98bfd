import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { benchQuery } from "./bench-query.ts";
import { startServer } from "./start-server.ts";
import { askSteadily } from "./steady-client.ts";

const ORIGIN = "bench.example.";
const PER_SECOND = 10_000; // fifty times the limit
const SECONDS = 2;

/** Of each kind the question that an attacker would choose: with EDNS where that makes the answer larger. */
const KINDS: readonly (readonly [title: string, name: string, type: string, edns: boolean])[] = [
  ["an address, unsigned", `www.${ORIGIN}`, "A", false],
  ["an address, signed", `www.${ORIGIN}`, "A", true],
  ["a large TXT", `large.${ORIGIN}`, "TXT", true],
  ["DNSKEY", ORIGIN, "DNSKEY", true],
  ["ANY", ORIGIN, "ANY", true],
  ["a name that is not there, signed", `nothing.${ORIGIN}`, "A", true],
  ["a referral, signed", `www.sub.${ORIGIN}`, "A", true],
  ["a zone that is not there", "other.example.", "A", true],
];

const CASES: readonly (readonly [title: string, options: readonly string[]])[] = [
  ["limits off", ["--rrl-rate", "0"]],
  ["on, slip 1", ["--rrl-allow", "none", "--rrl-log-only", "no"]],
  ["on, slip 2", ["--rrl-allow", "none", "--rrl-log-only", "no", "--rrl-slip", "2"]],
  ["off, 512 without a cookie", ["--rrl-rate", "0", "--nocookie-udp-size", "512"]],
];

/** Octets out for one octet in, of the messages alone: kind by kind, from a prefix of its own that asks 10,000 times a second. */
export async function amplificationBench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-bench-"));
  try {
    await writeSignedZone(folder);
    const columns = [];
    for (const [, options] of CASES) columns.push(await factors(folder, options));
    console.log(
      `\n| | ${CASES.map(([title]) => title).join(" | ")} |\n| --- | ${CASES.map(() => "---").join(" | ")} |`,
    );
    for (const [index, [title]] of KINDS.entries()) {
      console.log(`| ${title} | ${columns.map((column) => column[index]!.toFixed(1)).join(" | ")} |`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the zone, signed with NSEC3 by BIND's tools (Debian's package bind9-utils). */
async function writeSignedZone(folder: string): Promise<void> {
  const run = promisify(execFile);
  const keys = mkdtempSync(join(tmpdir(), "zonepipe-bench-keys-"));
  const large = Array.from({ length: 4 }, () => `"${"x".repeat(250)}"`).join(" ");
  const records = ["www A 192.0.2.2", `large TXT ${large}`, "sub NS ns.sub", "ns.sub A 192.0.2.3"].join("\n");
  const head = "$TTL 300\n@ SOA ns host 1 7200 3600 1209600 300\n@ NS ns\nns A 192.0.2.1\n";
  try {
    writeFileSync(join(keys, "zone"), `${head}${records}\n`);
    const keygen = ["-q", "-a", "ECDSAP256SHA256", ORIGIN];
    await run("dnssec-keygen", ["-f", "KSK", ...keygen], { cwd: keys });
    await run("dnssec-keygen", keygen, { cwd: keys });
    const signed = join(folder, `${ORIGIN}zone`);
    const sign = ["-q", "-S", "-3", "-", "-H", "0", "-O", "full", "-o", ORIGIN, "-f", signed, "zone"];
    await run("dnssec-signzone", sign, { cwd: keys });
  } finally {
    rmSync(keys, { recursive: true, force: true });
  }
}

async function factors(folder: string, options: readonly string[]): Promise<readonly number[]> {
  const { port, stop } = await startServer(folder, options);
  try {
    const found: number[] = [];
    for (const [index, [, name, type, edns]] of KINDS.entries()) {
      const queries = [benchQuery(name, type, edns ? { do: true, options: [] } : undefined)];
      const from = `127.3.${index}.1`;
      const { octetsIn, octetsOut } = await askSteadily({
        from,
        port,
        queries,
        perSecond: PER_SECOND,
        seconds: SECONDS,
      });
      found.push(octetsOut / octetsIn);
    }
    return found;
  } finally {
    await stop();
  }
}
