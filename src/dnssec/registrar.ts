import { type Name, printName } from "../../dns/name.ts";
import { DNSKEY } from "../../dns/records/dnskey.ts";
import { DS } from "../../dns/records/ds.ts";
import { delegationSigner, dnskeyOf } from "../../dns/signing/key-records.ts";
import { algorithmName } from "./algorithms.ts";
import { flagsOf, type ZoneKey } from "./zone-keys.ts";

/** What a registrar wants to know of a key, in the two forms that they ask for. */
export interface RegistrarKey {
  /** The DS record's data as a zone file has it. */
  readonly ds: string;
  /** The DNSKEY record's data as a zone file has it. */
  readonly dnskey: string;
  readonly digest: string;
}

/** The forms of a key for a registrar. */
export function registrarKey(zone: Name, key: ZoneKey): RegistrarKey {
  const half = { flags: flagsOf(key.role), algorithm: key.algorithm, publicKey: key.publicKey };
  const ds = DS.print(delegationSigner(zone, half));
  return { ds, dnskey: DNSKEY.print(dnskeyOf(half)), digest: ds.split(" ")[3]! };
}

/** The same as lines for a person to type from: registrars ask for one of the two. */
export function registrarLines(zone: Name, key: ZoneKey): string[] {
  const { ds, dnskey, digest } = registrarKey(zone, key);
  const name = algorithmName(key.algorithm);
  return [
    "As DS:",
    `  key tag      ${key.tag}`,
    `  algorithm    ${key.algorithm} (${name})`,
    "  digest type  2 (SHA-256)",
    `  digest       ${digest}`,
    "As DNSKEY, where the registrar makes the DS itself:",
    `  flags        ${flagsOf(key.role)} (a key that signs keys: KSK or CSK)`,
    "  protocol     3",
    `  algorithm    ${key.algorithm} (${name})`,
    `  public key   ${Buffer.from(key.publicKey, "latin1").toString("base64")}`,
    "As records:",
    `  ${printName(zone)} IN DS ${ds}`,
    `  ${printName(zone)} IN DNSKEY ${dnskey}`,
  ];
}
