import {
  type PolicyKey,
  parsePolicy,
  printPolicy,
  SIGNING_POLICY,
  type SigningPolicy,
} from "../../dns/signing/policy.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { flagsOf, isPublished, isSigning, type ZoneKey, type ZoneKeys } from "./zone-keys.ts";

/** What the record says by which a nameserver of ours signs the zone. The same keys give the same policy. */
export function policyOf(zone: ZoneKeys): SigningPolicy {
  const { counter, base, windows, denial, ttl, cds, csync, keys } = zone;
  return {
    counter,
    base,
    windows,
    denial,
    ttl,
    keys: keys.map((key) => policyKeyOf(key, zone)),
    isLeaving: cds === "delete",
    csync,
  };
}

/** The record that a zone has at its apex to be signed so. */
export function policyRecord({ origin }: Pick<Zone, "origin">, keys: ZoneKeys): ZoneRecord {
  return { owner: origin, type: SIGNING_POLICY, ttl: keys.ttl, rdata: printPolicy(policyOf(keys)) };
}

/**
 * How a zone is to be signed; undefined where its records do not say so, or not in a form that is known here.
 *
 * @param records of the zone; the record at its apex counts
 */
export function policyIn({ origin, records }: Zone): SigningPolicy | undefined {
  for (const { type, owner, rdata } of records) {
    if (type !== SIGNING_POLICY || owner.length !== origin.length) continue;
    const policy = parsePolicy(rdata);
    return "fault" in policy ? undefined : policy;
  }
  return undefined;
}

function policyKeyOf(key: ZoneKey, { cds }: ZoneKeys): PolicyKey {
  const { algorithm, publicKey, role, ds } = key;
  return {
    flags: flagsOf(role),
    algorithm,
    publicKey,
    signs: isSigning(key) ? SIGNS[role] : "none",
    isPublished: isPublished(key),
    isWanted: cds === "keys" && (ds === "wanted" || ds === "seen"),
  };
}

const SIGNS = { csk: "all", ksk: "keys", zsk: "zone" } as const satisfies {
  [role in ZoneKey["role"]]: PolicyKey["signs"];
};
