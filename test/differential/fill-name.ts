import { isWildcard, type Name } from "../../dns/name.ts";
import type { AnyRecordType } from "../../dns/records/record-type.ts";
import type { Octets } from "../../dns/wire.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { Random } from "./random.ts";
import { DATA_TYPES, randomOctets, randomRdata, typeNamed } from "./random-rdata.ts";
import type { Targets } from "./targets.ts";

/** A record with a TTL by chance. */
export function recordOf(random: Random, owner: Name, type: AnyRecordType, rdata: Octets): ZoneRecord {
  return { owner, type: type.code, ttl: randomTtl(random), rdata };
}

/** A TTL in seconds, the least and the greatest among them (RFC 2181 §8). */
export function randomTtl(random: Random): number {
  return random.pick(TTLS);
}

/** RRsets of one to four types at a name. */
export function fillName(random: Random, owner: Name, targets: Targets): ZoneRecord[] {
  const types = Array.from({ length: random.pick(TYPES_OF_A_NAME) }, () => randomType(random));
  return types.flatMap((type) => fillRRset(random, owner, type, targets));
}

/** An RRset of this type, and seldom another one of a private type (RFC 6895 §3.1). */
export function fillRRset(random: Random, owner: Name, type: AnyRecordType, targets: Targets): ZoneRecord[] {
  // Some are so large that an answer is truncated; not at wildcards, where every name below would be.
  const many = isWildcard(owner) ? 0.01 : 0.03;
  const count = random.chance(many) ? 5 + random.below(60) : random.pick(RECORDS_OF_A_TYPE);
  const records = Array.from({ length: count }, () =>
    recordOf(random, owner, type, randomRdata(random, type, targets.host)),
  );
  if (random.chance(0.02)) {
    const code = FIRST_PRIVATE_TYPE + random.below(16);
    records.push({ owner, type: code, ttl: randomTtl(random), rdata: randomOctets(random, 40) });
  }
  return records;
}

const TYPES_OF_A_NAME = [1, 1, 1, 1, 1, 2, 2, 2, 4];
const RECORDS_OF_A_TYPE = [1, 1, 1, 1, 1, 1, 2, 2, 2, 5];
const COMMON = ["A", "AAAA", "TXT", "MX", "SRV"].map(typeNamed);
const TTLS = [0, 1, 60, 300, 300, 300, 3600, 3600, 86400, 2147483647];
const FIRST_PRIVATE_TYPE = 65280; // RFC 6895 §3.1

function randomType(random: Random): AnyRecordType {
  return random.chance(0.6) ? random.pick(COMMON) : random.pick(DATA_TYPES);
}
