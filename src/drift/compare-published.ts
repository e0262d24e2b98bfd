import { keyOf, type Name, printName } from "../../dns/name.ts";
import { compareSerials } from "../../dns/serial.ts";
import type { KeyStates } from "../../dns/signing/key-states.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import type { DeploymentRecord } from "../deploy/ledger.ts";
import { changesBetween } from "../plan/changes.ts";
import { digestOfRecords } from "../published/digest-of-records.ts";
import { withoutSigning } from "../published/without-signing.ts";
import { digestWithSerial } from "../render/render-zone.ts";
import { type ChangeRow, changeRows } from "../report/wording.ts";
import { greatestOf } from "../serial/order.ts";
import type { Shown, SoaTimers } from "../serial/shown.ts";

/** One address of a nameserver that does not answer a zone as it was deployed. */
export interface Difference {
  readonly zone: Name;
  /** `ns1.example.com. (192.0.2.53)` */
  readonly by: string;
  /** A sentence without its final stop. */
  readonly message: string;
}

/** A nameserver of others that answers an older serial than was deployed: it may only not have asked yet. */
export interface Lag extends Difference {
  /** What it answers. */
  readonly serial: number;
  /** Of the SOA that it holds. */
  readonly timers?: SoaTimers;
}

/** What one address shows of a zone, with its records where it gives them. */
export interface PublishedAt {
  readonly shown: Shown;
  /** No app of ours runs it. */
  readonly isOthers?: boolean;
  readonly records?: readonly ZoneRecord[];
}

/** What is published, against what was deployed. */
export interface Compared {
  readonly differences: readonly Difference[];
  readonly lags: readonly Lag[];
  /** Addresses that said nothing, so that nobody knows: `ns2.example.com. (192.0.2.54): no reply in 2 s`. */
  readonly silent: readonly string[];
  /** How many answers there were. */
  readonly answers: number;
}

/**
 * Compares what every nameserver address shows of every zone with what was deployed: the serial with the one that was
 * deployed, or where that is not known with the greatest that any of them shows, and the content value by value where
 * its records are given, else by its ZONEMD digest. Where there is neither, the serial is compared alone. A nameserver of
 * others with an older serial lags: its content is that of then.
 *
 * @param serialOf the serial that was deployed; undefined where nobody wrote it down
 * @param othersOf serials with which the same content may be answered besides
 * @param asReturned the zone as it is answered with those: with newer keys, where it has them
 */
export function comparePublished(
  zones: readonly Zone[],
  placesOf: (origin: Name) => readonly PublishedAt[],
  serialOf: (origin: Name) => number | undefined,
  othersOf: (origin: Name) => readonly number[] = () => [],
  asReturned: (zone: Zone) => Zone = (zone) => zone,
): Compared {
  const differences: Difference[] = [];
  const lags: Lag[] = [];
  const silent = new Set<string>();
  let answers = 0;
  for (const zone of zones) {
    const places = placesOf(zone.origin);
    const expected = serialOf(zone.origin) ?? greatestShown(places.map(({ shown }) => shown));
    for (const { shown: place, records, isOthers = false } of places) {
      if (place.kind === "silent") silent.add(`${place.by}: ${place.reason}`);
      else answers += 1;
      if (isOthers && expected !== undefined && isOlder(place, expected)) {
        const { by, serial, timers } = place;
        const message = otherSerial(serial, expected);
        lags.push({ zone: zone.origin, by, message, serial, ...(timers && { timers }) });
        continue;
      }
      const others = othersOf(zone.origin);
      const isReturned =
        place.kind === "serial" && place.serial !== expected && others.includes(place.serial);
      const content = isReturned ? asReturned(zone) : zone;
      const message = differenceOf(content, place, records, expected, others);
      if (message !== undefined) differences.push({ zone: zone.origin, by: place.by, message });
    }
  }
  return { differences, lags, silent: [...silent], answers };
}

function greatestShown(shown: readonly Shown[]): number | undefined {
  return greatestOf(shown.flatMap((place) => (place.kind === "serial" ? [place.serial] : [])));
}

function differenceOf(
  zone: Zone,
  place: Shown,
  records: readonly ZoneRecord[] | undefined,
  expected: number | undefined,
  others: readonly number[],
): string | undefined {
  switch (place.kind) {
    case "silent":
      return undefined;
    case "absent":
      return "it answers, and has no authority for the zone";
    case "serial": {
      const { serial } = place;
      const content = records === undefined ? otherDigest(zone, place) : otherRecords(zone, place, records);
      if (content !== undefined) return `serial ${serial} with ${content}`;
      if (expected === undefined || serial === expected || others.includes(serial)) return undefined;
      return otherSerial(serial, expected);
    }
    default:
      return place satisfies never;
  }
}

function otherSerial(serial: number, expected: number): string {
  const order = compareSerials(serial, expected);
  const when =
    order === -1 ? "an older one than" : order === 1 ? "a newer one than" : "neither older nor newer than";
  return `serial ${serial}, ${when} ${expected}, which was deployed`;
}

function isOlder(place: Shown, expected: number): place is ShownSerial {
  return place.kind === "serial" && compareSerials(place.serial, expected) === -1;
}

/** What a place of this kind shows. */
type ShownSerial = Extract<Shown, { readonly kind: "serial" }>;

const OTHER_CONTENT = "other content than was deployed";

function otherDigest(zone: Zone, { serial, digest }: ShownSerial): string | undefined {
  if (digest === undefined) return undefined;
  return digestWithSerial(zone, serial, digest.algorithm) === digest.digest ? undefined : OTHER_CONTENT;
}

/** Values first: a digest only says what somebody once wrote there. */
function otherRecords(
  zone: Zone,
  { digest }: ShownSerial,
  records: readonly ZoneRecord[],
): string | undefined {
  const rows = changesBetween(zone, { records: withoutSigning(records, zone) }).flatMap((change) =>
    changeRows(change, zone.origin),
  );
  if (rows.length > 0) {
    const rest = rows.length - MOST_ROWS;
    const more = rest > 0 ? `, and ${rest} more` : "";
    return `${OTHER_CONTENT}: ${rows.slice(0, MOST_ROWS).map(rowText).join(", ")}${more}`;
  }
  const { origin } = zone;
  const isTrue =
    digest === undefined || digestOfRecords({ origin, records }, digest.algorithm) === digest.digest;
  return isTrue ? undefined : "a ZONEMD that is not the digest of its records";
}

const MOST_ROWS = 5; // in a sentence

/** `+ www A 192.0.2.9`: it is answered and was not deployed. */
function rowText({ sign, name, type, ttl, value }: ChangeRow): string {
  return `${sign} ${name} ${sign === "~" ? `${type} TTL ${ttl}` : `${type} ${value}`}`;
}

/** The serials of a record of deployments, by zone. */
export function serialsIn(
  floors: { readonly [zone: string]: number } | undefined,
): (origin: Name) => number | undefined {
  return (origin) => floors?.[printName(keyOf(origin))] ?? floors?.[printName(origin)];
}

/**
 * The serials that deployments kept for going back, by zone. What has one is what was deployed before them, with their keys; where
 * they changed nothing but keys, it has their own.
 */
export function serialsOnTheWayBack(
  records: readonly Pick<DeploymentRecord, "back" | "floors">[],
  keys: KeyStates = new Map(),
): (origin: Name) => readonly number[] {
  return (origin) => {
    const name = printName(keyOf(origin));
    return records.flatMap(({ back, floors }) => [
      ...Object.values(back ?? {}).flatMap((zones) => zones[name] ?? []),
      ...(keys.has(keyOf(origin)) ? [floors[name] ?? []].flat() : []),
    ]);
  };
}
