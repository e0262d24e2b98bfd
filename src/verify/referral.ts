import { isAtOrBelow, type Name } from "../../dns/name.ts";
import { A } from "../../dns/records/a.ts";
import { AAAA } from "../../dns/records/aaaa.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { nodeAt, type ZoneModel } from "./zone-model.ts";

/** Another zone's name: no authority, the NS records, and the addresses without which it cannot be reached. */
export interface Referral {
  readonly outcome: "referral";
  readonly ns: readonly ZoneRecord[];
  /** Addresses of nameservers within the delegated zone, which must be there (RFC 9471 §3.1). */
  readonly glue: readonly ZoneRecord[];
  /** Addresses of its other nameservers that this zone has, which may be there (RFC 9471 §3.2). */
  readonly siblings: readonly ZoneRecord[];
}

/** The referral at a zone cut. */
export function refer(model: ZoneModel, cut: Name, ns: readonly ZoneRecord[]): Referral {
  const targets = ns.map(({ rdata }) => rdata as Name); // rdata of NS is a name
  return {
    outcome: "referral",
    ns,
    glue: targets
      .filter((target) => isAtOrBelow(target, cut))
      .flatMap((target) => addressesOf(model, target)),
    siblings: targets
      .filter((target) => !isAtOrBelow(target, cut))
      .flatMap((target) => addressesOf(model, target)),
  };
}

function addressesOf(model: ZoneModel, name: Name): readonly ZoneRecord[] {
  const rrsets = nodeAt(model, name)?.rrsets;
  return [...(rrsets?.get(A.code) ?? []), ...(rrsets?.get(AAAA.code) ?? [])];
}
