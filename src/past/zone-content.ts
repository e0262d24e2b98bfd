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

/**
 * A zone that was read part by part. Undefined where two parts have the same owner, because then one has to know both.
 *
 * @param before the same zone at another commit, whose models serve again where nothing around the names differs
 */
export function inParts(
  origin: Name,
  readings: readonly PartReading[],
  config: ZoneConfig,
  at: Position,
  before: ReadonlyMap<string, NearModel>,
): (ZoneContent & { readonly models: ReadonlyMap<string, NearModel> }) | undefined {
  const owners = new Set<Name>();
  for (const { rrsets } of readings) {
    for (const owner of rrsets.keys()) {
      if (owners.has(owner)) return undefined;
      owners.add(owner);
    }
  }
  const models = new Map<string, NearModel>();
  return {
    models,
    near(names) {
      const key = names.join(" ");
      const chosen = readings.filter(isNear(origin, config, names));
      const known = models.get(key) ?? before.get(key);
      const isSame = known !== undefined && known.config === config && areSame(known.chosen, chosen);
      const near = isSame ? known : { chosen, config, model: modelOf(origin, chosen, config, at) };
      models.set(key, near);
      return near.model;
    },
  };
}

/** A model, and what it was made of. */
export interface NearModel {
  readonly chosen: readonly PartReading[];
  readonly config: ZoneConfig;
  readonly model: ZoneModel | undefined;
}

function areSame(a: readonly PartReading[], b: readonly PartReading[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

function modelOf(
  origin: Name,
  chosen: readonly PartReading[],
  config: ZoneConfig,
  at: Position,
): ZoneModel | undefined {
  const written: SourceRecord[] = chosen.flatMap(({ records }) => records);
  const rrsets = new Map<Name, RrsetPlace>(chosen.flatMap((reading) => [...reading.rrsets]));
  const { records } = completeZone({ origin, records: written, rrsets, at }, config);
  return modelZones([{ origin, records }]).get(keyOf(origin));
}

/**
 * A part has to do with the names: it stands at the apex, at a wildcard below it, at a nameserver's name, or at or below the
 * first label under the apex that one of the names has.
 */
function isNear(
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
