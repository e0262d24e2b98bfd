import { makeTables, type Tables } from "../tables.ts";
import { linkAdditional } from "./additional.ts";
import { linkAliases } from "./aliases.ts";
import { checkReferrals } from "./check-referrals.ts";
import { checkZones } from "./check-zone.ts";
import { findCovers } from "./covers.ts";
import { linkDenial } from "./denial.ts";
import { indexNames } from "./index-names.ts";
import { writeJournals } from "./journals.ts";
import { measure } from "./measure.ts";
import { buildRows } from "./rows.ts";
import type { Staging } from "./staging.ts";
import { linkTargets } from "./targets.ts";
import type { ZoneProblem } from "./zone-problem.ts";
import { findZonesAbove } from "./zones-above.ts";

/**
 * Makes the tables of all staged zones. Where a nameserver must refuse a zone (no SOA, CNAME and other data, an RRset
 * or a referral that fits no message, a chain of NSEC or NSEC3 with a gap), the problems stand in place of the tables. The
 * staging is used up.
 */
export function compile(staging: Staging): { tables: Tables } | { problems: ZoneProblem[] } {
  findCovers(staging);
  const zonesAbove = findZonesAbove(staging);
  const tables = makeTables(measure(staging));
  const problems: ZoneProblem[] = [];
  buildRows(staging, zonesAbove, tables, problems);
  checkZones(staging, tables, problems);
  if (problems.length > 0) return { problems };
  indexNames(staging, zonesAbove, tables);
  linkTargets(staging, tables);
  linkAliases(staging, tables);
  linkAdditional(staging, tables);
  checkReferrals(staging, tables, problems);
  if (problems.length > 0) return { problems };
  linkDenial(staging, tables, problems);
  writeJournals(staging, tables);
  return problems.length > 0 ? { problems } : { tables };
}
