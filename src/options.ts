import type { Name } from "../dns/name.ts";
import type { LooksByZone } from "./dnssec/looks-file.ts";

/** Where to look for what is published now. */
export type PublishedSource =
  /** A folder of rendered zone files that the user names as what is published: it has to be there. */
  | { readonly kind: "folder"; readonly path: string }
  /** The folder that this run writes into, with what was rendered last; before the first time there is none. */
  | { readonly kind: "output"; readonly path: string }
  /**
   * The nameservers of `_config.yaml`, by DNS: what they show of the zone, and where they are asked for it and give it
   * all, its records.
   */
  | { readonly kind: "nameservers"; readonly transfer?: true };

/** What the commands along the line have in common. */
export interface Options {
  /** The folder of the zones' YAML. */
  readonly folder: string;
  readonly published: PublishedSource;
  /** Per zone (by its key), the serial above which the next one must lie. */
  readonly serialAbove: ReadonlyMap<Name, number>;
  /** What was looked at of the keys of zones, by their keys; left out where nobody can tell. */
  readonly keyLooks?: LooksByZone;
}
