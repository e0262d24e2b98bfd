import { base32hex } from "../../dns/fields/base32hex.ts";
import { childOf, keyOf, labelsOf, MAX_NAME_LENGTH, type Name, parentOf, printName } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { CNAME, DNAME, DS, NS, NSEC, NSEC3, RRSIG, SOA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { type HashParameters, hashOf, OPT_OUT, SHA1 } from "./denial-hash.ts";
import { type Denial, type Evidence, type NotProved, notProved } from "./denial-value.ts";

/** An NSEC3 record: nothing hashes to what is between these. Both in lower case. */
interface Link {
  readonly hash: string;
  readonly next: string;
  readonly types: readonly number[];
  readonly isOptOut: boolean;
}

interface Chain extends HashParameters {
  readonly links: Link[];
}

/** What the NSEC3 records of the zone prove (RFC 5155 §8), those with the same parameters together. */
export function readNsec3Proofs(authority: readonly ZoneRecord[], apex: Name): Evidence[] {
  const chains = new Map<string, Chain>();
  for (const { owner, type, rdata } of authority) {
    if (type !== NSEC3 || keyOf(parentOf(owner)) !== keyOf(apex)) continue;
    const nsec3 = decode(NSEC3, rdata);
    // One with another hash or flags that are not known is as if it were not there (RFC 5155 §8.1 and §8.2).
    if (nsec3.type !== "NSEC3" || nsec3.hash_algorithm !== SHA1 || nsec3.flags > OPT_OUT) continue;
    const { iterations, salt, flags, types } = nsec3;
    const key = `${iterations} ${salt}`;
    const chain = chains.get(key) ?? { iterations, salt, links: [] };
    const hash = labelsOf(keyOf(owner))[0]!;
    chain.links.push({
      hash,
      next: base32hex.print(nsec3.next_hashed_owner),
      types,
      isOptOut: flags === OPT_OUT,
    });
    chains.set(key, chain);
  }
  return [...chains.values()].map((chain) => evidenceOf(chain, keyOf(apex)));
}

/** The closest provable encloser, and what covers the name that is one label closer (RFC 5155 §8.3). */
interface EncloserProof {
  readonly encloser: Name;
  readonly isOptOut: boolean;
}

function evidenceOf(chain: Chain, apex: Name): Evidence {
  return { noName, noType, insecureDelegation, wildcard };

  function noName(asked: Name): Denial {
    const name = keyOf(asked);
    const proof = proveEncloser(name);
    if ("kind" in proof) return proof;
    const star = childOf("*", proof.encloser);
    // Below some names there is no room for a wildcard.
    const cover = star.length > MAX_NAME_LENGTH ? undefined : findCover(star);
    if (typeof cover === "string") return notProved(cover);
    const { encloser, isOptOut } = proof;
    return { ...PROVED, kind: "no-name", name, closestEncloser: encloser, wildcard: star, optOut: isOptOut };
  }

  function noType(asked: Name, type: number): Denial {
    const name = keyOf(asked);
    const own = linkOf(name);
    if (own !== undefined) {
      return (
        findType(own, name, type, apex) ?? { ...PROVED, kind: "no-type", name, type, closestEncloser: name }
      );
    }
    const proof = proveEncloser(name);
    if ("kind" in proof) return proof;
    const { encloser, isOptOut } = proof;
    // A delegation without DS, or what is only above such, need not be in the chain (RFC 5155 §7.1 and §8.6). Whether the answer
    // was a wildcard's cannot be told then: its record may stand here because it covers the name.
    if (isOptOut) return { ...PROVED, kind: "no-type", name, type, closestEncloser: encloser, optOut: true };
    const star = childOf("*", encloser);
    const ofStar = linkOf(star);
    if (ofStar === undefined) return notProved(`no NSEC3 is of ${printName(name)} or ${printName(star)}`);
    const fault = findType(ofStar, star, type, apex);
    return fault ?? { ...PROVED, kind: "no-type", name, type, closestEncloser: encloser, wildcard: star };
  }

  function insecureDelegation(asked: Name): Denial {
    const name = keyOf(asked);
    const own = linkOf(name);
    if (own !== undefined) {
      if (!own.types.includes(NS) || own.types.includes(SOA))
        return notProved("the NSEC3 is of no delegation");
      if (own.types.includes(DS)) return notProved("the NSEC3 says that there is DS");
      return { ...PROVED, kind: "insecure-delegation", name, type: DS, closestEncloser: name };
    }
    const proof = proveEncloser(name);
    if ("kind" in proof) return proof;
    if (!proof.isOptOut) return notProved("what covers the delegation has no opt-out");
    const { encloser } = proof;
    return {
      ...PROVED,
      kind: "insecure-delegation",
      name,
      type: DS,
      closestEncloser: encloser,
      optOut: true,
    };
  }

  /** The signature tells the closest encloser, so that it needs no proof of its own (RFC 5155 §8.8). */
  function wildcard(asked: Name, star: Name): Denial {
    const name = keyOf(asked);
    const encloser = parentOf(star);
    const cover = findCover(nextCloser(name, encloser));
    if (typeof cover === "string") return notProved(cover);
    const found = { kind: "wildcard", name, closestEncloser: encloser, wildcard: star } as const;
    return { ...PROVED, ...found, optOut: cover.isOptOut };
  }

  function proveEncloser(name: Name): EncloserProof | NotProved {
    for (let at = name; ; at = parentOf(at)) {
      const link = at === name ? undefined : linkOf(at);
      if (link !== undefined) {
        const isCut = link.types.includes(NS) && !link.types.includes(SOA);
        if (isCut || link.types.includes(DNAME))
          return notProved(`${printName(at)} is a delegation or a DNAME`);
        const cover = findCover(nextCloser(name, at));
        return typeof cover === "string" ? notProved(cover) : { encloser: at, isOptOut: cover.isOptOut };
      }
      if (at.length <= apex.length) return notProved(`no NSEC3 is of a name above ${printName(name)}`);
    }
  }

  function linkOf(name: Name): Link | undefined {
    const hash = hashOf(name, chain);
    return chain.links.find((link) => link.hash === hash);
  }

  /** What covers the name, or why nothing does. */
  function findCover(name: Name): Link | string {
    const hash = hashOf(name, chain);
    return chain.links.find((link) => covers(link, hash)) ?? `no NSEC3 covers ${printName(name)}`;
  }
}

const PROVED = { type: undefined, wildcard: undefined, optOut: false } as const;

/** Hashes go round in a circle: the last leads to the first (RFC 5155 §3.1.7). */
function covers({ hash, next }: Link, other: string): boolean {
  return hash < next ? hash < other && other < next : other > hash || other < next;
}

/** The name that is one label longer than the encloser (RFC 5155 §1.3). */
function nextCloser(name: Name, encloser: Name): Name {
  let at = name;
  while (parentOf(at) !== encloser && at !== parentOf(at)) at = parentOf(at);
  return at;
}

/** Why the types at a name do not show that this one is missing; a CNAME would answer for it, but for NSEC and RRSIG (RFC 4034 §3 and §4; RFC 5155 §8.5). */
function findType({ types }: Link, name: Name, type: number, apex: Name): NotProved | undefined {
  if (types.includes(type)) return notProved(`the NSEC3 of ${printName(name)} has the type`);
  if (types.includes(CNAME) && type !== NSEC && type !== RRSIG)
    return notProved(`the NSEC3 of ${printName(name)} has CNAME`);
  const isCut = types.includes(NS) && !types.includes(SOA);
  if (isCut && type !== DS) return notProved(`the NSEC3 of ${printName(name)} is the parent's`);
  // Who is asked for DS at his own apex knows no better than his own (RFC 4035 §3.1.4.1).
  if (type === DS && types.includes(SOA) && name !== apex) return notProved("the NSEC3 is the child's");
  return undefined;
}
