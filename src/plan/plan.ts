import type { Name } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { KeyLooks } from "../dnssec/key-looks.ts";
import { type PresignedRest, presignedRest } from "../dnssec/presigned-rest.ts";
import { digestWithSerial, withSerial } from "../render/render-zone.ts";
import { decideSerial, type SerialDecision } from "../serial/decide.ts";
import type { SettingsBefore } from "../serial/jump.ts";
import { greatestOf } from "../serial/order.ts";
import type { Shown } from "../serial/shown.ts";
import { styleSerial } from "../serial/style.ts";
import type { ZoneConfig } from "../source/config.ts";
import type { PlacedRecord, SourceRecord, SourceZone } from "../source/source-zone.ts";
import { compare, countRrsets, type RrsetChange } from "./changes.ts";
import { type JudgedKeys, judgeKeys } from "./key-change.ts";

/** What is published of one zone now, as far as anybody could be asked. */
export interface Published {
  readonly shown: readonly Shown[];
  /** What the zone is compared with: the records that are published, or those of the commit before, with its places. */
  readonly records?: readonly PlacedRecord[];
  /** What `shown` has the digest of is what the zone is compared with, so that an equal digest says that nothing changes. */
  readonly isShown?: boolean;
  /** Nameservers that were asked for the records, and did not give them: why, as a clause. */
  readonly notGiven?: readonly { readonly by: string; readonly reason: string }[];
  /** Somebody signs the zone on its way: what signing makes is left out of `records`. */
  readonly isSigned?: boolean;
  /** A serial up to which all are spent, told by the user or written down by an earlier deployment. */
  readonly floor?: number;
  /** A serial up to which all are kept for going back, see `SerialQuestion`. */
  readonly reserved?: number;
  /** The zone's settings before the change; left out where it is new, or they are not known. */
  readonly config?: ZoneConfig;
  /** What was looked at of its keys and DS; left out where nobody can tell. */
  readonly keyLooks?: KeyLooks;
  /** What is seen of them now, where nobody can tell since when it is so. */
  readonly keysNow?: KeyLooks;
}

/** What will happen to one zone. */
export interface ZonePlan {
  readonly zone: SourceZone;
  readonly decision: SerialDecision;
  /** The serial that its style gives a change made now. */
  readonly fresh: number;
  /** The greatest serial that was shown, if any. */
  readonly publishedSerial?: number;
  /** The changes to what is published; undefined where its records are not known. */
  readonly changes?: readonly RrsetChange<SourceRecord>[];
  /** What every place showed, for the report. */
  readonly shown: readonly Shown[];
  /** The records that it is compared with; undefined where they are not known. */
  readonly base?: readonly PlacedRecord[];
  /** How many RRsets are published, the digest not counted; undefined where they are not known. */
  readonly publishedRrsets?: number;
  /** How long resolvers may remember that a name does not exist, in seconds (RFC 2308 §5), by what is published. */
  readonly negativeTtl?: number;
  /** What speaks against the change of its keys; left out where nothing does. */
  readonly keys?: JudgedKeys;
  /** Signatures over its keys, made beforehand, that end before long; left out where none do. */
  readonly presigned?: readonly PresignedRest[];
  /** Its settings before the change; left out where it is new, or they are not known. */
  readonly configBefore?: ZoneConfig;
  /** Nameservers that were asked for the records, and did not give them: why, as a clause. */
  readonly notGiven?: readonly { readonly by: string; readonly reason: string }[];
  /** Somebody signs the zone on its way to the nameservers; that was not compared. */
  readonly isSigned?: boolean;
}

/** A zone that is published and no longer in the sources. */
export interface RemovedZone {
  readonly origin: Name;
  /** Left out where not all of them could be read. */
  readonly records?: number;
  /** What it says, for what its end does to answers; left out where that is not known. */
  readonly content?: readonly PlacedRecord[];
  /** The file before it went, or of a zone in several files their folder; left out of what nameservers or rendered files show. */
  readonly file?: string;
}

/** What will happen: a pure value that says everything and does nothing. */
export interface Plan {
  readonly zones: readonly ZonePlan[];
  readonly removed: readonly RemovedZone[];
}

/**
 * Plans the zones against what is published.
 *
 * @param publishedOf what is published of the zone with this origin
 * @param now for serials made of the time
 */
export function makePlan(
  zones: readonly SourceZone[],
  publishedOf: (origin: Name) => Published,
  removed: readonly RemovedZone[],
  now: Date,
): Plan {
  return { zones: zones.map((zone) => planZone(zone, publishedOf(zone.origin), now)), removed };
}

function planZone(zone: SourceZone, published: Published, now: Date): ZonePlan {
  const { shown, records, isShown, floor, reserved, config, notGiven, isSigned } = published;
  const fresh = styleSerial(zone.config.serial, now);
  const decision = decideSerial({
    digestWith: (serial, algorithm) => digestWithSerial(zone, serial, algorithm),
    shown,
    style: zone.config.serial,
    fresh,
    ...(floor === undefined ? {} : { floor }),
    ...(reserved === undefined ? {} : { reserved }),
    ...(zone.config.serialAbove === undefined ? {} : { above: zone.config.serialAbove }),
    ...(config === undefined ? {} : { before: settingsBefore(config, now) }),
  });
  const presigned = presignedRest(zone, now);
  const told = {
    ...(presigned.length > 0 && { presigned }),
    ...(config !== undefined && { configBefore: config }),
    ...(notGiven !== undefined && { notGiven }),
    ...(isSigned !== undefined && { isSigned }),
  };
  const serials = shown.flatMap((place) => (place.kind === "serial" ? [place.serial] : []));
  const publishedSerial = greatestOf(serials);
  const isNew = shown.every((place) => place.kind === "absent");
  if (decision.kind === "kept" && isShown === true) {
    const publishedRrsets = countRrsets(records ?? zone.records);
    const same = { changes: [], publishedRrsets, publishedSerial: decision.serial };
    return { zone, decision, fresh, shown, ...same, ...told };
  }
  const numbered = withSerial(zone, serialOf(decision) ?? 0);
  const base = records ?? (isNew ? [] : undefined);
  const keys = base && judgeKeys(zone, base, numbered.records, published, now);
  return {
    zone,
    decision,
    fresh,
    shown,
    ...(publishedSerial === undefined ? {} : { publishedSerial }),
    ...(base === undefined ? {} : comparedWith(base, numbered)),
    ...(keys !== undefined && { keys }),
    ...told,
  };
}

function settingsBefore({ serial, serialAbove }: ZoneConfig, now: Date): SettingsBefore {
  return { fresh: styleSerial(serial, now), ...(serialAbove === undefined ? {} : { above: serialAbove }) };
}

function comparedWith(
  base: readonly PlacedRecord[],
  zone: { readonly origin: Name; readonly records: readonly SourceRecord[] },
): Pick<ZonePlan, "changes" | "base" | "publishedRrsets" | "negativeTtl"> {
  const negativeTtl = negativeTtlOf(base);
  const { changes, rrsetsBefore } = compare({ records: base }, zone);
  return {
    changes,
    base,
    publishedRrsets: rrsetsBefore,
    ...(negativeTtl === undefined ? {} : { negativeTtl }),
  };
}

/** The least of the SOA's TTL and its MINIMUM (RFC 2308 §5). */
function negativeTtlOf(records: readonly ZoneRecord[]): number | undefined {
  const soa = records.find(({ type }) => type === SOA);
  const rdata = soa === undefined ? undefined : decode(SOA, soa.rdata);
  return rdata?.type === "SOA" ? Math.min(soa!.ttl, rdata.minimum) : undefined;
}

/** The serial that the zone gets; undefined when it could not be decided. */
export function serialOf(decision: SerialDecision): number | undefined {
  switch (decision.kind) {
    case "first":
    case "kept":
    case "raised":
      return decision.serial;
    case "unknown":
    case "no-greatest":
      return undefined;
    default:
      return decision satisfies never;
  }
}

/** Every zone of the plan has its serial. */
export function isDecided(plan: Plan): boolean {
  return plan.zones.every(({ decision }) => serialOf(decision) !== undefined);
}

/** The RRsets that the plan takes away from a zone. */
export function deletedBy(plan: Plan | undefined, origin: Name): { owner: Name; type: number }[] {
  const zone = plan?.zones.find((candidate) => candidate.zone.origin === origin);
  return (zone?.changes ?? [])
    .filter(({ kind }) => kind === "removed")
    .map(({ owner, type }) => ({ owner, type }));
}
