import { childOf, keyOf, labelsOf, type Name, parentOf } from "../../../dns/name.ts";
import { CNAME, DNAME, NS, PTR } from "../../../dns/type-numbers.ts";
import type { SourceRecord, SourceZone } from "../../source/source-zone.ts";
import { type Coverage, coverageOf } from "./coverage.ts";
import { conflictsOf, differenceOf, type ReverseFinding } from "./findings.ts";
import { type Candidate, candidatesIn, choose, cutsIn, isCut } from "./pointers.ts";

/** What zones with `reverse: auto` get. */
export interface ReverseRecords {
  /** By the folded name of the zone, in the order of the addresses' records. */
  readonly records: ReadonlyMap<Name, readonly SourceRecord[]>;
  readonly findings: readonly ReverseFinding[];
}

/**
 * The PTRs of every zone with `reverse: auto`: of each address in any zone whose name lies there, and in no longer one of
 * ours. A classless zone has them under its own name, and the zone above, if it is one of these, the aliases that lead there and the
 * delegation (RFC 2317 §4). What is written wins, and so does another nameserver that a name is delegated to.
 *
 * @param zones all of them, as they are written
 */
export function reverseRecords(zones: readonly SourceZone[]): ReverseRecords {
  const places = zones.flatMap((zone) => placeOf(zone) ?? []);
  const findings: ReverseFinding[] = [];
  const made = new Map<Name, SourceRecord[]>();
  for (const { key, zone } of places) if (zone.config.reverse === "auto") made.set(key, []);
  if (made.size === 0) return { records: made, findings };
  const finder = placeFinder(places);
  for (const [address, candidates] of candidatesIn(zones)) {
    const place = finder(address);
    const added = place && made.get(place.key);
    if (place === undefined || added === undefined) continue;
    const owner = ownerIn(place, address);
    const chosen = choose(candidates);
    const written = place.sets.get(owner);
    if (written !== undefined) findings.push(...differenceOf(place.zone, written, chosen));
    if (written !== undefined || isLost(owner, place)) continue;
    if (chosen.length > 1) findings.push(...conflictsOf(chosen));
    else added.push(pointer(owner, chosen[0]!, place.zone)); // an address has one candidate at least
  }
  for (const child of places) addAliases(child, finder, made);
  return { records: made, findings };
}

/** A zone that has names of addresses. */
interface Place {
  readonly key: Name;
  readonly zone: SourceZone;
  readonly coverage: Coverage;
  /** What is written at each name. */
  readonly sets: ReadonlyMap<Name, readonly SourceRecord[]>;
  readonly cuts: ReadonlySet<Name>;
}

function placeOf(zone: SourceZone): Place | undefined {
  const coverage = coverageOf(zone.origin);
  if (coverage === undefined || zone.role === "catalog") return undefined;
  const sets = Map.groupBy(zone.records, ({ owner }) => keyOf(owner));
  return { key: keyOf(zone.origin), zone, coverage, sets, cuts: cutsIn(zone.origin, zone.records) };
}

/** Finds the zone that has the name of an address: of several the one that has fewest. */
function placeFinder(places: readonly Place[]): (address: Name) => Place | undefined {
  const trees = new Map(
    places.filter(({ coverage }) => coverage.kind === "tree").map((each) => [each.key, each]),
  );
  const ranges = new Map<Name, Place[]>();
  for (const place of places) {
    if (place.coverage.kind !== "range") continue;
    const { parent } = place.coverage;
    const sorted = [...(ranges.get(parent) ?? []), place].sort((a, b) => sizeOf(a) - sizeOf(b));
    ranges.set(parent, sorted);
  }
  return (address) => {
    const exact = trees.get(address);
    if (exact !== undefined) return exact;
    const inRange = ranges
      .get(parentOf(address))
      ?.find((place) => ownerInRange(place, address) !== undefined);
    return inRange ?? treeAbove(parentOf(address), trees);
  };
}

function treeAbove(name: Name, trees: ReadonlyMap<Name, Place>): Place | undefined {
  for (let at = name; ; at = parentOf(at)) {
    const tree = trees.get(at);
    if (tree !== undefined || parentOf(at) === at) return tree;
  }
}

function sizeOf({ coverage }: Place): number {
  return coverage.kind === "range" ? coverage.last - coverage.first : Number.POSITIVE_INFINITY;
}

/** The name of an address in the zone that has it. */
function ownerIn(place: Place, address: Name): Name {
  return ownerInRange(place, address) ?? address;
}

function ownerInRange({ coverage, key }: Place, address: Name): Name | undefined {
  if (coverage.kind !== "range" || parentOf(address) !== coverage.parent) return undefined;
  const label = labelsOf(address)[0]!; // an address has labels
  const octet = Number(label);
  return octet >= coverage.first && octet <= coverage.last ? childOf(label, key) : undefined;
}

/** What stands at a name is never answered from this zone. */
function isLost(owner: Name, { cuts, sets, key }: Place): boolean {
  if (isCut(owner, cuts)) return true;
  for (let at = parentOf(owner); at.length >= key.length; at = parentOf(at)) {
    if (sets.get(at)?.some(({ type }) => type === DNAME)) return true;
    if (parentOf(at) === at) break;
  }
  return false;
}

function pointer(owner: Name, { record, target }: Candidate, { config }: SourceZone): SourceRecord {
  return { ...madeOf(record), owner, type: PTR, ttl: config.defaultTtl, rdata: target };
}

/** The place of a record, and what is said of whose it is. */
function madeOf(record: SourceRecord): Pick<SourceRecord, "at" | "nameAt" | "remarks" | "madeFrom"> {
  const { at, nameAt, remarks, owner, type, madeFrom } = record;
  const { ptr: _, ...about } = remarks ?? { disable: [] };
  return {
    at,
    nameAt,
    madeFrom: madeFrom ?? { owner, type },
    // What turns a rule off is about the record itself.
    ...(remarks !== undefined && { remarks: { ...about, disable: [] } }),
  };
}

/** Gives the zone above a classless one what leads there. */
function addAliases(
  child: Place,
  finder: (address: Name) => Place | undefined,
  made: ReadonlyMap<Name, SourceRecord[]>,
): void {
  if (child.coverage.kind !== "range") return;
  const { parent, first, last } = child.coverage;
  const above = finder(childOf(AN_ADDRESS_OF_NONE, parent));
  const added = above && made.get(above.key);
  if (above === undefined || added === undefined || isCut(parent, above.cuts)) return;
  const { nameserverTtl, defaultTtl } = above.zone.config;
  if (!above.sets.has(child.key)) {
    for (const record of child.sets.get(child.key) ?? []) {
      if (record.type === NS)
        added.push({
          ...madeOf(record),
          owner: child.key,
          type: NS,
          ttl: nameserverTtl,
          rdata: record.rdata,
        });
    }
  }
  const own = child.zone.records.filter(({ type }) => type === PTR);
  const taken = new Set<Name>();
  for (const record of [...own, ...(made.get(child.key) ?? [])]) {
    const target = keyOf(record.owner);
    const label = labelsOf(target)[0]!; // it lies below the zone, or is the zone
    const isInRange = parentOf(target) === child.key && Number(label) >= first && Number(label) <= last;
    if (!isInRange || record.type !== PTR || taken.has(target)) continue;
    taken.add(target);
    const owner = childOf(label, parent);
    if (above.sets.has(owner) || finder(owner) !== child) continue;
    added.push({ ...madeOf(record), owner, type: CNAME, ttl: defaultTtl, rdata: target });
  }
}

/** A label that no classless zone covers, so that the finder goes to the zone above. */
const AN_ADDRESS_OF_NONE = "x";
