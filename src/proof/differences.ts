import type { Name } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { Side, SideZone } from "./side.ts";

/** A name at which the two sides differ. */
export interface NameDifference {
  readonly name: Name;
  /** The types whose RRsets differ; none where a name only begins or ceases to exist. */
  readonly types: ReadonlySet<number>;
  readonly begins: boolean;
  readonly ceases: boolean;
}

/** A zone that differs, or is on one side only. */
export interface ZoneDifference {
  readonly origin: Name;
  readonly before: SideZone | undefined;
  readonly after: SideZone | undefined;
  /** Empty for a zone that is on one side only. */
  readonly names: readonly NameDifference[];
}

/** What the two sides differ in, by value. The serial and ZONEMD follow from the rest, and count for nothing. */
export function differencesOf([before, after]: readonly [Side, Side]): ZoneDifference[] {
  const differences: ZoneDifference[] = [];
  for (const origin of new Set([...before.zones.keys(), ...after.zones.keys()])) {
    const was = before.zones.get(origin);
    const is = after.zones.get(origin);
    if (was === is) continue;
    const names = was === undefined || is === undefined ? [] : namesThatDiffer(was, is);
    if (names.length > 0 || was === undefined || is === undefined)
      differences.push({ origin, before: was, after: is, names });
  }
  return differences;
}

function namesThatDiffer(before: SideZone, after: SideZone): NameDifference[] {
  const differences: NameDifference[] = [];
  for (const [name, old] of before.nodes) {
    const now = after.nodes.get(name);
    const types = typesThatDiffer(old, now ?? []);
    if (types.size > 0 || now === undefined) {
      differences.push({ name, types, begins: false, ceases: now === undefined });
    }
  }
  for (const [name, now] of after.nodes) {
    if (before.nodes.has(name)) continue;
    differences.push({ name, types: typesThatDiffer([], now), begins: true, ceases: false });
  }
  return differences;
}

function typesThatDiffer(old: readonly ZoneRecord[], now: readonly ZoneRecord[]): Set<number> {
  const types = new Set<number>();
  if (old.length === now.length && old.every((record, index) => isSame(record, now[index]!))) return types;
  const lines = (records: readonly ZoneRecord[]) => new Set(records.map(textOf));
  const [was, is] = [lines(old), lines(now)];
  for (const record of old) if (!is.has(textOf(record))) types.add(record.type);
  for (const record of now) if (!was.has(textOf(record))) types.add(record.type);
  return types;
}

function isSame(a: ZoneRecord, b: ZoneRecord): boolean {
  return a.type === b.type && a.ttl === b.ttl && dataOf(a) === dataOf(b) && a.owner === b.owner;
}

function textOf(record: ZoneRecord): string {
  return `${record.type} ${record.ttl} ${dataOf(record)}`;
}

/** Without the serial: the first of the five numbers at the end of a SOA. */
function dataOf({ type, rdata }: ZoneRecord): string {
  return type === SOA ? rdata.slice(0, -20) + rdata.slice(-16) : rdata;
}
