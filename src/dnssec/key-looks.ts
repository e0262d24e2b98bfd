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
    /** The greatest TTL that was seen, in seconds. */
    readonly ttl: number;
  }>;
}

/** Something that was seen more than once, and nothing else between. */
export type Since<Seen> = Seen & {
  /** The first and the last of these looks. */
  readonly since: Date;
  readonly last: Date;
  /** Who looked last: `drift`, `deploy`, `dnssec`. */
  readonly by: string;
};

/** One look. What is left out nobody could see whole: somebody was silent, or they differ. */
export interface KeyLook {
  readonly at: Date;
  readonly by: string;
  /** The counter of the policy that all nameservers show; 0 where none shows one. */
  readonly counter?: number;
  readonly ds?: { readonly set: readonly Octets[]; readonly ttl: number };
}

/** Notes a look down. One that failed, or saw something else, starts the time again. */
export function noteLook(before: KeyLooks, { at, by, counter, ds }: KeyLook): KeyLooks {
  const keys =
    counter === undefined
      ? undefined
      : { counter, since: before.keys?.counter === counter ? before.keys.since : at, last: at, by };
  const isSame =
    ds !== undefined && before.ds !== undefined && before.ds.set.join("\n") === sorted(ds.set).join("\n");
  const seen =
    ds === undefined
      ? undefined
      : {
          set: sorted(ds.set),
          // A cache may have got it when its TTL was still the greater one.
          ttl: isSame ? Math.max(before.ds!.ttl, ds.ttl) : ds.ttl,
          since: isSame ? before.ds!.since : at,
          last: at,
          by,
        };
  return { ...(keys && { keys }), ...(seen && { ds: seen }) };
}

function sorted(set: readonly Octets[]): Octets[] {
  return [...new Set(set)].sort();
}
