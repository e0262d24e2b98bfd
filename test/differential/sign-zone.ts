import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { MAX_NAME_LENGTH } from "../../dns/name.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { sortRecords } from "../../dns/zone-file/print.ts";
import { KEY } from "./fixed-key.ts";
import { printPlainName, printZone } from "./print-zone.ts";
import { namesOf } from "./record-key.ts";
import type { Signing } from "./universe.ts";

/**
 * The zone as the signer leaves it, the same one in every run: the key is always the same (and no secret), for key tags and
 * signatures are among what the questions are drawn from.
 */
export async function signZone(
  { origin: apex, records: unsigned }: Zone,
  { by, denial }: { readonly by: Exclude<Signing["by"], "zonepipe"> } & Pick<Signing, "denial">,
): Promise<Zone> {
  const zone = {
    origin: apex,
    records: unsigned
      .filter(({ type }) => !SIGNERS_OWN.has(type))
      // A signer limits the TTL of a signature to its life (RFC 4034 §3.1.4 says otherwise), so shorten it for all.
      .map((record) => ({ ...record, ttl: Math.min(record.ttl, LONGEST_TTL) })),
  };
  const folder = mkdtempSync(join(tmpdir(), "differential-signer-"));
  try {
    const origin = printPlainName(zone.origin);
    const dnskey = `${origin} 300 IN DNSKEY 257 3 ${ED25519} ${KEY.publicText}\n`;
    writeFileSync(join(folder, "zone"), `${printZone(zone)}${dnskey}`);
    writeFileSync(join(folder, "key.key"), dnskey);
    writeFileSync(
      join(folder, "key.private"),
      `Private-key-format: v1.3\nAlgorithm: ${ED25519} (ED25519)\nPrivateKey: ${KEY.seedText}\n`,
    );
    // ldns-signzone 1.8 writes some octets of names without the escapes that they need.
    const signer = zone.records.every(hasPlainNames) ? by : "dnssec-signzone";
    // dnssec-signzone hashes a wildcard below every name, whether there is room for it or not.
    const chain = zone.records.every(({ owner }) => owner.length + 2 <= MAX_NAME_LENGTH) ? denial : "nsec";
    const args = signer === "ldns-signzone" ? LDNS[chain] : BIND[chain];
    await promisify(execFile)(signer, [...args, "-o", origin, "-f", "signed", "zone", "key"], {
      cwd: folder,
    });
    const { records, problems } = parseZoneFile({
      file: "signed",
      bytes: readFileSync(join(folder, "signed")),
    });
    if (problems.length > 0) throw new Error(`Cannot read what ${signer} signed: ${problems[0]!.message}`);
    return { origin: apex, records: sortRecords(records) }; // dnssec-signzone writes them in an order of its own each time
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** DNSKEY, NSEC, NSEC3PARAM and ZONEMD, which a signer makes or refuses. */
const SIGNERS_OWN: ReadonlySet<number> = new Set([48, 47, 51, 63]);

const LONGEST_TTL = 86400;
const ED25519 = 15; // RFC 8080

// Valid for a long time on both sides, and the same in every run.
const LDNS_TIMES = ["-i", "20200101000000", "-e", "20400101000000"];
const LDNS: { readonly [denial in Signing["denial"]]: readonly string[] } = {
  nsec: LDNS_TIMES,
  nsec3: [...LDNS_TIMES, "-n", "-t", "0"],
  "opt-out": [...LDNS_TIMES, "-n", "-p", "-t", "5", "-s", "aabbccdd"],
};

const BIND_TIMES = ["-s", "20200101000000", "-e", "20400101000000", "-P", "-z", "-q", "-O", "full"];
const BIND: { readonly [denial in Signing["denial"]]: readonly string[] } = {
  nsec: BIND_TIMES,
  nsec3: [...BIND_TIMES, "-3", "-", "-H", "0"],
  "opt-out": [...BIND_TIMES, "-3", "aabbccdd", "-H", "5", "-A"],
};

function hasPlainNames(record: ZoneRecord): boolean {
  return namesOf(record).every((name) => !printPlainName(name).includes("\\"));
}
