import type { Name } from "../../dns/name.ts";
import type { SerialSettings } from "../settings/serial-settings.ts";
import type { SigningOrder } from "../signing/signing-order.ts";
import type { Loaded, LoadResult } from "./load.ts";
import type { LoadedZone } from "./loaded-zone.ts";

/** What a thread is asked for that loads zones again, see `load` and `turnWindow`; it answers with a `ToldResult`. */
export interface ReloadTask {
  /** The zones, see `Settings.zones`; undefined where nothing but signatures is to be made anew, and pending zones are to be signed. */
  readonly path: string | undefined;
  /** What is served; undefined for what it loaded last. */
  readonly before: Loaded | undefined;
  readonly serials: SerialSettings | undefined;
  readonly signing: SigningOrder;
}

/** What a thread is asked for that finds the way from former releases, see `addFormerSteps`; it answers with what has come of each. */
export interface FormerTask {
  readonly served: Loaded;
  /** Of which zones. */
  readonly zones: readonly Name[];
  readonly signing: SigningOrder;
}

/** A result as one thread tells it another that knows what was served before: of what has not changed next to nothing is told. */
export interface ToldResult {
  readonly result: LoadResult;
  /** The zones that are served, those that were as they are by their numbers. */
  readonly zones: readonly (LoadedZone | number)[];
  /** Files that were read, but for those of these zones. */
  readonly files: readonly string[];
}

/** What is to be told of it. */
export function tellResult(result: LoadResult, before: Loaded): ToldResult {
  const numbers = new Map(before.zones.map((zone, number) => [zone, number]));
  const zones = result.kind === "loaded" ? result.loaded.zones : before.zones;
  const known = new Set(zones.flatMap(({ files }) => files));
  const bare = { ...result, files: [] };
  return {
    result: bare.kind === "loaded" ? { ...bare, loaded: { ...bare.loaded, zones: [] } } : bare,
    zones: zones.map((zone) => numbers.get(zone) ?? zone),
    files: result.files.filter((file) => !known.has(file)),
  };
}

/** The result, as it was. */
export function hearResult({ result, zones: told, files: more }: ToldResult, before: Loaded): LoadResult {
  const zones = told.map((zone) => (typeof zone === "number" ? before.zones[zone]! : zone));
  const files = [...zones.flatMap((zone) => zone.files), ...more];
  return result.kind === "loaded"
    ? { ...result, files, loaded: { ...result.loaded, zones } }
    : { ...result, files };
}
