import { expect, test } from "vitest";
import { isAtOrBelow, isBelow, isWildcard, keyOf, labelCount, type Name, parentOf } from "../../dns/name.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { findLandmarks } from "./landmarks.ts";
import { makeUniverse } from "./make-universe.ts";
import { printPlainName } from "./print-zone.ts";
import { SHARED_TYPES } from "./random-rdata.ts";
import type { PlannedZone } from "./universe.ts";

const A = 1;
const NS = 2;
const CNAME = 5;
const DNAME = 39;

const universes = Array.from({ length: 200 }, (_, number) => makeUniverse(1, number, number % 20 === 19));
const zones = universes.flatMap((universe) => universe.zones);
const landmarks = universes.map((universe) => findLandmarks(universe.zones));

test("a universe is the same for the same seed and number, and another for others", () => {
  expect(makeUniverse(1, 7, false)).toEqual(universes[7]);
  expect(makeUniverse(2, 7, false)).not.toEqual(universes[7]);
  expect(makeUniverse(1, 8, false)).not.toEqual(universes[7]);
});

/** Features of zones, and in how many of the zones or universes each of them is. */
const FEATURES: readonly (readonly [feature: string, count: () => number])[] = [
  ["a wildcard", () => count(zones, ({ records }) => records.some(({ owner }) => isWildcard(owner)))],
  [
    "a name below a wildcard",
    () => count(zones, ({ records }) => records.some(({ owner }) => hasInnerStar(owner))),
  ],
  ["an empty non-terminal", () => count(landmarks, ({ emptyNonTerminals }) => emptyNonTerminals.length > 0)],
  ["glue in the delegated zone", () => count(zones, (zone) => cutsOf(zone).some(hasGlue))],
  ["a nameserver below its cut without glue", () => count(zones, (zone) => cutsOf(zone).some(lacksGlue))],
  ["a nameserver beside its cut", () => count(zones, (zone) => cutsOf(zone).some(hasSibling))],
  ["a nameserver outside the zone", () => count(zones, (zone) => cutsOf(zone).some(hasForeign))],
  ["a cut below a cut", () => count(zones, (zone) => cutsOf(zone).some(({ cut }) => hasCutAbove(zone, cut)))],
  ["an alias below a cut", () => count(zones, (zone) => cutsOf(zone).some(hidesAlias))],
  ["a DNAME", () => count(zones, has(DNAME))],
  [
    "a chain of two CNAMEs",
    () => count(zones, (zone) => aliasesOf(zone).some((alias) => leadsOn(zone, alias))),
  ],
  [
    "a CNAME to itself",
    () => count(zones, (zone) => aliasesOf(zone).some((alias) => isSame(alias.owner, alias))),
  ],
  [
    "a CNAME into another zone",
    () => count(universes, (universe) => universe.zones.some(leadsAcross(universe.zones))),
  ],
  ["octets that need an escape", () => count(zones, ({ records }) => records.some(hasOddOctets))],
  [
    "a name of more than 240 octets",
    () => count(zones, ({ records }) => records.some(({ owner }) => owner.length > 240)),
  ],
  [
    "a name of more than 100 labels",
    () => count(zones, ({ records }) => records.some(({ owner }) => labelCount(owner) > 100)),
  ],
  ["an RRset of more than 512 octets", () => count(zones, hasLargeRRset)],
  ["upper case", () => count(zones, ({ records }) => records.some(({ owner }) => owner !== keyOf(owner)))],
  [
    "a zone inside another",
    () => count(universes, (universe) => universe.zones.some(liesInside(universe.zones))),
  ],
  ["the root", () => count(zones, ({ origin }) => origin.length === 1)],
  ["a digest", () => count(zones, ({ finish }) => finish === "digest")],
  ["signatures with NSEC", () => count(zones, isSigned("nsec"))],
  ["signatures with NSEC3", () => count(zones, isSigned("nsec3"))],
  ["signatures with opt-out", () => count(zones, isSigned("opt-out"))],
  [
    "signatures of ours",
    () => count(zones, ({ finish }) => typeof finish === "object" && finish.by === "zonepipe"),
  ],
];

test.each(FEATURES)("zones have %s", (_feature, found) => {
  expect(found()).toBeGreaterThan(0);
});

// A signer adds these to the zones that are signed, and the digest is added last.
const MADE_LATER = ["RRSIG", "NSEC3"];
// What all servers read is made, without KEY, which says something to a signer.
const NOT_MADE = [...MADE_LATER, "KEY"];

test.each(
  SHARED_TYPES.filter(({ type }) => !NOT_MADE.includes(type)).map(({ type, code }) => [type, code] as const),
)("zones have %s", (_type, code) => {
  expect(count(zones, has(code))).toBeGreaterThan(0);
});

function count<Item>(items: readonly Item[], isSuch: (item: Item) => boolean): number {
  return items.filter(isSuch).length;
}

function has(code: number): (zone: PlannedZone) => boolean {
  return ({ records }) => records.some(({ type }) => type === code);
}

function isSigned(denial: string): (zone: PlannedZone) => boolean {
  return ({ finish }) => typeof finish === "object" && finish.denial === denial;
}

function hasInnerStar(owner: Name): boolean {
  for (let name = owner; name.length > 1; ) {
    name = parentOf(name);
    if (isWildcard(name)) return true;
  }
  return false;
}

interface Cut {
  readonly zone: PlannedZone;
  readonly cut: Name;
  readonly host: Name;
}

function cutsOf(zone: PlannedZone): Cut[] {
  return zone.records
    .filter(({ owner, type }) => type === NS && keyOf(owner) !== keyOf(zone.origin))
    .map(({ owner, rdata }) => ({ zone, cut: owner, host: rdata as Name })); // the data of NS is a name
}

function hasAddress({ zone, host }: Cut): boolean {
  return zone.records.some(({ owner, type }) => type === A && keyOf(owner) === keyOf(host));
}

function hasGlue(cut: Cut): boolean {
  return isAtOrBelow(cut.host, cut.cut) && hasAddress(cut);
}

function lacksGlue(cut: Cut): boolean {
  return isAtOrBelow(cut.host, cut.cut) && !hasAddress(cut);
}

function hasSibling(cut: Cut): boolean {
  return !isAtOrBelow(cut.host, cut.cut) && hasAddress(cut);
}

function hasForeign({ zone, host }: Cut): boolean {
  return !isAtOrBelow(host, zone.origin);
}

function hasCutAbove(zone: PlannedZone, cut: Name): boolean {
  return cutsOf(zone).some((other) => isBelow(cut, other.cut));
}

function hidesAlias({ zone, cut }: Cut): boolean {
  return zone.records.some(({ owner, type }) => (type === CNAME || type === DNAME) && isBelow(owner, cut));
}

function aliasesOf({ records }: PlannedZone): ZoneRecord[] {
  return records.filter(({ type }) => type === CNAME);
}

function isSame(owner: Name, { rdata }: ZoneRecord): boolean {
  return keyOf(owner) === keyOf(rdata as Name); // the data of CNAME is a name
}

function leadsOn(zone: PlannedZone, alias: ZoneRecord): boolean {
  return aliasesOf(zone).some((next) => next !== alias && isSame(next.owner, alias));
}

function leadsAcross(all: readonly PlannedZone[]): (zone: PlannedZone) => boolean {
  return (zone) =>
    aliasesOf(zone).some(({ rdata }) =>
      all.some(({ origin }) => origin !== zone.origin && isAtOrBelow(rdata as Name, origin)),
    );
}

function hasOddOctets({ owner }: ZoneRecord): boolean {
  return printPlainName(owner).includes("\\");
}

function hasLargeRRset({ records }: PlannedZone): boolean {
  const sizes = new Map<string, number>();
  for (const { owner, type, rdata } of records) {
    const key = `${type} ${keyOf(owner)}`;
    sizes.set(key, (sizes.get(key) ?? 0) + rdata.length);
  }
  return Math.max(...sizes.values()) > 512;
}

function liesInside(all: readonly PlannedZone[]): (zone: PlannedZone) => boolean {
  return ({ origin }) => all.some((other) => isBelow(origin, other.origin));
}
