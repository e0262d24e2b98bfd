import type { Zone } from "../../dns/zone.ts";
import { policyIn } from "../dnssec/policy.ts";
import { renderZone, withSerial } from "../render/render-zone.ts";
import { signedZone } from "../render/signed-zone.ts";
import { greatestOf } from "../serial/order.ts";
import type { Shown } from "../serial/shown.ts";

/**
 * The zone as nameservers should answer it when nobody says which serial was published: with the greatest serial that
 * they show, and with the digest of our content under that serial where they show a digest at all. A nameserver whose
 * content differs is found by both, the digest and the RRset that differs. A zone that our nameservers sign is answered signed, with
 * the serial of the latest week that one of them answers.
 */
export function expectedZone(zone: Zone, shown: readonly Shown[], fallback: number): Zone {
  const published = shown.filter((place) => place.kind === "serial");
  const serial = greatestOf(published.map((place) => place.serial)) ?? fallback;
  if (policyIn(zone) !== undefined) {
    // The signatures say which week is answered, so no clock is asked.
    const windows = published.flatMap((place) =>
      place.serial === serial && place.signed?.answers !== undefined ? [place.signed.answers.window] : [],
    );
    if (windows.length > 0) return signedZone(zone, serial, Math.max(...windows));
  }
  const withDigest = published.some(({ digest }) => digest !== undefined);
  return withDigest ? renderZone(zone, serial) : withSerial(zone, serial);
}
