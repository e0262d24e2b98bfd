import { keyOf, type Name, printName } from "../../dns/name.ts";
import type { Shown } from "../serial/shown.ts";
import type { SourceZone } from "../source/source-zone.ts";

/**
 * What those nameservers show that a zone keeps: one that a change takes away has no say in the serial after it. Where it
 * keeps none of them, what they all show says where the serial goes on.
 *
 * @param zones after the change
 */
export function stillConfigured(
  shownOf: (origin: Name) => readonly Shown[],
  zones: readonly SourceZone[],
): (origin: Name) => readonly Shown[] {
  const kept = new Map(
    zones.map(({ origin, config }) => [
      keyOf(origin),
      new Set(config.nameservers.map(({ name }) => printName(keyOf(name)))),
    ]),
  );
  return (origin) => {
    const all = shownOf(origin);
    const stay = all.filter(
      ({ nameserver }) => nameserver !== undefined && kept.get(keyOf(origin))?.has(nameserver.toLowerCase()),
    );
    return stay.length > 0 ? stay : all;
  };
}
