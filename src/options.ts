import type { Name } from "../dns/name.ts";

/** Where to look for what is published now. */
export type PublishedSource =
  /** A folder of rendered zone files, where the user names one. */
  | { readonly kind: "folder"; readonly path: string }
  /** The nameservers of `_config.yaml`, by DNS. */
  | { readonly kind: "nameservers" };

/** What the commands along the line have in common. */
export interface Options {
  /** The folder of the zones' YAML. */
  readonly folder: string;
  readonly published: PublishedSource;
  /** Per zone (by its key), the serial above which the next one must lie. */
  readonly serialAbove: ReadonlyMap<Name, number>;
}
