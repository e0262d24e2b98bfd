import { base32hex } from "../../dns/fields/base32hex.ts";
import { keyOf, labelsOf, type Name, parentOf, printName, sortKeyOf } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { NSEC, NSEC3, SOA } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { Zone } from "../../dns/zone.ts";
import { coveredType } from "../verify/true-records.ts";
import { type HashParameters, hashOf, OPT_OUT, SHA1 } from "./denial-hash.ts";
import { type ProvableName, provableNames } from "./denial-names.ts";

/** What is wrong with a chain of NSEC or NSEC3. */
export interface ChainFinding {
  /** Which chain: `NSEC`, or `NSEC3` with its iterations and its salt in hex digits. */
  readonly chain: string;
  /** Owner of the record at fault, or the name that has none. */
  readonly owner: Name;
  /** What is wrong and what is expected, without a final stop. */
  readonly message: string;
}

/**
 * Whether each chain of the zone goes once around: each next name is the next owner in canonical or hash order, the last
 * leads to the first, each name that must be in it is, no other is, and its types are those at the name (RFC 4034 §4.1, RFC 5155
 * §7.1). Then any answer is right that denies something by a record of it. A zone without a chain has nothing wrong here, nor
 * one whose SOA has no signature: in it NSEC and NSEC3 are data like any other.
 */
export function chainGoesAround(zone: Zone): ChainFinding[] {
  const isSigned = zone.records.some(
    (record) => coveredType(record) === SOA && keyOf(record.owner) === keyOf(zone.origin),
  );
  if (!isSigned) return [];
  const names = provableNames(zone);
  return [nsecChain(zone, names), ...nsec3Chains(zone, names)].flatMap(findingsOf);
}

interface Link {
  /** Its place in the order of the chain, and that which it leads to. */
  readonly order: string;
  readonly next: string;
  readonly owner: Name;
  readonly types: readonly number[];
  readonly isOptOut: boolean;
}

interface Chain {
  readonly label: string;
  readonly links: Link[];
  /** The names that it is of, by their places in the order. */
  readonly names: ReadonlyMap<string, ProvableName>;
}

function nsecChain({ records }: Zone, names: readonly ProvableName[]): Chain {
  // An empty non-terminal has no NSEC (RFC 4035 §2.3).
  const owners = names.filter(({ types }) => types.length > 0);
  const places = new Map(owners.map((name) => [sortKeyOf(name.name), { ...name, mayBeLeftOut: false }]));
  const links = records.flatMap(({ owner, type, rdata }): Link[] => {
    const nsec = type === NSEC ? decode(NSEC, rdata) : undefined;
    if (nsec?.type !== "NSEC") return [];
    const [order, next] = [sortKeyOf(owner), sortKeyOf(nsec.next_domain_name)];
    return [{ order, next, owner, types: nsec.types, isOptOut: false }];
  });
  return { label: "NSEC", links, names: places };
}

function nsec3Chains({ records, origin }: Zone, names: readonly ProvableName[]): Chain[] {
  const chains = new Map<string, Chain>();
  for (const { owner, type, rdata } of records) {
    if (type !== NSEC3 || keyOf(parentOf(owner)) !== keyOf(origin)) continue;
    const nsec3 = decode(NSEC3, rdata);
    if (nsec3.type !== "NSEC3" || nsec3.hash_algorithm !== SHA1) continue;
    const { iterations, salt, types, flags } = nsec3;
    const label = `NSEC3 ${iterations} ${Buffer.from(salt, "latin1").toString("hex") || "-"}`;
    const chain = chains.get(label) ?? { label, links: [], names: hashed(names, nsec3) };
    const order = labelsOf(keyOf(owner))[0]!; // it has one, for its parent is the apex
    const next = base32hex.print(nsec3.next_hashed_owner);
    chain.links.push({ order, next, owner, types, isOptOut: (flags & OPT_OUT) !== 0 });
    chains.set(label, chain);
  }
  return [...chains.values()];
}

function hashed(names: readonly ProvableName[], parameters: HashParameters): Map<string, ProvableName> {
  return new Map(names.map((name) => [hashOf(name.name, parameters), name]));
}

function findingsOf({ label, links, names }: Chain): ChainFinding[] {
  if (links.length === 0) return [];
  const found: ChainFinding[] = [];
  const find = (owner: Name, message: string) => found.push({ chain: label, owner, message });
  const sorted = links.toSorted((a, b) => (a.order < b.order ? -1 : 1));
  for (const [at, link] of sorted.entries()) {
    const following = sorted[(at + 1) % sorted.length]!;
    const name = names.get(link.order);
    if (link.next !== following.order) {
      find(link.owner, `It does not lead to the next, which is ${printName(following.owner)}`);
    }
    if (name === undefined) find(link.owner, "It is of no name of the zone");
    else if (!isSame(link.types, name.types)) {
      find(link.owner, `It says ${printTypes(link.types)}; expected ${printTypes(name.types)}`);
    }
  }
  const there = new Set(links.map(({ order }) => order));
  for (const [order, { name, mayBeLeftOut }] of names) {
    if (there.has(order) || (mayBeLeftOut && coveringLink(sorted, order).isOptOut)) continue;
    find(name, `${printName(name)} is not in the chain`);
  }
  return found;
}

/** The one before, in a circle. */
function coveringLink(sorted: readonly Link[], place: string): Link {
  return sorted.findLast(({ order }) => order < place) ?? sorted.at(-1)!; // there is one
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((type) => b.includes(type));
}

function printTypes(types: readonly number[]): string {
  return types.length === 0 ? "no types" : types.map(typeName).join(" ");
}
