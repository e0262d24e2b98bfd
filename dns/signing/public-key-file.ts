import { keyOf, labelsOf, type Name } from "../name.ts";
import { DNSKEY } from "../type-numbers.ts";
import { printRecord } from "../zone-file/print.ts";
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

function escaped(octet: string): string {
  return `%${octet.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`;
}
