import { zoneOf } from "../zone-text.ts";
import type { ZonePair } from "./zone-pair.ts";

/** Zones by their origins, without SOA and NS of the apex. */
export type Texts = { readonly [origin: string]: string };

/** The pair of zones that texts say. */
export function pairOf(before: Texts, after: Texts): ZonePair {
  return { before: zonesOf(before), after: zonesOf(after) };
}

function zonesOf(texts: Texts): ZonePair["before"] {
  return Object.entries(texts).map(([origin, text]) =>
    zoneOf(origin, `@ SOA ns. h. 1 2 3 4 60\n@ NS ns.g.\n${text}\n`),
  );
}
