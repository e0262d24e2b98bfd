import { nameLength } from "../../dns/signing/names-in-place.ts";
import { RRSIG, ZONEMD } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { CONTENT } from "../../dns/zonemd.ts";

/** A record whose octets are not known here in whole, for they depend on a private key. */
interface StandIn extends ZoneRecord {
  readonly isStandIn: true;
}

/** Marks a record that a signer makes: of signatures, and of the digest over them, the form alone is known here. */
export function asStandIn(record: ZoneRecord): ZoneRecord {
  if (record.type !== RRSIG && record.type !== ZONEMD) return record;
  const standIn: StandIn = { ...record, isStandIn: true };
  return standIn;
}

/** The record is one of those. */
export function isStandIn(record: ZoneRecord): boolean {
  return "isStandIn" in record;
}

/**
 * What is known of the data of a record beforehand: of RRSIG all but the signature and how long that is (RFC 4034 §3.1), of ZONEMD all but
 * the digest (RFC 8976 §2.2), of others all.
 */
export function formOf({ type, rdata }: ZoneRecord): Octets {
  // That of what stands in git depends on no key.
  if (type === ZONEMD && rdata.charCodeAt(4) !== CONTENT)
    return `${rdata.slice(0, ZONEMD_FIXED)} ${rdata.length}` as Octets; // for comparing alone
  if (type !== RRSIG) return rdata;
  const signer = nameLength(Buffer.from(rdata, "latin1"), RRSIG_FIXED);
  return `${rdata.slice(0, RRSIG_FIXED + signer)} ${rdata.length}` as Octets; // likewise
}

const RRSIG_FIXED = 18; // octets before the signer's name
const ZONEMD_FIXED = 6; // octets before the digest
