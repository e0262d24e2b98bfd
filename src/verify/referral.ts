import { isAtOrBelow, type Name } from "../../dns/name.ts";
import { A, AAAA, DS } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { nodeAt, type ZoneModel, type ZoneNode } from "./zone-model.ts";

/** Another zone's name: no authority, the NS records, and the addresses without which it cannot be reached. */
export interface Referral {
  readonly outcome: "referral";
  readonly ns: readonly ZoneRecord[];
  /** Addresses of nameservers within the delegated zone, which must be there (RFC 9471 §3.1). */
  readonly glue: readonly ZoneRecord[];
  /** Addresses of its other nameservers that this zone has, which may be there (RFC 9471 §3.2). */
  readonly siblings: readonly ZoneRecord[];
  /** Out of a signed zone, to somebody who asks with DO: the DS records, or a proof that there are none (RFC 4035 §3.1.4). */
  readonly isSigned: boolean;
  /** With their signatures; none where the zone is not signed or was not asked for them. */
  readonly ds: readonly ZoneRecord[];
}

/** The referral at a zone cut; `dnssec` where DO was set. */
export function refer(model: ZoneModel, cut: ZoneNode, ns: readonly ZoneRecord[], dnssec: boolean): Referral {
  const glue: ZoneRecord[] = [];
  const siblings: ZoneRecord[] = [];
  for (const { rdata } of ns) {
    const target = rdata as Name; // rdata of NS is a name
    (isAtOrBelow(target, cut.name) ? glue : siblings).push(...addressesOf(model, target));
  }
  const isSigned = dnssec && model.isSigned;
  const ds = isSigned ? [...(cut.rrsets.get(DS) ?? []), ...(cut.signatures.get(DS) ?? [])] : [];
  return { outcome: "referral", ns, glue, siblings, isSigned, ds };
}

function addressesOf(model: ZoneModel, name: Name): readonly ZoneRecord[] {
  const rrsets = nodeAt(model, name)?.rrsets;
  return [...(rrsets?.get(A) ?? []), ...(rrsets?.get(AAAA) ?? [])];
}
