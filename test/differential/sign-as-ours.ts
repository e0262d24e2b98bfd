import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MAX_NAME_LENGTH, type Name } from "../../dns/name.ts";
import { plainSigner } from "../../dns/signing/plain-signer.ts";
import { octetsOf } from "../../dns/wire.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { sortRecords } from "../../dns/zone-file/print.ts";
import { readServedZone } from "../../server/tables/compile/restage.ts";
import { load } from "../../server/zones/load.ts";
import type { ZoneSigning } from "../../server/zones/zone-signing.ts";
import { type PolicyChanges, zoneToSign } from "../signing/written-zone.ts";
import { KEY } from "./fixed-key.ts";
import { printPlainName, printZone } from "./print-zone.ts";
import type { FinishedZone, Signing } from "./universe.ts";

/**
 * The zone as `server.js sign` writes it, for all, and the file that it is made of, for ours. The window is one that has not come yet
 * and is the policy's first, so the signatures are the same in every run.
 */
export function signAsOurs({ origin, records: all }: Zone, denial: Signing["denial"]): FinishedZone {
  const zone = { origin, records: all.filter(({ type }) => !MADE.has(type)) };
  // NSD 4.6.1 hashes a wildcard below every name, whether there is room for it or not, and crashes.
  const hasRoom = zone.records.every(({ owner }) => owner.length + 2 <= MAX_NAME_LENGTH);
  const how: PolicyChanges = {
    keys: [
      {
        ...{
          flags: 257,
          algorithm: ED25519,
          publicKey: Buffer.from(KEY.publicText, "base64").toString("latin1"),
        },
        ...{ signs: "all", isPublished: true, isWanted: true },
      },
    ],
    ...{ base: WINDOW, windows: 1, denial: denial === "nsec" || !hasRoom ? "nsec" : "nsec3" },
  };
  const toSign = printZone(zoneToSign(zone, how));
  return { origin, records: sortRecords(sign(origin, toSign)), toSign };
}

/** What a signer makes: RRSIG, NSEC, DNSKEY, NSEC3, NSEC3PARAM, CDS, CDNSKEY, CSYNC and ZONEMD. */
const MADE: ReadonlySet<number> = new Set([46, 47, 48, 50, 51, 59, 60, 62, 63]);
const ED25519 = 15; // RFC 8080
const WINDOW = 3200; // in 2031

/** How a server that has our key signs these zones. */
export const WITH_OUR_KEY: ZoneSigning = {
  ...{ kind: "now", window: WINDOW, by: "OpenSSL" },
  signerOf: () => plainSigner(ED25519, KEY.privateKey),
};

function sign(origin: Name, text: string): ZoneRecord[] {
  const folder = mkdtempSync(join(tmpdir(), "differential-signer-"));
  try {
    const [file, manifest] = [join(folder, "zone"), join(folder, "manifest.json")];
    writeFileSync(file, text, "latin1");
    writeFileSync(manifest, JSON.stringify({ [printPlainName(origin)]: file }));
    const result = load(manifest, undefined, undefined, WITH_OUR_KEY);
    if (result.kind !== "loaded" || result.loaded.zones.length === 0)
      throw new Error(`Cannot sign a zone: ${result.problems[0]?.message}`);
    const records: ZoneRecord[] = [];
    readServedZone(result.loaded.tables, 0, ({ wire, ownerLength, rdataStart, rdataEnd, type, ttl }) => {
      const owner = octetsOf(wire, 0, ownerLength) as Name; // names in tables are whole
      records.push({ owner, type, ttl, rdata: octetsOf(wire, rdataStart, rdataEnd) });
    });
    return records;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
