import type { Name } from "../../dns/name.ts";
import type { RrsetChange } from "./changes.ts";
import type { RemovedZone } from "./plan.ts";

/** What changes in the world, or in one plan: the changes of every zone, and the zones that go. */
export interface ZoneChanges {
  readonly zones: readonly { readonly origin: Name; readonly changes: readonly RrsetChange[] }[];
  readonly removed: readonly RemovedZone[];
}

/** Changes that nobody planned: what is published is not what was deployed last, or the merge brought more. */
export interface Drift extends ZoneChanges {
  /** SHA-256 over these changes, in hexadecimal: whoever gives it accepts these and no others. */
  readonly digest: string;
}
