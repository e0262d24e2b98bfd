import { NS, SOA } from "../../../dns/type-numbers.ts";
import { findRRset } from "../../answer/lookup.ts";
import type { Tables } from "../tables.ts";
import { ownerOf } from "./check-node.ts";
import { STAGED, STAGED_ROW, type Staging } from "./staging.ts";
import type { ZoneProblem } from "./zone-problem.ts";

/** Reports zones that lack what every zone has at its apex: SOA and NS (RFC 1034 §4.2.1). */
export function checkZones(staging: Staging, tables: Tables, problems: ZoneProblem[]): void {
  for (const { index, apex, file, isBroken } of staging.zones) {
    if (isBroken) continue;
    const row = staging.nodes[apex * STAGED + STAGED_ROW]!;
    const place = { file, line: 1, column: 1, severity: "error", source: "RFC 1034 §4.2.1" } as const;
    const origin = ownerOf(staging, apex);
    if (findRRset(tables, row, SOA) < 0) {
      const problem = {
        ...place,
        rule: "soa-missing",
        message: `Zone ${origin} has no SOA at its apex`,
        help: "Add one, or check that the file is the one for this zone.",
      };
      problems.push({ zone: index, problem });
    }
    if (findRRset(tables, row, NS) < 0) {
      const problem = {
        ...place,
        rule: "ns-missing",
        message: `Zone ${origin} has no NS at its apex`,
        help: "Add the nameservers of the zone.",
      };
      problems.push({ zone: index, problem });
    }
  }
}
