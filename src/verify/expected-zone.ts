import type { Zone } from "../../dns/zone.ts";
import { renderZone, withSerial } from "../render/render-zone.ts";
import { greatestOf } from "../serial/order.ts";
import type { Shown } from "../serial/shown.ts";

/**
 * The zone as nameservers should answer it when nobody says which serial was published: with the greatest serial that
 * they show, and with the digest of our content under that serial where they show a digest at all. A nameserver whose
 * content differs is found by both, the digest and the RRset that differs.
 */
export function expectedZone(zone: Zone, shown: readonly Shown[], fallback: number): Zone {
  const published = shown.filter((place) => place.kind === "serial");
  const serial = greatestOf(published.map((place) => place.serial)) ?? fallback;
  const withDigest = published.some(({ digest }) => digest !== undefined);
  return withDigest ? renderZone(zone, serial) : withSerial(zone, serial);
}
