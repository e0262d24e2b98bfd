import type { Problem } from "../../dns/problem.ts";
import { type SourceZone, withoutCatalog } from "../source/source-zone.ts";
import type { InvariantsFile } from "../zones/load.ts";
import type { Invariant } from "./invariant.ts";
import { judgeInvariants } from "./judge.ts";
import { readInvariants } from "./read-invariants.ts";
import { problemsOf } from "./wording.ts";
import { seeZones } from "./zones-seen.ts";

/** The invariants of a folder, and what is wrong with them or with the zones by them. */
export interface CheckedInvariants {
  readonly invariants: readonly Invariant[];
  readonly problems: readonly Problem[];
}

/**
 * Reads the invariants that stand beside zones, and judges the zones by them as far as a state alone can tell.
 *
 * @param isWhole everything of the zones could be read; otherwise they are not judged, for what is missing may stand there
 */
export function checkInvariants(
  file: InvariantsFile | undefined,
  all: readonly SourceZone[],
  isWhole: boolean,
): CheckedInvariants {
  const zones = withoutCatalog(all);
  if (file === undefined) return { invariants: [], problems: [] };
  const { invariants, problems } = readInvariants(
    file,
    zones.map(({ origin }) => origin),
  );
  if (!isWhole || invariants.length === 0) return { invariants, problems };
  return { invariants, problems: [...problems, ...problemsOf(judgeInvariants(invariants, seeZones(zones)))] };
}
