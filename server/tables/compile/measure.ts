import { NSEC, NSEC3, SOA } from "../../../dns/type-numbers.ts";
import { RECORD_HEAD, type TableSizes } from "../tables.ts";
import { measureAliases } from "./aliases.ts";
import { coveredType } from "./covered-type.ts";
import { measureJournals } from "./journals.ts";
import type { Staging } from "./staging.ts";
import { planOf, roomForExtras } from "./type-plan.ts";

const NSEC3_PARAMETERS = 3 + 255; // iterations, salt length, salt

/** How much room the tables of these zones need at most. */
export function measure(staging: Staging): TableSizes {
  let extras = 0;
  let chain = 0;
  let patches = 0;
  let negative = 0;
  for (let record = 0; record < staging.recordCount; record++) {
    const type = staging.types[record]!;
    const plan = planOf(type);
    extras += roomForExtras(type, staging.rdata, staging.starts[record]!);
    patches += plan.compressible.length;
    if (type === NSEC || type === NSEC3) chain += 1;
    // A second SOA stands in negative answers, and so do its signatures.
    if (type === SOA || coveredType(staging, record) === SOA) negative += recordSize(staging, record) + 4;
  }
  const zones = staging.zones.length;
  return {
    slots: 2 ** Math.ceil(Math.log2(2 * staging.nodeCount + 2)),
    rows: staging.nodeCount + staging.recordCount + zones, // an RRset has one record at least
    extras,
    zones,
    chain,
    heap:
      staging.namesLength +
      staging.recordCount * RECORD_HEAD +
      staging.rdataLength +
      2 * patches +
      negative +
      zones * NSEC3_PARAMETERS,
    journals: measureJournals(staging),
    ...measureAliases(staging),
  };
}

function recordSize(staging: Staging, record: number): number {
  return RECORD_HEAD + staging.starts[record + 1]! - staging.starts[record]!;
}
