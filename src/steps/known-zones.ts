import type { Name } from "../../dns/name.ts";
import type { Published } from "../plan/plan.ts";

/** What is published of each zone, by the zone's key; `origin` as it is published. */
export type KnownZones = ReadonlyMap<Name, Published & { readonly origin: Name }>;
