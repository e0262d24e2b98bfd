import { SOA } from "../../../dns/type-numbers.ts";
import { coveredType } from "./covered-type.ts";
import { STAGED, STAGED_FIRST, type StagedZone, type Staging } from "./staging.ts";

/**
 * The zone is signed: its SOA has an RRSIG. Without that no negative answer can be proved. Knot asks the same, NSD for
 * the RRSIG of DNSKEY, BIND for DNSKEY and NSEC at the apex; every zone that a signer made has all of these. In any
 * other zone DNSSEC records are data like the rest, and no answer has them unasked.
 */
export function isSigned(staging: Staging, { apex }: StagedZone): boolean {
  let record = staging.nodes[apex * STAGED + STAGED_FIRST]!;
  while (record >= 0 && coveredType(staging, record) !== SOA) record = staging.next[record]!;
  return record >= 0;
}
