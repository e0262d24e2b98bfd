import { keyOf, type Name, printName } from "../../dns/name.ts";
import { compareSerials } from "../../dns/serial.ts";
import type { Zone } from "../../dns/zone.ts";
import { digestWithSerial } from "../render/render-zone.ts";
import { greatestOf } from "../serial/order.ts";
import type { Shown } from "../serial/shown.ts";

/** One address of a nameserver that does not answer a zone as it was deployed. */
export interface Difference {
  readonly zone: Name;
  /** `ns1.example.com. (192.0.2.53)` */
  readonly by: string;
  /** A sentence without its final stop. */
  readonly message: string;
}

/** What is published, against what was deployed. */
export interface Compared {
  readonly differences: readonly Difference[];
  /** Addresses that said nothing, so that nobody knows: `ns2.example.com. (192.0.2.54): no reply in 2 s`. */
  readonly silent: readonly string[];
  /** How many answers there were. */
  readonly answers: number;
}

/**
 * Compares what every nameserver address shows of every zone with what was deployed: the serial with the one that was
 * deployed, or where that is not known with the greatest that any of them shows, and the content by its ZONEMD digest. A
 * nameserver without ZONEMD is compared by its serial alone.
 *
 * @param serialOf the serial that was deployed; undefined where nobody wrote it down
 */
export function comparePublished(
  zones: readonly Zone[],
  shownOf: (origin: Name) => readonly Shown[],
  serialOf: (origin: Name) => number | undefined,
): Compared {
  const differences: Difference[] = [];
  const silent = new Set<string>();
  let answers = 0;
  for (const zone of zones) {
    const shown = shownOf(zone.origin);
    const expected = serialOf(zone.origin) ?? greatestShown(shown);
    for (const place of shown) {
      if (place.kind === "silent") silent.add(`${place.by}: ${place.reason}`);
      else answers += 1;
      const message = differenceOf(zone, place, expected);
      if (message !== undefined) differences.push({ zone: zone.origin, by: place.by, message });
    }
  }
  return { differences, silent: [...silent], answers };
}

function greatestShown(shown: readonly Shown[]): number | undefined {
  return greatestOf(shown.flatMap((place) => (place.kind === "serial" ? [place.serial] : [])));
}

function differenceOf(zone: Zone, place: Shown, expected: number | undefined): string | undefined {
  switch (place.kind) {
    case "silent":
      return undefined;
    case "absent":
      return "it answers, and has no authority for the zone";
    case "serial": {
      const { serial, digest } = place;
      if (digest !== undefined && digestWithSerial(zone, serial, digest.algorithm) !== digest.digest) {
        return `serial ${serial} with other content than was deployed`;
      }
      if (expected === undefined || serial === expected) return undefined;
      const order = compareSerials(serial, expected);
      const when =
        order === -1
          ? "an older one than"
          : order === 1
            ? "a newer one than"
            : "neither older nor newer than";
      return `serial ${serial}, ${when} ${expected}, which was deployed`;
    }
    default:
      return place satisfies never;
  }
}

/** The serials of a record of deployments, by zone. */
export function serialsIn(
  floors: { readonly [zone: string]: number } | undefined,
): (origin: Name) => number | undefined {
  return (origin) => floors?.[printName(keyOf(origin))] ?? floors?.[printName(origin)];
}
