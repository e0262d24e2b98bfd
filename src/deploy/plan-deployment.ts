import { keyOf, type Name, printName } from "../../dns/name.ts";
import type { LooksByZone } from "../dnssec/looks-file.ts";
import { makePlan, type Plan } from "../plan/plan.ts";
import { asRemoved, type Base } from "../plan/pull-request.ts";
import type { PlacedRecord, SourceZone } from "../source/source-zone.ts";
import type { ForeignContent } from "./live-content.ts";
import type { Situation } from "./situation.ts";

/** What is live, as far as it is known. */
export interface Live {
  /** The zones of the commit that was deployed last. */
  readonly base: Base;
  /** What machines answer instead. */
  readonly foreign: readonly ForeignContent[];
}

/**
 * Plans the zones against what is live, with serials above everything that any machine, any address or an earlier
 * deployment may have answered.
 */
export function planDeployment(
  zones: readonly SourceZone[],
  live: Live,
  { shownOf, floorOf, reserved: reservedUpTo }: Situation,
  now: Date,
  keyLooks: LooksByZone = new Map(),
): Plan {
  const keys = new Set(zones.map(({ origin }) => keyOf(origin)));
  const removed = [...live.base.zones].flatMap(([key, zone]) =>
    keys.has(key) || zone === undefined ? [] : [asRemoved(zone)],
  );
  return makePlan(
    zones,
    (origin) => {
      const floor = floorOf(origin);
      const reserved = reservedUpTo.get(printName(keyOf(origin)));
      const records = recordsOf(origin, live);
      const config = live.base.zones.get(keyOf(origin))?.config;
      return {
        shown: shownOf(origin),
        ...(records === undefined ? {} : { records }),
        ...(floor === undefined ? {} : { floor }),
        ...(reserved === undefined ? {} : { reserved }),
        ...(config === undefined ? {} : { config }),
        // Where nobody has looked, nothing counts as seen: a change of keys that depends on it has to wait.
        keyLooks: keyLooks.get(keyOf(origin)) ?? {},
      };
    },
    removed,
    now,
  );
}

/** The records that are live; undefined where nobody knows them. */
function recordsOf(origin: Name, { base, foreign }: Live): readonly PlacedRecord[] | undefined {
  const key = keyOf(origin);
  const other = foreign.find(({ zone }) => keyOf(zone) === key);
  if (other !== undefined) return other.records;
  if (base.isBroken) return undefined;
  return base.zones.has(key) ? base.zones.get(key)?.records : [];
}
