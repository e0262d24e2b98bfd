import { collate } from "../collate.ts";
import type { FlatRecords } from "../flat-records.ts";
import { GrowingRecords } from "../growing-records.ts";
import { ZONEMD as ZONEMD_TYPE } from "../records/zonemd.ts";
import { NSEC3PARAM, ZONEMD } from "../type-numbers.ts";
import { Reader } from "../wire.ts";
import { hashCollation } from "../zonemd-hash.ts";
import { soaOf } from "./apex-soa.ts";
import { keyRecords, tagOf } from "./key-records.ts";
import { addNsecChain } from "./nsec-chain.ts";
import { addNsec3Chain, NSEC3_PARAMETERS } from "./nsec3-chain.ts";
import { endOfRrset, findOwners, type Owners } from "./owners.ts";
import type { PolicyKey, SigningPolicy } from "./policy.ts";
import type { Sign } from "./sign.ts";
import { signOwners } from "./sign-owners.ts";
import { type SigningKey, signRrset } from "./sign-rrset.ts";
import { signatureTimes } from "./signature-times.ts";

/** A zone to be signed for a window. */
export interface SigningTask {
  /** In wire form. */
  readonly origin: Uint8Array;
  /**
   * The records as written, the policy's too. The SOA has the serial to be served already, and so has ZONEMD of scheme
   * 240. `whyUnsignable` says of which records nothing can be made.
   */
  readonly records: FlatRecords;
  readonly policy: SigningPolicy;
  readonly window: number;
  /** Asked once for each key that signs; undefined where its private half is not there, and then nothing is made. */
  readonly signerOf: (key: PolicyKey) => Sign | undefined;
}

/**
 * Makes what a signer makes of the records of a zone: the keys' records, the chain of denials, ZONEMD of scheme 1 over
 * the signed zone, and the signatures of all. Gives the records to add. The same task gives the same octets, if the
 * signers do. Throws where a key has no signer or the zone has no SOA.
 */
export function signFlatZone({ origin, records, policy, window, signerOf }: SigningTask): FlatRecords {
  const name = new Reader(origin).name();
  const soa = soaOf(name, records);
  if (soa === undefined) throw new Error("Cannot sign a zone that has not one SOA");
  const signers = signersOf(policy, signerOf);
  const keySigners = signers.filter(({ signs }) => signs !== "zone");
  const zoneSigners = signers.filter(({ signs }) => signs !== "keys");
  const zone = new GrowingRecords(records, 3 * records.count + ROOM);
  const apex = zone.names.length;
  zone.names.octets(name);

  const addAtApex = (type: number, ttl: number, rdata: string) => {
    zone.rdata.octets(rdata);
    return zone.add(apex, type, ttl);
  };
  // A denial is remembered for the SOA's minimum or its TTL, whichever is less (RFC 9077 §3).
  const denialTtl = Math.min(soa.ttl, soa.minimum);
  for (const { type, ttl, rdata } of keyRecords(name, soa.serial, policy)) addAtApex(type, ttl, rdata);
  if (policy.denial === "nsec3") addAtApex(NSEC3PARAM, denialTtl, NSEC3_PARAMETERS);
  const zonemd = addAtApex(ZONEMD, soa.ttl, placeholder(soa.serial));

  const { order, rdata } = collate(origin, zone.from(0), () => false);
  zone.rdata.bytes.set(rdata); // in canonical form, as is all that is added from here on
  const owners = findOwners(zone.from(0), order);
  const greatestTtl = levelTtls(zone, order, owners);
  const chain =
    policy.denial === "nsec"
      ? { nsec: addNsecChain(zone, order, owners, denialTtl) }
      : { nsec3: addNsec3Chain(zone, order, owners, denialTtl) };
  const times = signatureTimes(window, { expire: soa.expire, greatestTtl });
  const unsigned = { zone, order, owners, chain, apex, times, keySigners, zoneSigners };
  const inOrder = signOwners(unsigned);

  // The digest is over the signed zone, and is signed at last (RFC 8976 §3).
  const whole = zone.from(0);
  const digest = hashCollation(whole, { order: Uint32Array.from(inOrder), rdata: whole.rdata }, "sha384");
  zone.rdata.bytes.set(Buffer.from(digest, "latin1"), zone.starts[zonemd]! + DIGEST_AT);
  const from = order.subarray(0, owners.starts[1]).findIndex((row) => zone.types[row] === ZONEMD);
  signRrset(zone, unsigned, zoneSigners, order, from, endOfRrset(zone.types, order, from, owners.starts[1]!));
  return zone.from(records.count);
}

const ROOM = 64; // for what stands at the apex of the smallest zone

/** The ZONEMD before there is a digest (RFC 8976 §3.1). */
function placeholder(serial: number): string {
  const digest = "\0".repeat(SHA384_LENGTH);
  return ZONEMD_TYPE.write({ serial, scheme: SIMPLE, hash_algorithm: SHA384, digest });
}

const SIMPLE = 1;
const SHA384 = 1;
const SHA384_LENGTH = 48;
const DIGEST_AT = 6; // behind serial, scheme and hash algorithm (RFC 8976 §2.2)

/** A key of the policy, ready to sign. */
type Signer = SigningKey & Pick<PolicyKey, "signs">;

/** The keys that sign, in the order of their RRSIGs. */
function signersOf({ keys }: SigningPolicy, signerOf: SigningTask["signerOf"]): Signer[] {
  return keys
    .filter(({ signs }) => signs !== "none")
    .map((key) => {
      const { algorithm, signs } = key;
      const tag = tagOf(key);
      const sign = signerOf(key);
      if (sign === undefined) throw new Error(`Cannot sign without the private half of key ${tag}`);
      return { algorithm, tag, sign, signs };
    })
    .sort((a, b) => a.algorithm - b.algorithm || a.tag - b.tag);
}

/** Gives all records of an RRset the lowest of their TTLs (RFC 2181 §5.2). Returns the greatest TTL of the zone. */
function levelTtls({ types, ttls }: GrowingRecords, order: Uint32Array, owners: Owners): number {
  let greatest = 0;
  for (let owner = 0; owner < owners.count; owner++) {
    const end = owners.starts[owner + 1]!;
    for (let from = owners.starts[owner]!; from < end; ) {
      const to = endOfRrset(types, order, from, end);
      let lowest = ttls[order[from]!]!;
      for (let at = from; at < to; at++) lowest = Math.min(lowest, ttls[order[at]!]!);
      for (let at = from; at < to; at++) ttls[order[at]!] = lowest;
      greatest = Math.max(greatest, lowest);
      from = to;
    }
  }
  return greatest;
}
