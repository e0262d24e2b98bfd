import type { Octets } from "../../dns/wire.ts";

/**
 * What was seen of a zone's keys and DS, by whoever looked at all places at once: nameservers of ours and of others, every
 * server of the parent. It stands in the ledger, for what has to have passed is known by nobody's clock alone.
 */
export interface KeyLooks {
  /** All nameservers showed this state of the keys at each look since then. */
  readonly keys?: Since<{ readonly counter: number }>;
  /** All servers of the parent showed these DS at each look since then. */
  readonly ds?: Since<{
    /** Data of the records in order; none: all of them deny that there are any. */
    readonly set: readonly Octets[];
    /** For how long a cache may hold what was there before, in seconds: the greatest TTL that was seen. */
    readonly ttl: number;
  }>;
  /** Nameservers that answered without signatures while another one signed; left out: none. */
  readonly unsigned?: readonly UnsignedSince[];
  /** The greatest TTL of a DS that was ever seen, in seconds. It outlives looks that fail: caches do not forget for them. */
  readonly dsTtl?: number;
}

/** Something that was seen more than once, and nothing else between. */
export type Since<Seen> = Seen & {
  /** The first and the last of these looks. */
  readonly since: Date;
  readonly last: Date;
  /** Who looked last: `drift`, `deploy`, `dnssec`. */
  readonly by: string;
};

/** A nameserver that answers a zone without signatures, which another one of its nameservers signs. */
export interface UnsignedNameserver {
  readonly name: string;
  readonly address: string;
  /** Its serial is less than that of the others, and it has no keys: it may not have heard of them. */
  readonly isBehind: boolean;
  /** After so many seconds it has asked by itself: refresh and retry of its SOA. */
  readonly patience: number;
}

/** The same since the first look that saw it. */
export type UnsignedSince = Since<UnsignedNameserver>;

/** One look. What is left out nobody could see whole: somebody was silent, or they differ. */
export interface KeyLook {
  readonly at: Date;
  readonly by: string;
  /** The counter of the policy that all nameservers show; 0 where none shows one. */
  readonly counter?: number;
  readonly ds?: { readonly set: readonly Octets[]; readonly ttl: number };
  readonly unsigned?: readonly UnsignedNameserver[];
}

/** Notes a look down. One that failed, or saw something else, starts the time again. */
export function noteLook(before: KeyLooks, { at, by, counter, ds, unsigned = [] }: KeyLook): KeyLooks {
  const keys =
    counter === undefined
      ? undefined
      : { counter, since: before.keys?.counter === counter ? before.keys.since : at, last: at, by };
  const dsTtl = ds === undefined || ds.set.length === 0 ? before.dsTtl : Math.max(before.dsTtl ?? 0, ds.ttl);
  const seen = ds === undefined ? undefined : noteDs(before, { at, by, ds, dsTtl });
  const without = unsigned.map((one): UnsignedSince => {
    const known = before.unsigned?.find(({ address }) => address === one.address);
    return { ...one, since: known?.since ?? at, last: at, by };
  });
  return {
    ...(keys && { keys }),
    ...(seen && { ds: seen }),
    ...(without.length > 0 && { unsigned: without }),
    ...(dsTtl !== undefined && { dsTtl }),
  };
}

function noteDs(
  { ds: old }: KeyLooks,
  {
    at,
    by,
    ds,
    dsTtl,
  }: KeyLook & { readonly ds: NonNullable<KeyLook["ds"]>; readonly dsTtl: number | undefined },
): NonNullable<KeyLooks["ds"]> {
  const set = sorted(ds.set);
  const isSame = old !== undefined && old.set.join("\n") === set.join("\n");
  // A parent without a DS does not tell for how long caches hold the one that it had.
  const ttl = Math.max(ds.ttl, dsTtl ?? UNSEEN_TTL);
  return { set, ttl, since: isSame ? old.since : at, last: at, by };
}

/** More than the TTL that parents give DS: one day at most registries. */
const UNSEEN_TTL = 2 * 86_400;

function sorted(set: readonly Octets[]): Octets[] {
  return [...new Set(set)].sort();
}
