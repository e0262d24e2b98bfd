import { isWildcard, keyOf, type Name } from "../../dns/name.ts";
import { FAMILIES } from "./families.ts";
import type { LintRecord, LintZone } from "./lint-zone.ts";
import type { Outside } from "./outside.ts";
import type { Family, Find, Finding } from "./rule.ts";
import { targetsOf } from "./targets-of.ts";
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
  // A record of one zone may miss what stands in another.
  const broken = new Set(zones.flatMap((zone) => [...zone.broken]));
  const found = indexZones(zones).map((index) =>
    withoutDoubtful(findIn(index, outside, families), index.zone, broken),
  );
  return found as Finding<Kind>[][]; // they hold only records of their zone
}

/** What rules find in one zone, before what may be missing only because it could not be read is taken out. */
export function findIn(index: ZoneIndex, outside: Outside, families: readonly Family[]): RawFinding[] {
  const findings: RawFinding[] = [];
  const { levels } = index.zone;
  const find: Find = ({ id, severity, source, absence, off }, at, message, help, record, fix) => {
    if (off === true && !levels.has(id)) return;
    const subject = { zone: index.zone.origin, ...(record && { owner: record.owner, type: record.type }) };
    const from = source === undefined ? {} : { source };
    const problem = { ...at, rule: id, severity, message, help, ...from, subject, ...(fix && { fix }) };
    const finding = record === undefined ? { problem } : { problem, record };
    findings.push({ finding, isAbsence: absence === true });
  };
  for (const { check } of families) check?.(index, find, outside);
  return findings;
}

/** What a rule found, and whether it is that something is missing. */
export interface RawFinding {
  readonly finding: Finding;
  readonly isAbsence: boolean;
}

/**
 * The findings without those of what may well be there, in a part of the zones that could not be read.
 *
 * @param broken owners of which something was refused, in all zones
 */
export function withoutDoubtful(
  raw: readonly RawFinding[],
  zone: LintZone,
  broken: ReadonlySet<Name>,
): Finding[] {
  return raw.flatMap(({ finding, isAbsence }) =>
    isAbsence && mayBeThere(zone, broken, finding.record) ? [] : [finding],
  );
}

/** What a rule misses may stand in a part of the zones that could not be read. */
function mayBeThere(
  { origin, complete }: LintZone,
  broken: ReadonlySet<Name>,
  record: LintRecord | undefined,
): boolean {
  if (!complete) return true;
  if (broken.size === 0) return false;
  const concerned = record === undefined ? [origin] : [record.owner, ...targetsOf(record)];
  return concerned.some((name) => broken.has(keyOf(name))) || [...broken].some(isWildcard);
}
