import { RRSIG, SOA, ZONEMD } from "../../../dns/type-numbers.ts";
import { CONTENT, flatZonemdDigest, type ZonemdAlgorithm } from "../../../dns/zonemd.ts";
import { STAGED, STAGED_FIRST, type StagedZone, type Staging } from "./staging.ts";
import { recordsOf } from "./verify-zone.ts";

/** What has become of a zone that was to get another serial. */
export type Renumbered =
  /** It has it, and its digests are made anew. */
  | { readonly outcome: "renumbered" }
  /** It had it already. */
  | { readonly outcome: "same" }
  /** It is as it was: a sentence says why, without its final stop. */
  | { readonly outcome: "kept"; readonly reason: string };

/**
 * Gives the zone that was staged last another serial: in its SOA, and in its ZONEMD records, whose digests are made anew
 * (RFC 8976 §3.1); one of the content (scheme 240) does not change by it. Its ZONEMD has to be verified before. What a signature
 * covers is left as it is, for nobody here could sign it again, and so is a zone with a digest that we cannot make.
 */
export function renumberZone(staging: Staging, zone: StagedZone, serial: number): Renumbered {
  const soas: number[] = [];
  const digests: number[] = [];
  const ofContent: number[] = [];
  const algorithms = new Set<number>();
  const { nodes, next, types, starts, rdata } = staging;
  const at = (record: number) => starts[record]!;
  for (let record = nodes[zone.apex * STAGED + STAGED_FIRST]!; record >= 0; record = next[record]!) {
    const type = types[record]!;
    if (type === SOA) soas.push(record);
    if (type === ZONEMD && rdata[at(record) + ZONEMD_SCHEME] === CONTENT) ofContent.push(record);
    else if (type === ZONEMD) {
      const algorithm = rdata[at(record) + ZONEMD_ALGORITHM]!;
      const size = starts[record + 1]! - at(record) - ZONEMD_DIGEST;
      if (rdata[at(record) + ZONEMD_SCHEME] !== SIMPLE || DIGEST_SIZES[algorithm] !== size) {
        return { outcome: "kept", reason: "it has a ZONEMD of a kind that is not known here" };
      }
      if (algorithms.has(algorithm)) return { outcome: "kept", reason: "it has two ZONEMD of one kind" };
      algorithms.add(algorithm);
      digests.push(record);
    }
    if (type !== RRSIG) continue;
    const covered = (rdata[at(record)]! << 8) | rdata[at(record) + 1]!; // RFC 4034 §3.1.1
    if (covered === SOA || covered === ZONEMD) return { outcome: "kept", reason: "it is signed" };
  }
  const places = soas.map((soa) => starts[soa + 1]! - SOA_TAIL);
  if (places.every((place) => readNumber(rdata, place) === serial)) return { outcome: "same" };
  for (const place of places) writeNumber(rdata, place, serial);
  for (const record of [...digests, ...ofContent]) writeNumber(rdata, at(record), serial);
  if (digests.length === 0) return { outcome: "renumbered" };
  const records = recordsOf(staging, zone);
  for (const record of digests) {
    const algorithm = rdata[at(record) + ZONEMD_ALGORITHM] as ZonemdAlgorithm; // the table of sizes has no others
    rdata.set(
      Buffer.from(flatZonemdDigest(zone.origin, records, algorithm), "latin1"),
      at(record) + ZONEMD_DIGEST,
    );
  }
  return { outcome: "renumbered" };
}

const SOA_TAIL = 20; // serial and four timers end the rdata (RFC 1035 §3.3.13)

// Serial, scheme, hash algorithm, digest (RFC 8976 §2.2).
const ZONEMD_SCHEME = 4;
const ZONEMD_ALGORITHM = 5;
const ZONEMD_DIGEST = 6;
const SIMPLE = 1;
const DIGEST_SIZES: { readonly [algorithm: number]: number } = { 1: 48, 2: 64 };

function readNumber(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

function writeNumber(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}
