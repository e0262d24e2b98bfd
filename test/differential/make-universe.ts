import { fillZone } from "./fill-zone.ts";
import { keepLoadable } from "./loadable.ts";
import { type Random, seededRandom } from "./random.ts";
import { basesOf, sketchZones } from "./sketch.ts";
import { makeTargets } from "./targets.ts";
import type { Finish, Universe } from "./universe.ts";

/** Makes the zones of a universe, the same ones for the same seed and number. A rooted one has the root zone. */
export function makeUniverse(seed: number, number: number, rooted: boolean): Universe {
  const random = seededRandom(seed, number, ZONES);
  const { base, sibling } = basesOf(number, rooted);
  const sketches = sketchZones(random, base, sibling);
  const zones = sketches.map((sketch) => ({
    origin: sketch.origin,
    records: fillZone(random, sketch, makeTargets(random, sketch, sketches)),
    finish: chooseFinish(random),
  }));
  return { number, zones: keepLoadable(zones) };
}

function chooseFinish(random: Random): Finish {
  return random.weighted<() => Finish>([
    [60, () => "nothing"],
    [10, () => "digest"],
    [
      30,
      () => ({
        by: random.pick(["ldns-signzone", "dnssec-signzone", "zonepipe"]),
        denial: random.pick(["nsec", "nsec3", "opt-out"]),
      }),
    ],
  ])();
}

const ZONES = 1; // tells this stream of random numbers from others with the same seed
