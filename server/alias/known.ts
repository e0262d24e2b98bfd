import type { Octets } from "../../dns/wire.ts";

/** What is known of one type at a target. Times are in seconds since 1970. */
export type Known =
  /** Nothing that may be told. */
  | { readonly kind: "unknown" }
  | (Learnt & {
      readonly kind: "addresses";
      /** Four or sixteen octets each, in ascending order; one at least. */
      readonly addresses: readonly Octets[];
    })
  /** The target has no records of the type. */
  | (Learnt & { readonly kind: "none" });

/** Since when and for how long something is known. */
export interface Learnt {
  readonly learnt: number;
  /** When it was to be looked up again, by the TTL of what was found. */
  readonly expires: number;
  /** It stands in a zone of ours, with this TTL; whoever asks gets all of it. */
  readonly ownTtl?: number | undefined;
  /** It could not be looked up again since, and is held. */
  readonly isHeld: boolean;
}

/** The two types that an ALIAS answers. */
export interface KnownOfTarget {
  readonly a: Known;
  readonly aaaa: Known;
}

/** Nothing. */
export const UNKNOWN: Known = { kind: "unknown" };

/** Both are the same to whoever asks for them. */
export function isSameKnown(one: Known, other: Known): boolean {
  if (one.kind !== "addresses" || other.kind !== "addresses") return one.kind === other.kind;
  return (
    one.addresses.length === other.addresses.length &&
    one.addresses.every((address, index) => address === other.addresses[index])
  );
}
