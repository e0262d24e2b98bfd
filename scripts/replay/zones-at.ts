import { keyOf } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import { isError } from "../../dns/problem.ts";
import { type Base, EMPTY_BASE } from "../../src/plan/pull-request.ts";
import type { SourceZone } from "../../src/source/source-zone.ts";
import type { Clone } from "../../src/world/clone.ts";
import { gitFiles } from "../../src/world/git-files.ts";
import { load } from "../../src/zones/load.ts";
import { unreadIn } from "../../src/zones/unread.ts";
import { applyRules, readZones } from "../../src/zones/validate.ts";

/** The zones at a commit, as the side before of one change and the side after of another. */
export interface ZonesAt {
  readonly zones: readonly SourceZone[];
  readonly base: Base;
  /** Zones of which something could not be read. */
  readonly unread: ReadonlySet<SourceZone>;
  /** Something that concerns every zone is wrong. */
  readonly isBroken: boolean;
  /** Errors, in what is written and by the rules. */
  readonly errors: readonly Problem[];
}

const NO_ZONES: ZonesAt = { zones: [], base: EMPTY_BASE, unread: new Set(), isBroken: false, errors: [] };

/** Reads them out of git's store. A commit without the folder has no zones. */
export async function zonesAt(clone: Clone, folder: string, commit: string | undefined): Promise<ZonesAt> {
  if (commit === undefined) return NO_ZONES;
  const files = await gitFiles(clone, folder, commit);
  if ((await files.list(folder)) === undefined) return NO_ZONES;
  const read = readZones(await load(folder, files));
  const { zones: unread, isCommon: isBroken } = unreadIn(read);
  const { zones, problems } = applyRules(read);
  const base: Base = {
    zones: new Map(zones.map((zone) => [keyOf(zone.origin), unread.has(zone) ? undefined : zone])),
    broken: new Map([...unread].map(({ origin, file }) => [keyOf(origin), { origin, file }])),
    isBroken,
    notes: [],
  };
  return { zones, base, unread, isBroken, errors: problems.filter(isError) };
}
