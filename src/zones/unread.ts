import { isError, type Problem } from "../../dns/problem.ts";
import type { SourceZone } from "../source/source-zone.ts";
import { allZones, type ReadZones } from "./validate.ts";

/** What could not be read. A zone that merely breaks a rule was read all the same. */
export interface Unread {
  /** Zones of which something could not be read, so that what they say is not known. */
  readonly zones: ReadonlySet<SourceZone>;
  /** Something that concerns every zone is wrong; then all of them are among these. */
  readonly isCommon: boolean;
}

/** Finds the zones of which something could not be read, by the errors that were told before the rules. */
export function unreadIn(read: Pick<ReadZones, "zones" | "catalog" | "told">): Unread {
  const { zones, told } = read;
  const errors = told().filter(isError);
  const all = zones.map(({ zone }) => zone);
  const blamed = new Map(all.map((zone) => [zone, errors.filter((error) => isIn(zone, error)).length]));
  const isCommon = [...blamed.values()].reduce((sum, count) => sum + count, 0) < errors.length;
  const isAny = errors.length > 0;
  return {
    zones: new Set(
      isCommon ? allZones(read) : all.filter((zone) => blamed.get(zone)! > 0 || (isAny && isMade(zone))),
    ),
    isCommon,
  };
}

/** What it says follows from all others. */
function isMade({ config }: SourceZone): boolean {
  return config.reverse === "auto";
}

function isIn({ file, template, hasNoFile }: SourceZone, problem: Problem): boolean {
  if (hasNoFile) return false; // its path is that of the settings, which concern all
  return problem.file === file || problem.file === template || problem.file.startsWith(`${file}/`);
}
