import type { FlatRecords } from "../flat-records.ts";
import { MAX_NAME_LENGTH, type Name } from "../name.ts";
import { CDNSKEY, CDS, CSYNC, DNSKEY, NSEC, NSEC3, NSEC3PARAM, RRSIG } from "../type-numbers.ts";
import { typeName } from "../types.ts";
import { publicKeyFault, whyNotSign } from "./algorithms.ts";
import { soaOf } from "./apex-soa.ts";
import { tagOf } from "./key-records.ts";
import { nameLength } from "./names-in-place.ts";
import type { SigningPolicy } from "./policy.ts";

/**
 * Why a zone cannot be signed as its policy says, whatever the private keys; undefined where it can. A sentence without
 * its final stop.
 */
export function whyUnsignable(origin: Name, records: FlatRecords, policy: SigningPolicy): string | undefined {
  const fault = policyFault(policy);
  if (fault !== undefined) return fault;
  if (soaOf(origin, records) === undefined) return "it has not one SOA at its apex";
  if (policy.denial === "nsec3" && origin.length + HASH_LABEL > MAX_NAME_LENGTH)
    return "its name leaves no room for the hashes of NSEC3";
  for (let row = 0; row < records.count; row++) {
    const type = records.types[row]!;
    if (MADE.has(type) && !(OF_OTHERS.has(type) && isBelow(origin, records, row)))
      return `it has ${typeName(type)} already, which whoever signs it makes`;
  }
  return undefined;
}

/** Why nothing can be signed by a policy. */
function policyFault({ keys }: SigningPolicy): string | undefined {
  const tags = new Set<string>();
  for (const key of keys) {
    const tag = tagOf(key);
    const why = key.signs === "none" ? undefined : whyNotSign(key.algorithm);
    if (why !== undefined) return `key ${tag} cannot sign: ${why}`;
    const fault = key.signs === "none" ? undefined : publicKeyFault(key.algorithm, key.publicKey);
    if (fault !== undefined) return `key ${tag} is not right: ${fault}`;
    // Nobody could tell whose signature it is, and RRSIGs would have no order.
    if (tags.has(`${key.algorithm}+${tag}`)) return `two keys have the tag ${tag}`;
    tags.add(`${key.algorithm}+${tag}`);
  }
  for (const what of ["keys", "zone"] as const) {
    if (keys.some(({ signs }) => signs === "all" || signs === what)) continue;
    return what === "keys" ? "no key signs DNSKEY" : "no key signs the records of the zone";
  }
  return undefined;
}

/** What a signer makes, at whatever name. */
const MADE: ReadonlySet<number> = new Set([RRSIG, NSEC, NSEC3, NSEC3PARAM, DNSKEY, CDS, CDNSKEY, CSYNC]);

/** Below the apex they say something of another zone (RFC 9615 §3). */
const OF_OTHERS: ReadonlySet<number> = new Set([CDS, CDNSKEY]);

function isBelow(origin: Name, { names, owners }: FlatRecords, row: number): boolean {
  return nameLength(names, owners[row]!) > origin.length;
}

const HASH_LABEL = 33; // 160 bits in Base32, and the length
