import type { Problem } from "../../dns/problem.ts";
import { printPolicy, SIGNING_POLICY, type SigningPolicy } from "../../dns/signing/policy.ts";
import { isOfSigning } from "../../dns/signing-types.ts";
import { ZONEMD } from "../../dns/type-numbers.ts";
import { CONTENT, flatContentDigest } from "../../dns/zonemd.ts";
import {
  addRecord,
  replaceRdata,
  STAGED,
  STAGED_FIRST,
  type StagedZone,
  type Staging,
} from "../tables/compile/staging.ts";
import { recordsOf } from "../tables/compile/verify-zone.ts";
import { type FoundPolicy, findPolicy, ZONEMD_SCHEME } from "./find-policy.ts";

/**
 * Gives the zone that was staged last the newest state of its keys, where its file has an older one or none: an image of before
 * brings back records, and never keys. Its ZONEMD has to be verified before: the digest of what is written is made anew with
 * the record that is served. A zone that somebody else signed stays as it is.
 *
 * @param newest undefined where nothing is known but what is in the file
 */
export function renewPolicy(
  staging: Staging,
  zone: StagedZone,
  found: FoundPolicy,
  newest: SigningPolicy | undefined,
): { readonly policy: FoundPolicy; readonly isRenewed: boolean } {
  const asFound = { policy: found, isRenewed: false };
  if (newest === undefined || found.kind === "faulty") return asFound;
  if (found.kind === "policy" && found.policy.counter >= newest.counter) return asFound;
  if (found.kind === "none" && isSignedElsewhere(staging, zone)) return asFound;
  const rdata = Buffer.from(printPolicy(newest), "latin1");
  if (found.kind === "policy") replaceRdata(staging, found.record, rdata);
  else addAtApex(staging, zone, SIGNING_POLICY, newest.ttl, rdata);
  const policies = findAtApex(staging, zone, SIGNING_POLICY);
  for (const record of policies) staging.ttls[record] = newest.ttl;
  writeContentDigest(staging, zone);
  return { policy: findPolicy(staging, zone), isRenewed: true };
}

/** Signatures or keys stand in the file. */
function isSignedElsewhere({ recordCount, types }: Staging, zone: StagedZone): boolean {
  for (let record = recordCount - zone.records; record < recordCount; record++)
    if (isOfSigning(types[record]!)) return true;
  return false;
}

/** The digest of what is written takes the place of that which the file has, be it of the zone as it is unsigned. */
function writeContentDigest(staging: Staging, zone: StagedZone): void {
  const [digest] = findAtApex(staging, zone, ZONEMD);
  if (digest === undefined) return;
  const { rdata, starts } = staging;
  const serial = Buffer.from(rdata.subarray(starts[digest]!, starts[digest]! + ZONEMD_SCHEME));
  const head = Buffer.concat([serial, Buffer.from([CONTENT, SHA384])]);
  replaceRdata(staging, digest, Buffer.concat([head, Buffer.alloc(SHA384_SIZE)]));
  const made = Buffer.from(flatContentDigest(zone.origin, recordsOf(staging, zone)), "latin1");
  replaceRdata(staging, digest, Buffer.concat([head, made]));
}

const SHA384 = 1; // RFC 8976 §2.2.3
const SHA384_SIZE = 48; // octets

function addAtApex(staging: Staging, zone: StagedZone, type: number, ttl: number, rdata: Uint8Array): void {
  const ownerLength = zone.origin.length;
  const wire = new Uint8Array(ownerLength + rdata.length);
  wire.set(zone.origin);
  wire.set(rdata, ownerLength);
  const place = { line: 1, column: 1, file: zone.file };
  const [rdataStart, rdataEnd] = [ownerLength, wire.length];
  addRecord(staging, zone, { wire, ownerLength, rdataStart, rdataEnd, type, ttl, ...place });
}

function findAtApex({ nodes, next, types }: Staging, zone: StagedZone, type: number): number[] {
  const found: number[] = [];
  for (let record = nodes[zone.apex * STAGED + STAGED_FIRST]!; record >= 0; record = next[record]!)
    if (types[record] === type) found.push(record);
  return found;
}

/** A zone of an image has other keys than its file says, and nobody tells with which serials: it would give some of before other contents. */
export function withoutSerial(file: string): Problem {
  return {
    ...{ file, line: 1, column: 1, severity: "error", rule: "key-state-serial" },
    message: "The environment has a newer state of the zone's keys than its file, and no serial for it",
    help: "Go back with `zonepipe rollback`, which sets both, or release the zone again.",
  };
}
