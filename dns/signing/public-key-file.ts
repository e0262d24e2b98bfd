import { keyOf, labelsOf, type Name, ROOT } from "../name.ts";
import { decode } from "../records/index.ts";
import { DNSKEY } from "../type-numbers.ts";
import { parseZoneFile } from "../zone-file/parse.ts";
import { printRecord } from "../zone-file/print.ts";
import type { KeyFault } from "./key-fault.ts";
import { dnskeyOf, tagOf, type ZoneKey } from "./key-records.ts";

/** The name of a key's files without their ending, as BIND's tools make it: `Kexample.com.+013+12345`. */
export function keyFileName(zone: Name, key: ZoneKey): string {
  const name = labelsOf(keyOf(zone)).map((label) => `${label.replace(/[^a-z0-9_-]/g, escaped)}.`);
  return `K${name.join("") || "."}+${String(key.algorithm).padStart(3, "0")}+${String(tagOf(key)).padStart(5, "0")}`;
}

/** The text of the `.key` file: the DNSKEY record, with a comment that says what for. */
export function printPublicKey(zone: Name, key: ZoneKey, ttl: number): string {
  const what = key.flags === 257 ? "key-signing" : "zone-signing";
  const record = printRecord({ owner: zone, type: DNSKEY, ttl, rdata: dnskeyOf(key) });
  return `; This is a ${what} key, keyid ${tagOf(key)}.\n${record}\n`;
}

/**
 * Reads a `.key` file: one DNSKEY record and comments. A fault is a sentence without its subject and final stop; of a
 * public key it may tell.
 */
export function parsePublicKey(text: string): { readonly zone: Name; readonly key: ZoneKey } | KeyFault {
  const { records, problems } = parseZoneFile({
    file: "key",
    bytes: Buffer.from(text),
    origin: ROOT,
    defaultTtl: 3600,
  });
  const [record, more] = records;
  if (problems[0] !== undefined) return { fault: `cannot be read: ${problems[0].message}` };
  if (record?.type !== DNSKEY || more !== undefined) return { fault: "is not one DNSKEY record" };
  const data = decode(DNSKEY, record.rdata);
  if (data.type !== "DNSKEY") return { fault: "is not one DNSKEY record" };
  const { flags, algorithm, public_key: publicKey } = data;
  if (flags !== 256 && flags !== 257) return { fault: `has the flags ${flags}; expected 256 or 257` };
  return { zone: record.owner, key: { flags, algorithm, publicKey } };
}

function escaped(octet: string): string {
  return `%${octet.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`;
}
