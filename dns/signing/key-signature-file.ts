import { keyOf, type Name, printName } from "../name.ts";
import type { Problem } from "../problem.ts";
import { CDNSKEY, CDS, DNSKEY, RRSIG } from "../type-numbers.ts";
import type { Octets } from "../wire.ts";
import { parseZoneFile } from "../zone-file/parse.ts";
import { printRecord } from "../zone-file/print.ts";

/** The file with signatures over a zone's keys that were made beforehand, which stands beside that of the zone: `example.com.signatures`. */
export function keySignatureFileOf(zoneFile: string): string {
  return `${zoneFile.replace(/\.zone$/, "")}${KEY_SIGNATURES}`;
}

/** How the name of such a file ends. */
export const KEY_SIGNATURES = ".signatures";

/** The text of such a file: a zone file of RRSIG records. The same signatures give the same text. */
export function printKeySignatures(zone: Name, ttl: number, rrsigs: readonly Octets[]): string {
  const lines = rrsigs.map((rdata) => printRecord({ owner: zone, type: RRSIG, ttl, rdata }));
  return [
    `; signatures over the keys of ${printName(zone)}, made beforehand by \`zonepipe dnssec sign-keys\``,
    ...lines,
    "",
  ].join("\n");
}

/** The data of the RRSIG records in such a file, and what is wrong with it. */
export function readKeySignatures(
  file: string,
  bytes: Uint8Array,
  zone: Name,
): { readonly rrsigs: readonly Octets[]; readonly problems: readonly Problem[] } {
  const { records, problems } = parseZoneFile({ file, bytes, origin: zone, defaultTtl: 3600 });
  const isOther = records.some(
    ({ owner, type, rdata }) =>
      type !== RRSIG ||
      keyOf(owner) !== keyOf(zone) ||
      !OF_KEYS.has((rdata.charCodeAt(0) << 8) | rdata.charCodeAt(1)),
  );
  const other: Problem = {
    ...{ file, line: 1, column: 1, severity: "error", rule: "key-signatures" },
    message: `It has something else than signatures over DNSKEY, CDS and CDNSKEY of ${printName(zone)}`,
    help: "Leave this file to `zonepipe dnssec sign-keys`.",
  };
  return { rrsigs: records.map(({ rdata }) => rdata), problems: isOther ? [...problems, other] : problems };
}

const OF_KEYS: ReadonlySet<number> = new Set([DNSKEY, CDS, CDNSKEY]);
