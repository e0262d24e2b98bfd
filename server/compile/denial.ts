import type { Tables } from "../tables.ts";
import type { Staging } from "./staging.ts";

/** Puts the NSEC or NSEC3 of each signed zone in order. */
export function linkDenial(_staging: Staging, _tables: Tables): void {}
