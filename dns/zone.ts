import type { Name } from "./name.ts";
import type { Octets } from "./wire.ts";

/** One resource record of class IN, its data in uncompressed wire form. */
export interface ZoneRecord {
  readonly owner: Name;
  /** The type's number; `dns/records/index.ts` has what it means. */
  readonly type: number;
  /** Seconds, 0 to 2147483647 (RFC 2181 §8). */
  readonly ttl: number;
  readonly rdata: Octets;
}

/** A zone: everything that its nameservers answer with authority or hand out as a referral. */
export interface Zone {
  readonly origin: Name;
  readonly records: readonly ZoneRecord[];
}
