import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { keyOf } from "../../dns/name.ts";
import { printBindPrivateKey } from "../../dns/signing/bind-private-key.ts";
import { keyFileName, printPublicKey } from "../../dns/signing/public-key-file.ts";
import { NSEC, NSEC3, RRSIG } from "../../dns/type-numbers.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { printPlainName, printZone } from "../differential/print-zone.ts";
import type { TestKey } from "./sign-with.ts";

/** The chain of denials in a signed zone: each name, in lower case, with the next and the types. */
export function chainOf({ records }: Zone): string[] {
  return records
    .filter(({ type }) => type === NSEC || type === NSEC3)
    .map((record) => printRecord({ ...record, owner: keyOf(record.owner), ttl: 0 }))
    .map((line) => line.replace(/(?<=NSEC )\S+/, (next) => next.toLowerCase()))
    .sort();
}

/** The chain that another program makes of the zone when it signs it again, with the same key in its own files. */
export async function peerChain(
  signer: "ldns-signzone" | "dnssec-signzone",
  { origin, records }: Zone,
  denial: "nsec" | "nsec3",
  { key, privateKey }: TestKey,
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-chain-"));
  try {
    const unsigned = records.filter((record) => !isMadeBySigner(record));
    await writeFile(join(folder, "zone"), printZone({ origin, records: unsigned }));
    const name = keyFileName(origin, key);
    await writeFile(join(folder, `${name}.key`), printPublicKey(origin, key, 3600));
    await writeFile(join(folder, `${name}.private`), printBindPrivateKey(privateKey));
    const args = [...OPTIONS[signer][denial], "-o", printPlainName(origin), "-f", "signed", "zone", name];
    await promisify(execFile)(signer, args, { cwd: folder });
    const bytes = await readFile(join(folder, "signed"));
    const { records: signed, problems } = parseZoneFile({ file: "signed", bytes });
    if (problems[0] !== undefined)
      throw new Error(`Cannot read what ${signer} wrote: ${problems[0].message}`);
    return chainOf({ origin, records: signed });
  } finally {
    await rm(folder, { recursive: true });
  }
}

const NSEC3PARAM = 51;

function isMadeBySigner({ type }: ZoneRecord): boolean {
  return type === RRSIG || type === NSEC || type === NSEC3 || type === NSEC3PARAM;
}

const OPTIONS = {
  "ldns-signzone": { nsec: [], nsec3: ["-n", "-t", "0"] },
  "dnssec-signzone": {
    nsec: ["-P", "-z", "-q", "-O", "full"],
    nsec3: ["-P", "-z", "-q", "-O", "full", "-3", "-", "-H", "0"],
  },
} as const;
