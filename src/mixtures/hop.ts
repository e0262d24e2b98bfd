import { keyOf, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { CNAME, NSEC } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { expectAnswer } from "../verify/expect.ts";
import { nodeAt, type ZoneModels, zoneOf } from "../verify/zone-model.ts";

/** What one name says to a question, before anybody follows an alias. Lifetimes are seconds in a cache. */
export type Hop =
  | { readonly kind: "records"; readonly records: readonly ZoneRecord[]; readonly life: number }
  | { readonly kind: "alias"; readonly target: Name; readonly life: number }
  | Denial
  /** No zone that we know says anything about it. */
  | { readonly kind: "outside" };

/** No such name, or nothing of this type at it. */
export interface Denial {
  readonly kind: "none";
  readonly life: number;
  /**
   * A resolver may deny it without having asked for it: it knows that a name above does not exist (RFC 8020 §2), or has
   * an NSEC whose gap it lies in (RFC 8198 §5.1).
   */
  readonly isWide: boolean;
}

/** One side of a change. */
export interface Side {
  readonly models: ZoneModels;
  /** Zones, by key, of which nobody knows what they have. */
  readonly unknown: ReadonlySet<Name>;
}

/** What a side says of a name and type: one step of what a resolver does. */
export function hopOf(side: Side, name: Name, type: number): Hop {
  if (!isDecided(side, name)) return { kind: "outside" };
  const expected = expectAnswer(side.models, { name, type });
  switch (expected.outcome) {
    case "refused":
    case "referral":
    case "any": // nobody depends on what a server chooses
      return { kind: "outside" };
    case "answer":
      return { kind: "records", records: expected.records, life: leastTtl(expected.records) };
    case "looked-up": {
      // Resolvers get addresses, and see no link to the target.
      const { name: owner, own, ttl } = expected;
      if (own === undefined) return { kind: "outside" };
      const records = own.map((rdata) => ({ owner, type, ttl, rdata }));
      return records.length === 0
        ? { kind: "none", life: ttl, isWide: false }
        : { kind: "records", records, life: ttl };
    }
    case "alias":
      return firstLink([...expected.records, ...expected.more], name);
    case "nodata":
      return { kind: "none", life: expected.soa.ttl, isWide: hasNsec(side, name) };
    case "nxdomain":
      return {
        kind: "none",
        life: expected.soa.ttl,
        isWide: hasNsec(side, name) || isBelowMissing(side, name),
      };
    default:
      return expected satisfies never;
  }
}

/** The nearest zone at or above the name is one of which all is known. */
function isDecided({ models, unknown }: Side, name: Name): boolean {
  if (unknown.size === 0) return true;
  for (let at = keyOf(name); ; at = parentOf(at)) {
    if (models.has(at)) return true;
    if (unknown.has(at) || at === ROOT) return false;
  }
}

/** A chain that ends at once (RFC 6672 §2.2, a name that grows too long) is as good as nothing. */
function firstLink(links: readonly ZoneRecord[], name: Name): Hop {
  const cname = links.find(({ owner, type }) => type === CNAME && keyOf(owner) === keyOf(name));
  return cname === undefined
    ? { kind: "none", life: leastTtl(links), isWide: false }
    : { kind: "alias", target: cname.rdata as Name, life: cname.ttl }; // rdata of a CNAME is a name
}

function leastTtl(records: readonly ZoneRecord[]): number {
  return Math.min(...records.map(({ ttl }) => ttl));
}

function isBelowMissing({ models }: Side, name: Name): boolean {
  const model = zoneOf(models, name);
  return model !== undefined && nodeAt(model, parentOf(name)) === undefined;
}

/** The zone is signed with NSEC, which a resolver may use for every name in its gap. */
function hasNsec({ models }: Side, name: Name): boolean {
  const model = zoneOf(models, name);
  return model !== undefined && nodeAt(model, model.origin)?.rrsets.get(NSEC) !== undefined;
}
