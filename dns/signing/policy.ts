import type { Octets } from "../wire.ts";

/**
 * How a zone is to be signed, as it stands in the rendered zone: one record at the apex, of the private type
 * `SIGNING_POLICY` (RFC 6895 §3.1), whose data is the text that `printPolicy` makes. Who signs makes DNSKEY, CDS, CDNSKEY,
 * CSYNC, the chain of denials and all signatures of it; the record itself is served and signed like any other, so that
 * everybody sees by which state of keys a zone is signed.
 */
export interface SigningPolicy {
  /** The state of the zone's keys: it goes up with each change of what follows, and never comes back. */
  readonly counter: number;
  /** The window (see `windowOf`) in which a zone answers the serial of its file; `n` windows later it answers `n` more. */
  readonly base: number;
  /** For how many windows from `base` on serials are reserved. */
  readonly windows: number;
  readonly denial: "nsec" | "nsec3";
  /** TTL of DNSKEY, CDS, CDNSKEY and CSYNC, in seconds. */
  readonly ttl: number;
  readonly keys: readonly PolicyKey[];
  /** CDS and CDNSKEY ask the parent to remove DS (RFC 8078 §4), in place of those of keys. */
  readonly isLeaving: boolean;
  /** There is a CSYNC (RFC 7477) for NS, A and AAAA, immediate. */
  readonly csync: boolean;
}

/** A key of a zone, without its private half. */
export interface PolicyKey {
  /** 257 with the Secure Entry Point flag, 256 without (RFC 4034 §2.1.1). */
  readonly flags: 256 | 257;
  /** DNSSEC algorithm number. */
  readonly algorithm: number;
  /** As in DNSKEY's rdata. */
  readonly publicKey: Octets;
  /** What it signs: `keys` are the DNSKEY, CDS and CDNSKEY RRsets, `zone` all others. */
  readonly signs: "all" | "keys" | "zone" | "none";
  /** It stands in the DNSKEY RRset. */
  readonly isPublished: boolean;
  /** CDS and CDNSKEY name it: the parent is to have its DS. */
  readonly isWanted: boolean;
}

/** The type of the record: for private use (IANA DNS parameters), and next to those that PowerDNS took. */
export const SIGNING_POLICY = 65403;

const VERSION = "1";

/** The data of the record. The same policy gives the same octets. */
export function printPolicy(policy: SigningPolicy): Octets {
  const { counter, base, windows, denial, ttl, keys, isLeaving, csync } = policy;
  const words = [
    ...[
      `v=${VERSION}`,
      `counter=${counter}`,
      `base=${base}`,
      `windows=${windows}`,
      `denial=${denial}`,
      `ttl=${ttl}`,
    ],
    ...(isLeaving ? ["cds=delete"] : []),
    ...(csync ? ["csync=immediate"] : []),
    ...keys.map(printKey).sort(),
  ];
  return words.join(" ");
}

function printKey({ flags, algorithm, publicKey, signs, isPublished, isWanted }: PolicyKey): string {
  const shown = isWanted ? "cds" : isPublished ? "published" : "hidden";
  return `key=${flags}:${algorithm}:${signs}:${shown}:${Buffer.from(publicKey, "latin1").toString("base64")}`;
}

/** Reads the data of the record; a sentence without its final stop where it says nothing that is known here. */
export function parsePolicy(rdata: Octets): SigningPolicy | { readonly fault: string } {
  const known: { -readonly [Key in keyof SigningPolicy]?: SigningPolicy[Key] } = {};
  const keys: PolicyKey[] = [];
  const seen = new Set<string>();
  for (const word of rdata.split(" ")) {
    const [, name = "", value = ""] = /^([a-z]+)=(.*)$/s.exec(word) ?? [];
    if (name !== "key" && seen.has(name)) return { fault: `it has ${name} twice` };
    seen.add(name);
    if (name === "v" && value === VERSION) continue;
    if (name === "counter" || name === "base" || name === "windows" || name === "ttl") {
      if (!/^(0|[1-9][0-9]{0,9})$/.test(value) || Number(value) > MOST)
        return { fault: `its ${name} is no number` };
      if (name === "windows" && Number(value) === 0) return { fault: "it has no windows" };
      known[name] = Number(value);
    } else if (name === "denial" && (value === "nsec" || value === "nsec3")) known.denial = value;
    else if (name === "cds" && value === "delete") known.isLeaving = true;
    else if (name === "csync" && value === "immediate") known.csync = true;
    else if (name === "key") {
      const key = parseKey(value);
      if (key === undefined) return { fault: "it has a key that cannot be read" };
      keys.push(key);
    } else return { fault: `it has ${JSON.stringify(word.slice(0, 40))}, which is not known here` };
  }
  const { counter, base, windows, denial, ttl, isLeaving = false, csync = false } = known;
  if (!seen.has("v")) return { fault: "it has no version" };
  if (
    counter === undefined ||
    base === undefined ||
    windows === undefined ||
    denial === undefined ||
    ttl === undefined
  )
    return { fault: "it has not all of counter, base, windows, denial and ttl" };
  if (keys.length === 0) return { fault: "it has no key" };
  return { counter, base, windows, denial, ttl, keys, isLeaving, csync };
}

const MOST = 0x7fffffff;

function parseKey(text: string): PolicyKey | undefined {
  const [, flags, algorithm, signs, shown, base64 = ""] = KEY.exec(text) ?? [];
  if (signs !== "all" && signs !== "keys" && signs !== "zone" && signs !== "none") return undefined;
  const publicKey = Buffer.from(base64, "base64");
  if (publicKey.toString("base64") !== base64 || publicKey.length === 0 || Number(algorithm) > 255)
    return undefined;
  return {
    flags: flags === "257" ? 257 : 256,
    algorithm: Number(algorithm),
    publicKey: publicKey.toString("latin1"),
    signs,
    isPublished: shown !== "hidden",
    isWanted: shown === "cds",
  };
}

const KEY = /^(25[67]):([0-9]{1,3}):([a-z]+):(hidden|published|cds):([A-Za-z0-9+/=]+)$/;
