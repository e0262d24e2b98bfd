import { isAtOrBelow, keyOf, labelCount, type Name, parentOf } from "../../dns/name.ts";
import type { Position } from "../../dns/problem.ts";
import type { ZoneConfig } from "../source/config.ts";
import type { SourceRecord, SourceZone } from "../source/source-zone.ts";
import { modelZones, type ZoneModel } from "../verify/zone-model.ts";
import { completeZone } from "../zones/config/complete-zone.ts";
import type { RrsetPlace } from "../zones/octodns/zone-reading.ts";
import type { PartReading } from "./file-parts.ts";

/** A zone as it was, of which only what lies around some names is put in order. */
export interface ZoneContent {
  /** Has everything that decides what the names answer: they themselves, what is above and below them, and wildcards. */
  readonly near: (names: readonly Name[]) => ZoneModel | undefined;
}

/** A zone that was read as one. */
export function inWhole(zone: SourceZone): ZoneContent {
  let model: ZoneModel | undefined;
  return {
    near() {
      model ??= modelZones([zone]).get(keyOf(zone.origin));
      return model;
    },
  };
}

/** What holds for all parts of a zone. */
export interface PartSettings {
  readonly config: ZoneConfig;
  /** The record by which our nameservers sign it; undefined where they do not. */
  readonly signing: SourceRecord | undefined;
  /** Where the zone begins. */
  readonly at: Position;
}

/** A zone that was read part by part, and what is kept of it for its next version. */
export interface PartedContent extends ZoneContent {
  readonly readings: readonly PartReading[];
  readonly settings: PartSettings;
  readonly models: ReadonlyMap<string, ZoneModel | undefined>;
}

/**
 * A zone that was read part by part. Undefined where two parts have the same owner, because then one has to know both.
 *
 * @param before another version of the zone: its models serve again where nothing around the names differs
 */
export function inParts(
  origin: Name,
  readings: readonly PartReading[],
  settings: PartSettings,
  before: PartedContent | undefined,
): PartedContent | undefined {
  const differing = differingParts(before?.readings ?? [], readings);
  const hasSameOwners = ownersOf(differing.old).join() === ownersOf(differing.now).join();
  if (!(before !== undefined && hasSameOwners)) {
    const owners = ownersOf(readings);
    if (new Set(owners).size < owners.length) return undefined;
  }
  const models = new Map<string, ZoneModel | undefined>();
  // Not `before` itself, which would keep the one before it, and so on to the first commit.
  const earlier = before !== undefined && isAlike(before.settings, settings) ? before.models : undefined;
  return {
    readings,
    settings,
    models,
    near(names) {
      const key = names.join(" ");
      if (models.has(key)) return models.get(key);
      const isNear = nearness(origin, settings.config, names);
      const isSame = earlier?.has(key) === true && ![...differing.old, ...differing.now].some(isNear);
      const model = isSame ? earlier.get(key) : modelOf(origin, readings.filter(isNear), settings);
      models.set(key, model);
      return model;
    },
  };
}

/** They make the same of the same parts. */
function isAlike(a: PartSettings, b: PartSettings): boolean {
  return a.config === b.config && a.signing?.rdata === b.signing?.rdata && a.signing?.ttl === b.signing?.ttl;
}

/** What lies between the parts that two versions begin and end with alike. */
function differingParts(old: readonly PartReading[], now: readonly PartReading[]) {
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  return { old: old.slice(head, old.length - tail), now: now.slice(head, now.length - tail) };
}

function ownersOf(readings: readonly PartReading[]): Name[] {
  return readings.flatMap(({ rrsets }) => [...rrsets.keys()]);
}

function modelOf(
  origin: Name,
  chosen: readonly PartReading[],
  { config, signing, at }: PartSettings,
): ZoneModel | undefined {
  const written: SourceRecord[] = chosen.flatMap(({ records }) => records);
  const rrsets = new Map<Name, RrsetPlace>(chosen.flatMap((reading) => [...reading.rrsets]));
  const { records } = completeZone({ origin, records: written, rrsets, at }, config);
  return modelZones([{ origin, records: signing === undefined ? records : [...records, signing] }]).get(
    keyOf(origin),
  );
}

/**
 * A part has to do with the names: it stands at the apex, at a wildcard below it, at a nameserver's name, or at or below the
 * first label under the apex that one of the names has.
 */
function nearness(
  origin: Name,
  { nameservers }: ZoneConfig,
  names: readonly Name[],
): (reading: PartReading) => boolean {
  const exact = new Set<Name>([
    keyOf(origin),
    `\x01*${keyOf(origin)}` as Name,
    ...nameservers.map(({ name }) => keyOf(name)),
  ]);
  const branches = [...new Set(names.map((name) => branchOf(keyOf(name), origin)))];
  const judge = (owner: Name) =>
    exact.has(owner) || branches.some((branch) => branch !== undefined && isAtOrBelow(owner, branch));
  return ({ rrsets }) => {
    for (const owner of rrsets.keys()) if (judge(owner)) return true;
    return false;
  };
}

/** The name one label below the apex on the way to a name; undefined for the apex and what lies elsewhere. */
function branchOf(name: Name, origin: Name): Name | undefined {
  if (!isAtOrBelow(name, origin)) return undefined;
  let at = name;
  for (let left = labelCount(name) - labelCount(origin); left > 1; left--) at = parentOf(at);
  return at.length === origin.length ? undefined : at;
}
