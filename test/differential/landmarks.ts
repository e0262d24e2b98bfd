import { isWildcard, keyOf, type Name, parentOf, ROOT } from "../../dns/name.ts";
import type { Zone } from "../../dns/zone.ts";
import { namesOf } from "./record-key.ts";

/** Names of a universe near which the hard questions are. */
export interface Landmarks {
  readonly apexes: readonly Name[];
  readonly owners: readonly Name[];
  /** Names without records that have names below them (RFC 4592 §2.2.2). */
  readonly emptyNonTerminals: readonly Name[];
  readonly cuts: readonly Name[];
  readonly dnames: readonly Name[];
  readonly wildcards: readonly Name[];
  /** Owners of NSEC3 (RFC 5155 §3), which are no names of the zone. */
  readonly hashes: readonly Name[];
  /** Names that stand in data. */
  readonly targets: readonly Name[];
  /** The types that a name holds, by `keyOf` of the name, without what a signer adds. */
  readonly typesAt: ReadonlyMap<Name, readonly number[]>;
}

/** Finds the landmarks of zones that are served together. */
export function findLandmarks(zones: readonly Zone[]): Landmarks {
  const owners = new Map<Name, Name>();
  const typesAt = new Map<Name, Set<number>>();
  const apexes = new Set(zones.map(({ origin }) => keyOf(origin)));
  const records = zones.flatMap((zone) => zone.records);
  const unsigned = records.filter(({ type }) => !SIGNERS_OWN.has(type));
  for (const { owner, type } of unsigned) {
    const key = keyOf(owner);
    owners.set(key, owner);
    typesAt.set(key, (typesAt.get(key) ?? new Set()).add(type));
  }
  const names = [...owners.values()];
  const having = (type: number) => names.filter((name) => typesAt.get(keyOf(name))!.has(type));
  return {
    apexes: zones.map(({ origin }) => origin),
    owners: names,
    emptyNonTerminals: findEmptyNonTerminals(names, owners, apexes),
    cuts: having(NS).filter((name) => !apexes.has(keyOf(name))),
    dnames: having(DNAME),
    wildcards: names.filter(isWildcard),
    hashes: records.filter(({ type }) => type === NSEC3).map(({ owner }) => owner),
    targets: [...new Set(unsigned.flatMap((record) => namesOf(record).slice(1)))],
    typesAt: new Map([...typesAt].map(([name, types]) => [name, [...types]])),
  };
}

const NS = 2;
const DNAME = 39;
const NSEC3 = 50;
/** RRSIG, NSEC and NSEC3. */
const SIGNERS_OWN: ReadonlySet<number> = new Set([46, 47, NSEC3]);

function findEmptyNonTerminals(
  names: readonly Name[],
  owners: ReadonlyMap<Name, Name>,
  apexes: ReadonlySet<Name>,
): Name[] {
  const empty = new Map<Name, Name>();
  for (const name of names) {
    if (apexes.has(keyOf(name))) continue;
    for (let above = parentOf(name); above !== ROOT && !apexes.has(keyOf(above)); above = parentOf(above)) {
      if (!owners.has(keyOf(above))) empty.set(keyOf(above), above);
    }
  }
  return [...empty.values()];
}
