import { isAtOrBelow, type Name } from "../../dns/name.ts";
import type { Scope } from "./invariant.ts";
import type { SeenZones } from "./zones-seen.ts";

/** The name lies in the zones and subtrees of the scope. */
export function isNameIn(name: Name, { zones, below }: Scope, seen: Pick<SeenZones, "zoneOf">): boolean {
  if (below.length > 0 && !below.some((top) => isAtOrBelow(name, top))) return false;
  if (zones.length === 0) return true;
  const zone = seen.zoneOf(name);
  return zone !== undefined && zones.includes(zone);
}

/** The type is one of the scope's; where it names none, one of `usual`, or any. */
export function isTypeIn(type: number, { types }: Scope, usual?: readonly number[]): boolean {
  if (types.length > 0) return types.includes(type);
  return usual === undefined || usual.includes(type);
}
