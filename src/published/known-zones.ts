import type { Name } from "../../dns/name.ts";
import type { Published } from "../plan/plan.ts";

/** What is published of each zone, by the zone's key. */
export type KnownZones = ReadonlyMap<Name, KnownZone>;

/** What is published of one zone. */
export interface KnownZone extends Published {
  /** As it is published. */
  readonly origin: Name;
  /** We published it, so it is a loss when the sources no longer have it. */
  readonly isOurs: boolean;
}
