import { keyOf, type Name } from "../../dns/name.ts";
import { compile } from "../tables/compile/compile.ts";
import { spliceTables } from "../tables/compile/splice.ts";
import type { ZonePiece } from "../tables/compile/splice-plan.ts";
import { addZone, type Staging } from "../tables/compile/staging.ts";
import type { ZoneProblem } from "../tables/compile/zone-problem.ts";
import type { MovedRows } from "../tables/moved-rows.ts";
import type { Tables } from "../tables/tables.ts";

/** Where a zone is taken from: by its number in the staging, or in the tables that are served. */
export type ZonePlace =
  | { readonly kind: "staged"; readonly index: number }
  | { readonly kind: "served"; readonly number: number };

/** A zone that is to be in the tables. */
export interface ZoneToBe {
  readonly origin: Name;
  readonly place: ZonePlace;
}

/** What is served: its zones in the order of its tables, those too that are answered SERVFAIL. */
export interface ServedTables {
  readonly tables: Tables;
  readonly origins: readonly Name[];
}

/** Tables, and what of those that are served is in them as it was. */
export interface Compiled {
  readonly tables: Tables;
  readonly moved: readonly MovedRows[];
}

/**
 * Makes tables of all these zones, in their order. Of those that are served as they were nothing is made again, so it takes as long as what
 * is staged is large. The staging is used up; zones in problems are numbers in that order.
 */
export function compileStaged(
  staging: Staging,
  zones: readonly ZoneToBe[],
  served: ServedTables | undefined,
): Compiled | { readonly problems: readonly ZoneProblem[] } {
  const isAllStaged = zones.every(({ place }) => place.kind === "staged");
  const compiledNumbers = new Int32Array(zones.length).fill(-1);
  for (const [zone, { place }] of zones.entries())
    if (place.kind === "staged") compiledNumbers[zone] = place.index;
  if (!isAllStaged) addInnerZones(staging, zones, compiledNumbers);
  const compiled = compile(staging);
  if ("problems" in compiled)
    return {
      problems: compiled.problems.map((each) => ({ ...each, zone: compiledNumbers.indexOf(each.zone) })),
    };
  if (isAllStaged || served === undefined) return { ...compiled, moved: [] };
  const numbers = new Map(served.origins.map((origin, number) => [keyOf(origin), number]));
  const servedNumbers = Int32Array.from(zones, ({ origin }) => numbers.get(keyOf(origin)) ?? -1);
  return spliceTables({
    served: served.tables,
    compiled: compiled.tables,
    pieces: zones.map(({ place }) => pieceOf(place)),
    ...{ servedNumbers, compiledNumbers },
    hasOtherZones: zones.length !== served.origins.length || servedNumbers.includes(-1),
  });
}

/**
 * The folded names of zones in which names begin or cease to be those of another zone: the ones nearest above zones that come or go. They
 * are to be staged, whether their files have changed or not.
 */
export function zonesAboveOthers(now: readonly Name[], before: readonly Name[]): ReadonlySet<string> {
  const [present, former] = [new Set(now.map(keyOf)), new Set(before.map(keyOf))];
  const others = [
    ...[...present].filter((key) => !former.has(key)),
    ...[...former].filter((key) => !present.has(key)),
  ];
  return new Set(others.map((key) => nameAbove(key, present)).filter((key) => key !== undefined));
}

/** Zones that lie in staged ones answer for their names, whatever these hold: each is staged as an apex. */
function addInnerZones(staging: Staging, zones: readonly ZoneToBe[], compiledNumbers: Int32Array): void {
  const staged = new Set(
    zones.filter(({ place }) => place.kind === "staged").map(({ origin }) => keyOf(origin)),
  );
  for (const [zone, { origin, place }] of zones.entries()) {
    if (place.kind === "staged" || nameAbove(keyOf(origin), staged) === undefined) continue;
    compiledNumbers[zone] = addZone(staging, Buffer.from(origin, "latin1"), "", true).index;
  }
}

/** The longest of these names that the name is below. */
function nameAbove(name: Name, among: ReadonlySet<Name>): Name | undefined {
  for (let at = 0; name.charCodeAt(at) !== 0; ) {
    at += 1 + name.charCodeAt(at);
    const above = name.slice(at) as Name; // from a label of a name on, it is one
    if (among.has(above)) return above;
  }
  return undefined;
}

function pieceOf(place: ZonePlace): ZonePiece {
  switch (place.kind) {
    case "served":
      return { from: "served", number: place.number };
    case "staged":
      return { from: "compiled", number: place.index };
    default:
      return place satisfies never;
  }
}
