import { checkAlone } from "./alone.ts";
import { checkApex } from "./apex.ts";
import { checkDelegation } from "./delegation.ts";
import { checkRrsets } from "./rrsets.ts";
import type { Find, Finding, LintRecord, LintZone } from "./rule.ts";
import { checkTargets } from "./targets.ts";
import { checkValues } from "./values.ts";
import { indexZone } from "./zone-index.ts";

/**
 * What the rules find in a zone. It may come from YAML or from a zone file.
 *
 * @param complete all of the zone could be read; otherwise nothing is said to be missing
 */
export function lint<Kind extends LintRecord>(zone: LintZone<Kind>, complete = true): Finding<Kind>[] {
  const findings: Finding<Kind>[] = [];
  const find: Find = ({ id, severity, source, absence }, at, message, help, record) => {
    if (absence === true && !complete) return;
    const problem = { ...at, rule: id, severity, message, help, ...(source !== undefined && { source }) };
    // Rules find only records of the zone that they were given.
    findings.push(record === undefined ? { problem } : { problem, record: record as Kind });
  };
  const index = indexZone(zone);
  for (const check of [checkApex, checkAlone, checkRrsets, checkTargets, checkDelegation, checkValues]) {
    check(index, find);
  }
  return findings;
}
