import { decodeMessage } from "../../dns/message.ts";
import { NOERROR } from "../../dns/message-rcode.ts";
import type { Name } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { Answering } from "../world.ts";
import { askBoth } from "./interview.ts";
import type { NotProved } from "./proof.ts";
import type { Side } from "./side.ts";
import { chainOf } from "./types-at.ts";

/** Zones that the nameserver cannot load, on each side: nothing can be said of what leads there. */
export interface BrokenZones {
  readonly of: readonly [ReadonlySet<Name>, ReadonlySet<Name>];
  /** A broken zone lies in the way of the answers for a name, on either side. */
  readonly isInTheWay: (name: Name) => boolean;
  readonly notProved: readonly NotProved[];
}

/**
 * Asks both sides for the SOA of every zone: of one that cannot be loaded there is none.
 *
 * @param origins the zones that the nameservers have; all of the sides where undefined
 */
export async function findBrokenZones(
  sides: readonly [Side, Side],
  origins: ReadonlySet<Name> | undefined,
  pair: readonly [Answering, Answering],
): Promise<BrokenZones> {
  const broken = [new Set<Name>(), new Set<Name>()] as const;
  const all = new Set(sides.flatMap(({ zones }) => [...zones.keys()]));
  const asked = [...all].filter((origin) => origins?.has(origin) !== false);
  const questions = asked.map((name) => ({ name, type: SOA, dnssec: false }));
  await askBoth(questions, pair, ({ question: { name }, before, after }) => {
    for (const [index, answer] of [before, after].entries()) {
      const message = decodeMessage(answer);
      const isThere = "fault" in message || message.rcode === NOERROR;
      if (!isThere && sides[index]!.zones.has(name)) broken[index]!.add(name);
    }
  });
  const states = ["before", "after"];
  return {
    of: broken,
    isInTheWay: (name) =>
      sides.some((side, index) => {
        const zones = broken[index]!;
        if (zones.size === 0) return false;
        return chainOf(side, name).some(
          ({ place }) => place.kind !== "outside" && zones.has(place.zone.origin),
        );
      }),
    notProved: broken.flatMap((zones, index) =>
      [...zones].map((zone) => ({
        zone,
        reason: `the nameserver cannot load it as it is ${states[index]} the change, so its answers cannot be compared`,
      })),
    ),
  };
}
