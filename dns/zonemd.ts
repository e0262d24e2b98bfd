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
 * The digest of what is written of a zone, whatever its serial: as `zonemdDigest` with SHA-384, the SOA's serial taken
 * as 0. Of the scheme `CONTENT`, which a zone has that is signed where it is served: there the serial goes up and
 * signatures come without a change of content. `origin` is in wire form.
 */
export function flatContentDigest(origin: Uint8Array, records: FlatRecords): Octets {
  return hashContent(origin, records, collateForDigest(origin, records), HASHES[1]);
}

/** The scheme of `flatContentDigest`: for private use (RFC 8976 §5.2). */
export const CONTENT = 240;

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

/**
 * Compares a zone with the ZONEMD records at its apex (RFC 8976 §4); with those of our own scheme, `CONTENT`, only where
 * none is of a public one, for they are over the zone before it is signed. DNSSEC is not looked at.
 */
export function verifyZonemd(zone: Zone): ZonemdOutcome {
  return verifyFlatZonemd(wireOf(zone), flatten(zone.records));
}

/** `verifyZonemd` for records without objects, as the server has them; `origin` is in wire form. */
export function verifyFlatZonemd(origin: Uint8Array, records: FlatRecords): ZonemdOutcome {
  const digests = digestsAtApex(origin, records);
  if (digests.length === 0) return { outcome: "absent" };
  const ofScheme = (wanted: number) => digests.filter(isKnown).filter(({ scheme }) => scheme === wanted);
  const simple = ofScheme(SIMPLE);
  const known = simple.length > 0 ? simple : ofScheme(CONTENT);
  if (known.length === 0) return { outcome: "unsupported" };
  const serial = serialOf(origin, records);
  const reasons = new Set<string>();
  let collation: Collation | undefined;
  for (const { serial: itsSerial, scheme, algorithm, digest } of known) {
    const ofContent = scheme === CONTENT ? ` of scheme ${CONTENT}` : "";
    const what = `ZONEMD${ofContent} with ${algorithm === 1 ? "SHA-384" : "SHA-512"}`;
    if (known.filter((other) => other.algorithm === algorithm).length > 1) {
      reasons.add(`${what} stands more than once`);
    } else if (itsSerial !== serial) {
      reasons.add(`${what} is for the serial ${itsSerial}, and the SOA has ${serial ?? "none"}`);
    } else {
      collation ??= collateForDigest(origin, records);
      const hash = scheme === CONTENT ? hashContent : hashZone;
      const actual = hash(origin, records, collation, HASHES[algorithm]);
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
  return (
    (digest.scheme === SIMPLE || digest.scheme === CONTENT) &&
    (digest.algorithm === 1 || digest.algorithm === 2)
  );
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

function hashZone(_: Uint8Array, records: FlatRecords, collation: Collation, hash: HashName): Octets {
  return hashCollation(records, collation, hash);
}

function hashContent(
  origin: Uint8Array,
  records: FlatRecords,
  { order, rdata }: Collation,
  hash: HashName,
): Octets {
  const withoutSerial = rdata.slice();
  const base = records.starts[0]!;
  for (const row of rowsAtApex(origin, records, SOA)) {
    const [start, end] = [records.starts[row]! - base, records.starts[row + 1]! - base];
    if (end - start >= 22) withoutSerial.fill(0, end - 20, end - 16); // the first of five numbers
  }
  return hashCollation(records, { order, rdata: withoutSerial }, hash);
}

type HashName = (typeof HASHES)[ZonemdAlgorithm];

/** The serial of the SOA; undefined when there is none, or several that differ. */
function serialOf(origin: Uint8Array, records: FlatRecords): number | undefined {
  const serials = new Set<number>();
  for (const rdata of dataAtApex(origin, records, SOA)) {
    if (rdata.length >= 22) serials.add(rdata.readUInt32BE(rdata.length - 20)); // five numbers end the data
  }
  return serials.size === 1 ? [...serials][0] : undefined;
}

function dataAtApex(origin: Uint8Array, records: FlatRecords, type: number): Buffer[] {
  const { rdata, starts } = records;
  return rowsAtApex(origin, records, type).map((row) =>
    Buffer.from(rdata.subarray(starts[row]!, starts[row + 1]!)),
  );
}

function rowsAtApex(origin: Uint8Array, records: FlatRecords, type: number): number[] {
  const { count, names, owners, types } = records;
  const apex = keyOfOctets(origin, 0, origin.length);
  const rows: number[] = [];
  for (let row = 0; row < count; row++) {
    if (types[row] !== type) continue;
    const owner = owners[row]!;
    if (keyOfOctets(names, owner, owner + origin.length) !== apex) continue;
    rows.push(row);
  }
  return rows;
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
