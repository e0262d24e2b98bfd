import type { Problem } from "../../dns/problem.ts";
import { makeTables, NODE_SIZE, type Tables, ZONE_APEX, ZONE_SIZE } from "../tables.ts";
import { linkAdditional } from "./additional.ts";
import { checkZones } from "./check-zone.ts";
import { linkDenial } from "./denial.ts";
import { indexNames } from "./index-names.ts";
import { linkZones } from "./link-zones.ts";
import { measure } from "./measure.ts";
import { buildRRsets } from "./rrsets.ts";
import type { Staging } from "./staging.ts";
import { linkTargets } from "./targets.ts";

/**
 * Makes the tables of all staged zones. Where a nameserver must refuse a zone (no SOA, CNAME and other data, an RRset
 * that fits no message), the problems stand in place of the tables. The staging is used up.
 */
export function compile(staging: Staging): { tables: Tables } | { problems: Problem[] } {
  const tables = makeTables(measure(staging));
  tables.names.set(staging.names.subarray(0, staging.namesLength));
  tables.nodes.set(staging.nodes.subarray(0, staging.nodeCount * NODE_SIZE));
  for (const zone of staging.zones) tables.zones[zone.index * ZONE_SIZE + ZONE_APEX] = zone.apex;
  const problems: Problem[] = [];
  const shadowed = linkZones(staging, tables);
  buildRRsets(staging, tables, problems);
  checkZones(staging, tables, problems);
  if (problems.length > 0) return { problems };
  indexNames(staging, tables, shadowed);
  linkTargets(staging, tables);
  linkAdditional(staging, tables);
  linkDenial(staging, tables);
  return { tables };
}
