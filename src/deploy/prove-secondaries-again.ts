import { keyOf } from "../../dns/name.ts";
import { compareSerials } from "../../dns/serial.ts";
import type { Zone } from "../../dns/zone.ts";
import { digestWithSerial, type RenderedZone } from "../render/render-zone.ts";
import type { World } from "../world.ts";
import { onlyIn, type ReturnOrder } from "./prove-return.ts";
import { proveSecondaries, type SecondariesOrder, type SeenSecondaries } from "./prove-secondaries.ts";
import type { Steps } from "./steps.ts";
import { zonesBefore } from "./zones-before.ts";

/** What secondaries are to answer again, and who they are. */
export type SecondariesAgainOrder = ReturnOrder & Pick<SecondariesOrder, "secondaries" | "settings">;

/**
 * Tells the nameservers of others that the zones of before are back, under the greater serials of the way back, and waits
 * for them as after a release. Our own machines have proved it by then, so nothing of it is a failure.
 */
export async function proveSecondariesAgain(
  { apps, history, left, secondaries, settings, deadline }: SecondariesAgainOrder,
  steps: Steps,
  world: World,
): Promise<SeenSecondaries> {
  const touched = apps.filter(({ before }) => before.length > 0);
  if (secondaries.length === 0 || touched.length === 0) return { secondaries: [], paths: [], warnings: [] };
  const found = await Promise.all(touched.map((app) => zonesBefore(app, history)));
  const zones = greatest(found.flatMap((each) => each.zones));
  if (zones.length === 0) {
    const why = "The secondaries were not asked after going back: it is not known what they are to answer";
    return { secondaries: [], paths: [], warnings: [why] };
  }
  const expected = zones.map((zone) => ({
    zone,
    deleted: onlyIn(left, zone),
    isChanged: !isSame(zone, left),
  }));
  return await proveSecondaries({ secondaries, settings, expected, deadline }, steps, world);
}

/** Of each zone that with the greatest serial: whoever asks all of our apps keeps it. */
function greatest(zones: readonly RenderedZone[]): RenderedZone[] {
  const best = new Map<string, RenderedZone>();
  for (const zone of zones) {
    const key = keyOf(zone.origin);
    const known = best.get(key);
    if (known === undefined || compareSerials(zone.serial, known.serial) === 1) best.set(key, zone);
  }
  return [...best.values()];
}

/** It was not changed, so nobody had anything else of it. */
function isSame(zone: RenderedZone, left: readonly Zone[]): boolean {
  const other = left.find(({ origin }) => keyOf(origin) === keyOf(zone.origin));
  return (
    other !== undefined &&
    digestWithSerial(other, zone.serial, SHA384) === digestWithSerial(zone, zone.serial, SHA384)
  );
}

const SHA384 = 1; // the ZONEMD algorithm that ours have (RFC 8976 §2.2.3)
