import type { Name } from "../../../dns/name.ts";
import type { Position, Problem } from "../../../dns/problem.ts";
import type { ZoneConfig } from "../../source/config.ts";
import type { Remarks, SourceRecord } from "../../source/source-zone.ts";
import { type Placed, positionOf } from "../yaml/node.ts";

/** Takes a problem, and the remarks of the record that it is about, which may turn its rule off. */
export type Report = (problem: Problem, remarks?: Remarks) => void;

/** One file of a zone while it is read. */
export interface ZoneReading {
  readonly origin: Name;
  readonly config: ZoneConfig;
  readonly report: Report;
  /** Takes the remarks of every record that has some. */
  readonly remark: (remarks: Remarks) => void;
  readonly records: SourceRecord[];
  /** Owners (keys) of which something was refused, so that they may have more than the records say. */
  readonly broken: Set<Name>;
  /** How many errors were told so far. */
  readonly errors: () => number;
  /** The RRsets of this file, also those whose values were refused. */
  readonly rrsets: RrsetPlaces;
  /** The first of them at the owner that was looked at last: the RRsets of an owner mostly follow each other. */
  readonly last: { owner: Name | undefined; first: RrsetPlace | undefined };
  /** The same of the zone's other files. */
  readonly earlier: RrsetPlaces;
  /** Things that are told once for a zone, with their number: keys that we don't use, old spellings. */
  readonly tallies: Map<string, Tally>;
}

/** How often something was met, and where first. */
export interface Tally {
  readonly at: Position;
  readonly kind: TallyKind;
  readonly name: string;
  count: number;
}

/** What is counted instead of told each time. */
export type TallyKind =
  | "octodns-key"
  | "octodns-targets"
  | "provider-key"
  | "proxied"
  | "escaped-semicolon"
  | "text-chunks";

/** Where each RRset stands, by owner; those of one owner are a chain. */
export type RrsetPlaces = Map<Name, RrsetPlace>;

/** An RRset and where it stands. A large zone has as many as records, and an array for each owner would take most room. */
export interface RrsetPlace extends Placed {
  readonly type: number;
  next: RrsetPlace | undefined;
}

/** Where the RRset stands, if it does. */
export function placeOf(places: RrsetPlaces, owner: Name, type: number): RrsetPlace | undefined {
  let place = places.size === 0 ? undefined : places.get(owner);
  while (place !== undefined && place.type !== type) place = place.next;
  return place;
}

/** Notes where an RRset stands, unless it stands somewhere already: then it gives that place. */
export function addFirstPlace(
  { rrsets, earlier, last }: ZoneReading,
  owner: Name,
  type: number,
  { source, offset }: Placed,
): RrsetPlace | undefined {
  if (last.owner !== owner) {
    last.owner = owner;
    last.first = rrsets.get(owner);
  }
  const { first } = last;
  let before = first;
  while (before !== undefined && before.type !== type) before = before.next;
  before ??= placeOf(earlier, owner, type);
  if (before !== undefined) return before;
  if (first !== undefined) first.next = { type, source, offset, next: first.next };
  else {
    last.first = { type, source, offset, next: undefined };
    rrsets.set(owner, last.first);
  }
  return undefined;
}

function addPlace(places: RrsetPlaces, owner: Name, type: number, { source, offset }: Placed): void {
  places.set(owner, { type, source, offset, next: places.get(owner) });
}

/** The RRsets of all files. Both arguments are used up. */
export function joinPlaces(places: RrsetPlaces, more: RrsetPlaces): RrsetPlaces {
  if (places.size === 0) return more;
  for (const [owner, first] of more) {
    for (let place: RrsetPlace | undefined = first; place !== undefined; place = place.next) {
      addPlace(places, owner, place.type, place);
    }
  }
  return places;
}

/** Counts something that is told once for the zone. */
export function tally({ tallies }: ZoneReading, node: Placed, kind: TallyKind, name: string): void {
  const known = tallies.get(`${kind} ${name}`);
  if (known === undefined) tallies.set(`${kind} ${name}`, { at: positionOf(node), kind, name, count: 1 });
  else known.count += 1;
}
