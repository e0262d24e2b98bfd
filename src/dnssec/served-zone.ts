import { keyOf, type Name } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { parsePolicy, SIGNING_POLICY, type SigningPolicy } from "../../dns/signing/policy.ts";
import { isOfSigning } from "../../dns/signing-types.ts";
import { CDNSKEY, CDS, CSYNC, RRSIG, SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { policyIn } from "./policy.ts";
import { fileSerial, lastReserved, windowOfSignature } from "./served-serial.ts";

/** What of a release shows where a zone is answered that our nameservers sign. */
export interface ServedRelease {
  /** The serial of the zone's file: it is the same for all who have the release, whatever they answer. */
  readonly file: number;
  /** The serial that is answered. */
  readonly served: number;
  /** The window whose signatures are answered. */
  readonly window: number;
  /** The greatest serial that the release reserves. */
  readonly last: number;
}

/**
 * Finds the release that somebody answers, by its SOA, the signature over that, and the record that says how the zone is
 * signed; undefined where one of them is not there. The signature tells the window, so no clock is asked, and a secondary
 * that is weeks behind is known as well as a machine that turns early.
 */
export function releaseIn(origin: Name, records: readonly ZoneRecord[]): ServedRelease | undefined {
  const apex = keyOf(origin);
  let served: number | undefined;
  let window: number | undefined;
  let policy: SigningPolicy | undefined;
  for (const { owner, type, rdata } of records) {
    if (keyOf(owner) !== apex) continue;
    if (type === SIGNING_POLICY) {
      const parsed = parsePolicy(rdata);
      if (!("fault" in parsed)) policy = parsed;
    } else if (type === SOA || type === RRSIG) {
      const data = decode(type, rdata);
      if (data.type === "SOA") served = data.serial;
      else if (data.type === "RRSIG" && data.type_covered === SOA)
        window ??= windowOfSignature(data.signature_inception);
    }
  }
  if (served === undefined || window === undefined || policy === undefined) return undefined;
  const file = fileSerial(served, policy, window);
  return { file, served, window, last: lastReserved(file, policy) };
}

/**
 * The records of a zone without what a nameserver makes that signs it, and without digests: as it stands in git. Of a
 * zone that none of ours signs, all of them.
 */
export function asWritten<R extends ZoneRecord>(origin: Name, records: readonly R[]): readonly R[] {
  const policy = policyIn({ origin, records });
  if (policy === undefined) return records;
  const apex = keyOf(origin);
  return records.filter(({ type, owner }) => {
    if (type === ZONEMD || type === CDS || type === CDNSKEY) return keyOf(owner) !== apex;
    return !isOfSigning(type) && (type !== CSYNC || !policy.csync);
  });
}
