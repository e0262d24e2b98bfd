import type { Name } from "../../../dns/name.ts";

/** What a change does to the world, in words. */
export interface Effect {
  readonly zone: Name;
  readonly owner: Name;
  readonly type: number;
  readonly kind: EffectKind;
  /** One sentence without its final stop. */
  readonly message: string;
}

/** What an effect is about. */
export type EffectKind =
  /** How long resolvers go on with what they have. */
  | "cached"
  /** The old answer lives so long that its TTL should have been lowered before. */
  | "ttl-not-lowered"
  /** Nothing is left at a name. */
  | "name-gone"
  /** A wildcard begins or ceases to answer for a name. */
  | "wildcard"
  /** A record elsewhere points to a name that goes. */
  | "dangling"
  /** Who may take mail, send it, or issue certificates. */
  | "policy"
  /** A part of the name space is delegated or led elsewhere, or its chain of trust changes. */
  | "delegation";

/** What is said of one change. */
export type Said = Pick<Effect, "kind" | "message">;
