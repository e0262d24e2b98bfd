import { FAMILIES } from "./families.ts";
import type { LintRecord, LintZone } from "./lint-zone.ts";
import type { Outside } from "./outside.ts";
import type { Family, Find, Finding } from "./rule.ts";
import { indexZones, type ZoneIndex } from "./zone-index.ts";

/**
 * What the rules find in zones that belong together, zone by zone. They may come from YAML or from zone files.
 *
 * @param families the rules to apply; otherwise all
 */
export function lint<Kind extends LintRecord>(
  zones: readonly LintZone<Kind>[],
  outside: Outside,
  families: readonly Family[] = FAMILIES,
): Finding<Kind>[][] {
  return indexZones(zones).map((index) => lintZone(index, outside, families) as Finding<Kind>[]); // they hold only records of their zone
}

function lintZone(index: ZoneIndex, outside: Outside, families: readonly Family[]): Finding[] {
  const findings: Finding[] = [];
  const { complete, levels } = index.zone;
  const find: Find = ({ id, severity, source, absence, off }, at, message, help, record) => {
    if (absence === true && !complete) return;
    if (off === true && !levels.has(id)) return;
    const problem = { ...at, rule: id, severity, message, help, ...(source !== undefined && { source }) };
    findings.push(record === undefined ? { problem } : { problem, record });
  };
  for (const { check } of families) check?.(index, find, outside);
  return findings;
}
