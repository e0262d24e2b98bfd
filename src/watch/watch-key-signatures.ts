import { printName } from "../../dns/name.ts";
import { presignedRest } from "../dnssec/presigned-rest.ts";
import type { WatchFinding } from "../report/watch.ts";
import type { SourceZone } from "../source/source-zone.ts";
import { dayAndTime } from "./days.ts";

/** Whether keys that are on no machine have signed the zone's keys for the weeks to come: after the last one the zone is not answered. */
export function watchKeySignatures(
  zones: readonly Pick<SourceZone, "origin" | "records" | "keySignatures">[],
  now: Date,
): WatchFinding[] {
  return zones.flatMap((zone) =>
    presignedRest(zone, now).map(({ tag, ends, urgency }): WatchFinding => {
      const until = ends === undefined ? "for this week" : `from ${dayAndTime(ends)} on`;
      return {
        part: "signatures",
        zone: zone.origin,
        about: `keys ${tag}`,
        weight: urgency === "soon" ? "warning" : "alarm",
        message: `${printName(zone.origin)}: key ${tag} has not signed the keys ${until}: after that, our nameservers do not answer the zone`,
        mend: "Run `zonepipe dnssec sign-keys` where the key is, and release what it writes.",
      };
    }),
  );
}
