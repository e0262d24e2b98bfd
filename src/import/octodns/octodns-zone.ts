import type { Name } from "../../../dns/name.ts";
import type { Position, Problem } from "../../../dns/problem.ts";
import type { Report } from "../../zones/octodns/zone-reading.ts";
import { keyOfRecord, type OctodnsRecord, wordsFor } from "./octodns-record.ts";

/** A zone while octoDNS' configuration is followed. */
export interface OctodnsZone {
  readonly origin: Name;
  /** As octoDNS has it: with A-labels, in lower case, with its final dot. */
  readonly name: string;
  readonly at: Position;
  /** Zones below this one that the configuration has, relative to it. */
  readonly subZones: readonly string[];
  readonly ignoresSubzoneAdds: boolean;
  readonly isLenient: boolean;
  readonly records: Map<string, OctodnsRecord>;
  /** Why the zone differs from what its files alone say; empty while it does not. */
  readonly changes: Set<string>;
  readonly report: Report;
}

/** A problem with a zone that an import cannot solve. */
export function zoneProblem(at: Position, rule: string, message: string, help: string): Problem {
  return { ...at, rule, severity: "error", message, help };
}

/** octoDNS' `Zone.add_record`: refuses what belongs into a zone below, and what is there already. */
export function addRecord(
  zone: OctodnsZone,
  record: OctodnsRecord,
  { replace = false, lenient = false }: { readonly replace?: boolean; readonly lenient?: boolean } = {},
): void {
  if (!belongsHere(zone, record) && !(lenient || record.flags.lenient)) {
    if (zone.ignoresSubzoneAdds) {
      zone.changes.add("records of its subzones are left out (ignore_subzone_adds)");
      return;
    }
    zone.report(
      zoneProblem(
        record.at,
        "octodns-subzone",
        `${wordsFor(record, zone.name)} belongs into a zone below ${zone.name} that the configuration has; octoDNS refuses it`,
        "Move the record into the file of that zone.",
      ),
    );
    return;
  }
  const key = keyOfRecord(record);
  const before = zone.records.get(key);
  if (before !== undefined && !replace) {
    zone.report(
      zoneProblem(
        record.at,
        "duplicate-rrset",
        `${wordsFor(record, zone.name)} is there already, from ${placeOf(before)}; octoDNS refuses it`,
        "Write all values in one place, or give the later provider `populate_should_replace: true`.",
      ),
    );
    return;
  }
  if (before !== undefined) zone.changes.add("a record replaces another");
  zone.records.set(key, record);
}

/** Takes the place of the record with the same name and type. */
export function putRecord(zone: OctodnsZone, record: OctodnsRecord): void {
  zone.records.set(keyOfRecord(record), record);
}

/** Takes a record out. */
export function removeRecord(zone: OctodnsZone, record: OctodnsRecord): void {
  zone.records.delete(keyOfRecord(record));
}

function belongsHere({ subZones }: OctodnsZone, { name, type }: OctodnsRecord): boolean {
  if (subZones.includes(name)) return type === "NS" || type === "DS";
  return !subZones.some((subZone) => name.endsWith(`.${subZone}`));
}

function placeOf({ at: { file, line } }: OctodnsRecord): string {
  return `${file}:${line}`;
}
