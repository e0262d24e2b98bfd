import { keyOf } from "../../dns/name.ts";
import { stampOf } from "./file-stamp.ts";
import type { LoadedZone } from "./loaded-zone.ts";
import { isUnchanged } from "./unchanged.ts";
import type { ZoneFile } from "./zone-files.ts";

/** Zones that are served, and which of them would be loaded as they are. */
export interface Untouched {
  /** Their folded names. */
  readonly same: ReadonlySet<string>;
  /** All that are served, in their order, with what is known of their files by now. */
  readonly zones: readonly LoadedZone[];
}

/**
 * Finds the zones whose files are the very ones that were read, or hold the same octets. No record is read for that.
 *
 * @param faulty the folded names of zones of which there is no telling
 */
export function findUntouched(
  files: readonly ZoneFile[],
  served: readonly LoadedZone[],
  faulty: ReadonlySet<string>,
): Untouched {
  const fileOf = new Map(files.map(({ origin, file }) => [keyOf(origin), file]));
  const same = new Set<string>();
  const zones = served.map((zone) => {
    const key = keyOf(zone.origin);
    if (zone.isToSign || fileOf.get(key) !== zone.files[0] || faulty.has(key)) return zone;
    const isTouched = zone.stamp === undefined || stampOf(zone.files) !== zone.stamp;
    const since = Date.now();
    if (isTouched && !isUnchanged({ ...zone, stamp: undefined })) return zone;
    same.add(key);
    return isTouched ? { ...zone, stamp: stampOf(zone.files, since) } : zone;
  });
  return { same, zones };
}
