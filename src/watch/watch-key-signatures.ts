import { printName } from "../../dns/name.ts";
import { tagOf } from "../../dns/signing/key-records.ts";
import { readKeySignatures } from "../../dns/signing/key-signature-file.ts";
import { windowOf, windowStart } from "../../dns/signing/window.ts";
import { signedUntil } from "../dnssec/key-signing.ts";
import { policyIn } from "../dnssec/policy.ts";
import type { WatchFinding } from "../report/watch.ts";
import type { SourceZone } from "../source/source-zone.ts";
import { DAY, dayAndTime } from "./days.ts";

/** Somebody has to go to the key, sign and release. */
const SOON = 28 * DAY;
const VERY_SOON = 7 * DAY;

/** Whether keys that are on no machine have signed the zone's keys for the weeks to come: after the last one the zone is not answered. */
export function watchKeySignatures(
  zones: readonly Pick<SourceZone, "origin" | "records" | "keySignatures">[],
  now: Date,
): WatchFinding[] {
  return zones.flatMap((zone) => {
    const { origin, keySignatures } = zone;
    const policy = policyIn(zone);
    if (keySignatures === undefined || policy === undefined) return [];
    const { rrsigs } = readKeySignatures("", Buffer.from(keySignatures), origin);
    const window = windowOf(now.getTime() / 1000);
    return signedUntil(policy, rrsigs, window).flatMap(({ key, last }): WatchFinding[] => {
      const ends = last === undefined ? undefined : new Date(windowStart(last + 1) * 1000);
      const left = ends === undefined ? 0 : ends.getTime() - now.getTime();
      if (left > SOON) return [];
      const until = ends === undefined ? "for this week" : `from ${dayAndTime(ends)} on`;
      return [
        {
          part: "signatures",
          zone: origin,
          about: `keys ${tagOf(key)}`,
          weight: left > VERY_SOON ? "warning" : "alarm",
          message: `${printName(origin)}: key ${tagOf(key)} has not signed the keys ${until}: after that, our nameservers do not answer the zone`,
          mend: "Run `zonepipe dnssec sign-keys` where the key is, and release what it writes.",
        },
      ];
    });
  });
}
