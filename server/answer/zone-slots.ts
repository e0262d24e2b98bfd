import { MAX_ZONES } from "./counters.ts";

/**
 * For each zone of some tables, by its number there, the place that its answers are counted in: the same one for as long as the
 * server runs, whatever number other tables give it. The zones beyond `MAX_ZONES` share one.
 */
export type ZoneSlots = Uint16Array<SharedArrayBuffer>;

/** The place that zones share which have none of their own. */
export const OTHER_ZONES = MAX_ZONES;

/** Gives zones their places, and knows whose they are. A zone that goes keeps its place: what was counted stays. */
export class ZonePlaces<Origin> {
  readonly #places = new Map<Origin, number>();

  /** The places of these zones, in their order. */
  slotsFor(origins: readonly Origin[]): ZoneSlots {
    const slots = new Uint16Array(new SharedArrayBuffer(2 * Math.max(1, origins.length)));
    for (const [zone, origin] of origins.entries()) {
      let place = this.#places.get(origin);
      if (place === undefined && this.#places.size < MAX_ZONES) {
        place = this.#places.size;
        this.#places.set(origin, place);
      }
      slots[zone] = place ?? OTHER_ZONES;
    }
    return slots;
  }

  /** Every zone that has a place, with it. */
  get all(): ReadonlyMap<Origin, number> {
    return this.#places;
  }
}
