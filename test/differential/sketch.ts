import { childOf, isBelow, isWildcard, keyOf, type Name, ROOT } from "../../dns/name.ts";
import type { Random } from "./random.ts";
import { addLabel, deepen, randomLabel, shuffleCase } from "./random-name.ts";

/** The names of a zone before they hold anything. */
export interface Sketch {
  readonly origin: Name;
  /** Without the apex. */
  readonly owners: readonly Owner[];
}

/** A name and what it will be. */
export interface Owner {
  readonly name: Name;
  readonly role: Role;
}

/** A `handover` is a cut below which another of the zones lies. */
export type Role = "data" | "cname" | "dname" | "cut" | "handover" | "nothing";

/** Sketches zones that lie beside, below and in each other, all of them below `base`'s parent. */
export function sketchZones(random: Random, base: Name, sibling: Name | undefined): Sketch[] {
  const origins = placeZones(random, base, sibling);
  return origins.map((origin) => ({ origin, owners: sketchOwners(random, origin, origins) }));
}

function placeZones(random: Random, base: Name, sibling: Name | undefined): Name[] {
  const origins = [random.chance(0.2) ? shuffleCase(random, base) : base];
  if (random.chance(0.7)) origins.push(nameBelow(random, base, 2));
  if (random.chance(0.3)) origins.push(nameBelow(random, random.pick(origins), 2));
  if (sibling !== undefined && random.chance(0.4)) origins.push(sibling);
  return distinct(origins.filter((origin) => !isWildcard(origin)));
}

function sketchOwners(random: Random, origin: Name, origins: readonly Name[]): Owner[] {
  const names: Name[] = [];
  const count = 5 + random.below(random.pick([5, 15, 30]));
  while (names.length < count) names.push(sketchName(random, names, origin));
  for (const other of origins) {
    if (isBelow(other, origin) && random.chance(0.9)) names.push(other);
  }
  const others = origins.filter((other) => other !== origin);
  const inner = new Set<Name>(others.map(keyOf));
  // What a parent zone holds inside another zone is invisible, but for NSD, so only few parents do.
  const isIntruding = random.chance(0.1);
  return distinct(names)
    .filter((name) => isBelow(name, origin))
    .filter((name) => isIntruding || !others.some((other) => isBelow(other, origin) && isBelow(name, other)))
    .map((name) => ({
      name,
      // The nameserver that every apex names has an address.
      role: keyOf(name) === keyOf(nameserverOf(origin)) ? "data" : sketchRole(random, name, inner),
    }));
}

function sketchName(random: Random, names: readonly Name[], origin: Name): Name {
  if (random.chance(0.02)) return deepen(random, origin);
  const above = names.length > 0 && random.chance(0.5) ? random.pick(names) : origin;
  const below = nameBelow(random, above, random.pick(LABELS_BELOW));
  return random.chance(0.16) ? addLabel("*", random.chance(0.5) ? above : below) : below;
}

function nameBelow(random: Random, above: Name, most: number): Name {
  let name = above;
  for (let left = 1 + random.below(most); left > 0; left--) name = addLabel(randomLabel(random), name);
  return name;
}

function sketchRole(random: Random, name: Name, inner: ReadonlySet<Name>): Role {
  if (inner.has(keyOf(name))) return random.weighted(INNER_ROLES);
  if (isWildcard(name)) return random.weighted(WILDCARD_ROLES);
  return random.weighted(ROLES);
}

type Roles = readonly (readonly [number, Role])[];

const LABELS_BELOW = [1, 1, 1, 1, 1, 1, 2, 2, 3];

const ROLES: Roles = [
  [62, "data"],
  [13, "cname"],
  [11, "cut"],
  [6, "dname"],
  [8, "nothing"],
];

// A parent zone mostly delegates the zone that lies in it, and then has no say any more.
const INNER_ROLES: Roles = [
  [80, "handover"],
  [10, "data"],
  [10, "nothing"],
];

// What NS at a wildcard means is undefined (RFC 4592 §4.2), and BIND refuses it. DNAME there is discouraged (§4.4).
const WILDCARD_ROLES: Roles = [
  [690, "data"],
  [250, "cname"],
  [50, "nothing"],
  [5, "dname"],
];

/** Every name once; `a` and `A` are the same. */
function distinct(names: readonly Name[]): Name[] {
  return [...new Map(names.map((name) => [keyOf(name), name])).values()];
}

/** The nameserver that every zone names, and has an address for. */
export function nameserverOf(origin: Name): Name {
  return addLabel("ns1", origin);
}

/** The name of the universe's main zone, and of the one beside it. */
export function basesOf(number: number, rooted: boolean): { base: Name; sibling: Name | undefined } {
  if (rooted) return { base: ROOT, sibling: undefined };
  const example = childOf("example", ROOT);
  return { base: childOf(`u${number}`, example), sibling: childOf(`s${number}`, example) };
}
