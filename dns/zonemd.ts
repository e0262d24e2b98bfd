import type { Collation } from "./collate.ts";
import { type FlatRecords, flatten } from "./flat-records.ts";
import type { Octets } from "./wire.ts";
import type { Zone } from "./zone.ts";
import { collateForDigest, hashCollation } from "./zonemd-hash.ts";

/** The hash of a ZONEMD record: 1 is SHA-384, 2 is SHA-512 (RFC 8976 §2.2.3). */
export type ZonemdAlgorithm = 1 | 2;

/** What the ZONEMD records at the apex say of a zone. */
export type ZonemdOutcome =
  /** There are none. */
  | { readonly outcome: "absent" }
  /** One of them has the digest of the zone. */
  | { readonly outcome: "verified" }
  /** All have a scheme or a hash that we don't know, so there is nothing to compare with. */
  | { readonly outcome: "unsupported" }
  /** None of those that we know fits the zone. The reason is a sentence without its final stop. */
  | { readonly outcome: "mismatch"; readonly reason: string };

/**
 * The digest for the ZONEMD record of a zone, scheme SIMPLE (RFC 8976 §3.3.1), over the zone as given. The ZONEMD
 * records at the apex and the RRSIGs over them are left out, and so are records outside the zone; a record that
 * stands twice counts once. Glue and what is occluded count.
 */
export function zonemdDigest(zone: Zone, algorithm: ZonemdAlgorithm): Octets {
  return flatZonemdDigest(wireOf(zone), flatten(zone.records), algorithm);
}

/** `zonemdDigest` for records without objects, as the server has them; `origin` is in wire form. */
export function flatZonemdDigest(
  origin: Uint8Array,
  records: FlatRecords,
  algorithm: ZonemdAlgorithm,
): Octets {
  return hashCollation(records, collateForDigest(origin, records), HASHES[algorithm]);
}

/** Compares a zone with the ZONEMD records at its apex (RFC 8976 §4). DNSSEC is not looked at. */
export function verifyZonemd(zone: Zone): ZonemdOutcome {
  return verifyFlatZonemd(wireOf(zone), flatten(zone.records));
}

/** `verifyZonemd` for records without objects, as the server has them; `origin` is in wire form. */
export function verifyFlatZonemd(origin: Uint8Array, records: FlatRecords): ZonemdOutcome {
  const digests = digestsAtApex(origin, records);
  if (digests.length === 0) return { outcome: "absent" };
  const known = digests.filter(isKnown);
  if (known.length === 0) return { outcome: "unsupported" };
  const serial = serialOf(origin, records);
  const reasons = new Set<string>();
  let collation: Collation | undefined;
  for (const { serial: itsSerial, algorithm, digest } of known) {
    const what = `ZONEMD with ${algorithm === 1 ? "SHA-384" : "SHA-512"}`;
    if (known.filter((other) => other.algorithm === algorithm).length > 1) {
      reasons.add(`${what} stands more than once`);
    } else if (itsSerial !== serial) {
      reasons.add(`${what} is for the serial ${itsSerial}, and the SOA has ${serial ?? "none"}`);
    } else {
      collation ??= collateForDigest(origin, records);
      const actual = hashCollation(records, collation, HASHES[algorithm]);
      if (actual === digest) return { outcome: "verified" };
      reasons.add(`${what} is ${hex(digest)}, and the digest of the zone is ${hex(actual)}`);
    }
  }
  return { outcome: "mismatch", reason: [...reasons].join("; ") };
}

/** What node:crypto calls the algorithms. */
const HASHES = { 1: "sha384", 2: "sha512" } as const satisfies { [A in ZonemdAlgorithm]: string };

const SIMPLE = 1; // the scheme, RFC 8976 §2.2.2
const SOA = 6;
const ZONEMD = 63;

/** The data of a ZONEMD record (RFC 8976 §2.2). */
interface Digest {
  readonly serial: number;
  readonly scheme: number;
  readonly algorithm: number;
  readonly digest: Octets;
}

function isKnown(digest: Digest): digest is Digest & { algorithm: ZonemdAlgorithm } {
  return digest.scheme === SIMPLE && (digest.algorithm === 1 || digest.algorithm === 2);
}

function digestsAtApex(origin: Uint8Array, records: FlatRecords): Digest[] {
  const digests: Digest[] = [];
  for (const rdata of dataAtApex(origin, records, ZONEMD)) {
    if (rdata.length < 6) continue; // without a digest; the table of types lets no such record through
    const digest = rdata.toString("latin1", 6);
    digests.push({ serial: rdata.readUInt32BE(0), scheme: rdata[4]!, algorithm: rdata[5]!, digest });
  }
  return digests;
}

/** The serial of the SOA; undefined when there is none, or several that differ. */
function serialOf(origin: Uint8Array, records: FlatRecords): number | undefined {
  const serials = new Set<number>();
  for (const rdata of dataAtApex(origin, records, SOA)) {
    if (rdata.length >= 22) serials.add(rdata.readUInt32BE(rdata.length - 20)); // five numbers end the data
  }
  return serials.size === 1 ? [...serials][0] : undefined;
}

function dataAtApex(origin: Uint8Array, records: FlatRecords, type: number): Buffer[] {
  const { count, names, owners, types, rdata, starts } = records;
  const apex = keyOfOctets(origin, 0, origin.length);
  const data: Buffer[] = [];
  for (let row = 0; row < count; row++) {
    if (types[row] !== type) continue;
    const owner = owners[row]!;
    if (keyOfOctets(names, owner, owner + origin.length) !== apex) continue;
    data.push(Buffer.from(rdata.subarray(starts[row]!, starts[row + 1]!)));
  }
  return data;
}

/** Octets of a name in lower case. A longer name can't equal a whole one: that ends in a zero octet. */
function keyOfOctets(names: Uint8Array, start: number, end: number): string {
  return Buffer.from(names.subarray(start, end))
    .toString("latin1")
    .replace(/[A-Z]/g, (upper) => upper.toLowerCase());
}

function wireOf(zone: Zone): Uint8Array {
  return Buffer.from(zone.origin, "latin1");
}

function hex(octets: Octets): string {
  return Buffer.from(octets, "latin1").toString("hex");
}
