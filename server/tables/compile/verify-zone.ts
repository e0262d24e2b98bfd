import type { FlatRecords } from "../../../dns/flat-records.ts";
import type { Problem } from "../../../dns/problem.ts";
import { ZONEMD } from "../../../dns/type-numbers.ts";
import { verifyFlatZonemd } from "../../../dns/zonemd.ts";
import { positionOf, STAGED, STAGED_FIRST, STAGED_NAME, type StagedZone, type Staging } from "./staging.ts";

/**
 * Verifies the ZONEMD of the zone staged last (RFC 8976 §4). One that does not match is a problem: the zone is
 * damaged, or was changed after it was made.
 */
export function verifyZone(
  staging: Staging,
  zone: StagedZone,
  problems: Problem[],
): "absent" | "verified" | "unsupported" {
  const place = findZonemd(staging, zone);
  if (place < 0) return "absent";
  const result = verifyFlatZonemd(zone.origin, recordsOf(staging, zone));
  if (result.outcome !== "mismatch") return result.outcome;
  problems.push({
    ...positionOf(staging, place),
    severity: "error",
    rule: "zonemd-mismatch",
    message: `ZONEMD does not match the zone: ${result.reason}`,
    help: "Render the zone again, or remove the ZONEMD record.",
    source: "RFC 8976 §4",
  });
  return "absent";
}

function findZonemd(staging: Staging, zone: StagedZone): number {
  let record = staging.nodes[zone.apex * STAGED + STAGED_FIRST]!;
  while (record >= 0 && staging.types[record] !== ZONEMD) record = staging.next[record]!;
  return record;
}

/** The records of the zone, which are the last that were staged. */
export function recordsOf(staging: Staging, zone: StagedZone): FlatRecords {
  const { nodes, next } = staging;
  const end = staging.recordCount;
  const first = end - zone.records;
  const owners = new Uint32Array(zone.records);
  for (let node = zone.apex; node < staging.nodeCount; node++) {
    const name = nodes[node * STAGED + STAGED_NAME]!;
    for (let record = nodes[node * STAGED + STAGED_FIRST]!; record >= 0; record = next[record]!) {
      owners[record - first] = name;
    }
  }
  return {
    count: zone.records,
    names: staging.names,
    owners,
    types: staging.types.subarray(first, end),
    ttls: staging.ttls.subarray(first, end),
    rdata: staging.rdata,
    starts: staging.starts.subarray(first, end + 1),
  };
}
