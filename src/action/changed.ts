import { printName } from "../../dns/name.ts";
import { type Plan, serialOf } from "../plan/plan.ts";
import { settingsOf } from "../plan/settings.ts";

/** The plan changes a zone, or cannot tell that it does not. */
export function changesZones({ zones, removed }: Plan): boolean {
  return removed.length > 0 || zones.some(({ changes }) => changes === undefined || changes.length > 0);
}

/** The plan changes settings of a zone, whether a record shows it or not. */
export function changesSettings({ zones }: Plan): boolean {
  return zones.some((zone) => settingsOf(zone).length > 0);
}

/** The zones that the plan changes, by their names, and the serial that each would get. */
export function serialsOf({ zones }: Plan): { readonly [zone: string]: number | null } {
  return Object.fromEntries(
    zones.map(({ zone, decision }) => [printName(zone.origin), serialOf(decision) ?? null]),
  );
}
