import { isBelow, isWildcard, keyOf, type Name, parentOf } from "../../../dns/name.ts";
import { SIGNING_POLICY } from "../../../dns/signing/policy.ts";
import { CNAME, DNAME, DNSKEY, NS, RRSIG, SOA } from "../../../dns/type-numbers.ts";
import type { Item } from "../../mixtures/item.ts";
import type { ZonePair } from "../../mixtures/mixture.ts";
import { changesBetween, type RrsetChange } from "../changes.ts";

/** Changes that go out together: one RRset, or all of a name where an alias or a cut takes the place of others. */
export interface Atom {
  readonly origin: Name;
  readonly owner: Name;
  readonly types: ReadonlySet<number>;
  readonly changes: readonly RrsetChange[];
}

/** The changes of all zones that are known on both sides. A new zone goes out as a whole, so it has none. */
export function atomsOf(pairs: readonly ZonePair[]): Atom[] {
  return pairs.flatMap(({ origin, before, after, isSame }): Atom[] => {
    if (before === undefined || after === undefined || isSame === true || before.length === 0) return [];
    const owners = Map.groupBy(changesBetween({ records: before }, { records: after }), ({ owner }) =>
      keyOf(owner),
    );
    return [...owners].flatMap(([owner, changes]): Atom[] => {
      const isApex = owner === keyOf(origin);
      const isWhole = changes.some(({ type }) => type === CNAME || (type === NS && !isApex));
      const groups = isWhole ? [changes] : changes.map((change) => [change]);
      return groups.map((group) => ({
        origin,
        owner,
        types: new Set(group.map(({ type }) => type)),
        changes: group,
      }));
    });
  });
}

/** The SOA says how long denials live, so it changes with the last step. */
export function isSoa({ types }: Atom): boolean {
  return types.has(SOA);
}

/** The changes that make an item another one: those at its name, else those that decide who answers for it. */
export function atomsBehind(item: Item<unknown>, atoms: readonly Atom[]): Atom[] {
  const key = keyOf(item.owner);
  const others = atoms.filter((atom) => !isSoa(atom));
  const own = others.filter(
    ({ owner, types, changes }) =>
      owner === key &&
      (types.has(item.type) || isOfPolicy(item.type, types) || types.has(CNAME) || changes.length > 1),
  );
  if (own.length > 0) return own;
  const redirecting = others.filter(
    ({ owner, types }) => isBelow(key, owner) && (types.has(NS) || types.has(DNAME)),
  );
  if (redirecting.length > 0) return redirecting;
  const wildcards = others.filter(({ owner }) => isWildcard(owner) && isBelow(key, parentOf(owner)));
  // A name that comes or goes, at this one, below it or beside it, decides which wildcard answers (RFC 4592 §3.3.1).
  const existence = others.filter(
    ({ owner, changes }) =>
      !isWildcard(owner) &&
      changes.some(({ kind }) => kind !== "changed") &&
      (owner === key || isBelow(owner, parentOf(key))),
  );
  return [...wildcards, ...existence];
}

/** Keys and signatures of a zone that our nameservers sign are made of the record that says how. */
function isOfPolicy(type: number, types: ReadonlySet<number>): boolean {
  return (type === DNSKEY || type === RRSIG) && types.has(SIGNING_POLICY);
}
