import { CLASS_IN } from "../../dns/classes.ts";
import type { Message } from "../../dns/message.ts";
import { NXDOMAIN } from "../../dns/message-rcode.ts";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import { A, CNAME, SOA } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import { printOctets } from "./address-octets.ts";
import type { Inside } from "./look-in-zones.ts";
import type { AskResolvers } from "./resolvers.ts";

/** What has come of looking up a type at a target. TTLs are in seconds. */
export type Outcome =
  | {
      readonly kind: "addresses";
      readonly ttl: number;
      /** In ascending order. */
      readonly addresses: readonly Octets[];
      /** Nobody was asked: all of it stands in our zones. */
      readonly isOwn: boolean;
    }
  | { readonly kind: "none"; readonly ttl: number; readonly isOwn: boolean }
  /** The name does not exist. */
  | { readonly kind: "gone"; readonly ttl: number }
  /** It has addresses that are not to be told, see `refuseAddresses`. */
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

/** With what targets are looked up. */
export interface LookUpMeans {
  readonly inside: (name: Name, type: number) => Inside;
  readonly ask: AskResolvers;
  readonly isRefused: (address: Octets) => boolean;
}

/**
 * Looks up A or AAAA of a target: in our zones where it lies in these, else by asking, and so on along CNAME, DNAME and ALIAS
 * wherever they lead. It comes to an end, and never rejects.
 */
export async function lookUp(
  { inside, ask, isRefused }: LookUpMeans,
  target: Name,
  type: number,
): Promise<Outcome> {
  const way = new Way(target);
  while (way.steps < MAX_STEPS) {
    const own = lookInside(inside, way, type);
    if (own !== undefined) return own;
    const said = await ask(way.name, type);
    if ("failed" in said) return { kind: "failed", reason: said.failed };
    const outcome = readAnswer(said.message, way, type, inside, isRefused);
    if (outcome !== undefined) return outcome;
  }
  return { kind: "failed", reason: `more than ${MAX_STEPS} aliases one after the other` };
}

/** The outcome for a target where nobody has to be asked; undefined elsewhere. */
export function lookUpOwn(inside: LookUpMeans["inside"], target: Name, type: number): Outcome | undefined {
  return lookInside(inside, new Way(target), type);
}

/** So many names one after the other, and no more, be it a loop or not. */
const MAX_STEPS = 16;
const DEFAULT_NEGATIVE_TTL = 60; // where an answer has no SOA

/** From the target to where one has come, and how long all of that may be kept. */
class Way {
  name: Name;
  ttl = Number.POSITIVE_INFINITY;
  steps = 0;
  isOwn = true;
  readonly #seen = new Set<Name>();

  constructor(target: Name) {
    this.name = target;
    this.#seen.add(keyOf(target));
  }

  /** False where it has been there before. */
  go(name: Name, ttl: number): boolean {
    this.ttl = Math.min(this.ttl, ttl);
    this.name = name;
    this.steps += 1;
    const key = keyOf(name);
    if (this.#seen.has(key) || this.steps > MAX_STEPS) return false;
    this.#seen.add(key);
    return true;
  }
}

/** Goes on in our zones as far as they lead; undefined where they lead out. */
function lookInside(inside: LookUpMeans["inside"], way: Way, type: number): Outcome | undefined {
  for (;;) {
    const found = inside(way.name, type);
    switch (found.kind) {
      case "outside":
        return undefined;
      case "addresses": {
        const { addresses } = found;
        return { kind: "addresses", ttl: Math.min(way.ttl, found.ttl), addresses, isOwn: way.isOwn };
      }
      case "none":
        return { kind: "none", ttl: Math.min(way.ttl, found.ttl), isOwn: way.isOwn };
      case "failed":
        return found;
      case "next":
        if (!way.go(found.name, found.ttl)) return looped(found.name);
        break;
      default:
        return found satisfies never;
    }
  }
}

/** Goes along the answer; undefined where somebody else has to be asked for the name that it leads to. */
function readAnswer(
  { answer, authority, rcode }: Message,
  way: Way,
  type: number,
  inside: LookUpMeans["inside"],
  isRefused: (address: Octets) => boolean,
): Outcome | undefined {
  way.isOwn = false;
  const asked = way.name;
  for (;;) {
    const key = keyOf(way.name);
    const here = answer.filter((record) => record.class === CLASS_IN && keyOf(record.owner) === key);
    const size = type === A ? 4 : 16;
    const records = here.filter((record) => record.type === type && record.rdata.length === size);
    if (records.length > 0) {
      const ttl = Math.min(way.ttl, ...records.map((record) => record.ttl));
      const all = [...new Set(records.map(({ rdata }) => rdata))].sort();
      const addresses = all.filter((address) => !isRefused(address));
      if (addresses.length > 0) return { kind: "addresses", ttl, addresses, isOwn: false };
      return { kind: "refused", reason: all.slice(0, 4).map(printOctets).join(", ") };
    }
    const alias = here.find((record) => record.type === CNAME);
    if (alias === undefined) break;
    const next = alias.rdata as Name; // `decodeMessage` has read a name
    if (!way.go(next, alias.ttl)) return looped(next);
    // What our zones say of it is nobody else's to say.
    if (inside(next, type).kind !== "outside") return undefined;
  }
  if (rcode === NXDOMAIN) return { kind: "gone", ttl: Math.min(way.ttl, negativeTtl(authority)) };
  const hasSoa = authority.some((record) => record.type === SOA);
  // It was led on and says no more: that is for whoever is asked for this name.
  if (way.name !== asked && !hasSoa) return undefined;
  return { kind: "none", ttl: Math.min(way.ttl, negativeTtl(authority)), isOwn: false };
}

/** How long "no" holds: the TTL of the SOA, and not longer than its minimum (RFC 2308 §5). */
function negativeTtl(authority: Message["authority"]): number {
  const soa = authority.find((record) => record.type === SOA);
  if (soa === undefined) return DEFAULT_NEGATIVE_TTL;
  const minimum = Buffer.from(soa.rdata.slice(-4), "latin1").readUInt32BE(0);
  return Math.min(soa.ttl, minimum);
}

function looped(name: Name): Outcome {
  return { kind: "failed", reason: `it leads to ${printName(name)} again` };
}
