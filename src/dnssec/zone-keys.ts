import { tagOf as tagOfKey } from "../../dns/signing/key-records.ts";
import type { Octets } from "../../dns/wire.ts";

/** How a zone of ours is signed, as `_keys.yaml` has it: everything but the private halves of its keys. */
export interface ZoneKeys {
  /** Goes up with each change of what follows, and never comes back. */
  readonly counter: number;
  /** The window, a week since 1970, in which the zone answers the serial of its file. */
  readonly base: number;
  /** For how many windows from `base` on serials are reserved. */
  readonly windows: number;
  readonly denial: Denial;
  /** TTL in seconds of DNSKEY, CDS, CDNSKEY and CSYNC. */
  readonly ttl: number;
  readonly cds: Cds;
  readonly csync: boolean;
  /** What CDS and CDNSKEY say stands in the zones of its nameservers, too, where those are ours (RFC 9615). */
  readonly bootstrap?: true;
  /** In the order of the file. */
  readonly keys: readonly ZoneKey[];
}

/** One key of a zone. */
export interface ZoneKey {
  /** RFC 4034 Appendix B: it follows from the rest, and is written so that people have a name for the key. */
  readonly tag: number;
  /** DNSSEC algorithm number. */
  readonly algorithm: number;
  readonly role: KeyRole;
  readonly state: KeyState;
  /** Since when it is in its state, in seconds since 1970. */
  readonly since: number;
  /** How its DS stands at the parent; of a key that signs no keys always `absent`. */
  readonly ds: DsState;
  /** As in DNSKEY's rdata. */
  readonly publicKey: Octets;
}

/** How a zone proves that something does not exist. */
export const DENIALS = ["nsec", "nsec3"] as const;
/** See `DENIALS`. */
export type Denial = (typeof DENIALS)[number];

/** What CDS and CDNSKEY ask of the parent: nothing, the DS of the keys that are wanted there, or that all DS go. */
export const CDS_MODES = ["none", "keys", "delete"] as const;
/** See `CDS_MODES`. */
export type Cds = (typeof CDS_MODES)[number];

/**
 * What a key signs: `csk` everything, `ksk` the DNSKEY, CDS and CDNSKEY RRsets, `zsk` all others (RFC 6781 §3.1). All but
 * a `zsk` have the SEP flag (RFC 4034 §2.1.1).
 */
export const KEY_ROLES = ["csk", "ksk", "zsk"] as const;
/** See `KEY_ROLES`. */
export type KeyRole = (typeof KEY_ROLES)[number];

/**
 * The life of a key, and what of it a zone shows:
 *
 * - `early` signs, and is not published: signatures come before their key where the algorithm is new (RFC 6781 §4.1.4);
 * - `published` waits until caches have it, and signs nothing;
 * - `active` is published and signs;
 * - `retired` signs no more, and stays until the signatures that it made are forgotten;
 * - `late` is no longer published, and signs on until the keys with it are forgotten: `early` in reverse;
 * - `foreign` is another provider's: published, and its private half is nowhere here (RFC 8901 §2.1.2).
 */
export const KEY_STATES = ["early", "published", "active", "retired", "late", "foreign"] as const;
/** See `KEY_STATES`. */
export type KeyState = (typeof KEY_STATES)[number];

/** The DS of a key at the parent: not there, asked for and not seen yet, seen at all servers of the parent, to go and still seen. */
export const DS_STATES = ["absent", "wanted", "seen", "leaving"] as const;
/** See `DS_STATES`. */
export type DsState = (typeof DS_STATES)[number];

/** What holds where `_keys.yaml` says nothing. */
export const DEFAULT_KEYS = {
  windows: 260, // five years
  denial: "nsec",
  ttl: 3600,
  cds: "none",
  csync: false,
} as const satisfies Partial<ZoneKeys>;

/** The key makes signatures. */
export function isSigning({ state }: Pick<ZoneKey, "state">): boolean {
  return state === "early" || state === "active" || state === "late";
}

/** The key stands in the DNSKEY RRset. */
export function isPublished({ state }: Pick<ZoneKey, "state">): boolean {
  return state !== "early" && state !== "late";
}

/** The flags of its DNSKEY (RFC 4034 §2.1.1). */
export function flagsOf(role: KeyRole): 256 | 257 {
  return role === "zsk" ? 256 : 257;
}

/** The tag that the key has (RFC 4034 Appendix B). */
export function tagOf(key: Pick<ZoneKey, "role" | "algorithm" | "publicKey">): number {
  const { role, algorithm, publicKey } = key;
  return tagOfKey({ flags: flagsOf(role), algorithm, publicKey });
}
