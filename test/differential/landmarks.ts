import { isWildcard, keyOf, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";

/** Names of a universe near which the hard questions are. */
export interface Landmarks {
  readonly apexes: readonly Name[];
  readonly owners: readonly Name[];
  /** Names without records that have names below them (RFC 4592 §2.2.2). */
  readonly emptyNonTerminals: readonly Name[];
  readonly cuts: readonly Name[];
  readonly dnames: readonly Name[];
  readonly wildcards: readonly Name[];
  /** Names that stand in data. */
  readonly targets: readonly Name[];
  /** The types that a name holds, by `keyOf` of the name. */
  readonly typesAt: ReadonlyMap<Name, readonly number[]>;
}

/** Finds the landmarks of zones that are served together. */
export function findLandmarks(zones: readonly Zone[]): Landmarks {
  const owners = new Map<Name, Name>();
  const typesAt = new Map<Name, Set<number>>();
  const apexes = new Set(zones.map(({ origin }) => keyOf(origin)));
  const records = zones.flatMap((zone) => zone.records);
  for (const { owner, type } of records) {
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
    targets: [...new Set(records.flatMap(targetsOf))],
    typesAt: new Map([...typesAt].map(([name, types]) => [name, [...types]])),
  };
}

const NS = 2;
const DNAME = 39;

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

function targetsOf({ type, rdata }: ZoneRecord): Name[] {
  const codec = codecOf(type);
  const fields = Object.entries(codec.fields).filter(([, field]) => field.extent === "name");
  if (fields.length === 0) return [];
  const values = codec.read(rdata);
  return fields.map(([name]) => values[name] as Name); // its extent says that it is a name
}
