import type { Zone } from "../../dns/zone.ts";
import { makeUniverse } from "../differential/make-universe.ts";

/** So many unsigned zones of the differential test, the same ones each time. */
export function randomZones(count: number): [what: string, zone: Zone][] {
  return Array.from({ length: count }, (_, number) => {
    const { origin, records } = makeUniverse(13, number, false).zones[0]!;
    return [`random zone ${number}`, { origin, records: records.filter(({ type }) => !MADE.has(type)) }];
  });
}

/** DNSSEC's own types, which a signer makes. */
const MADE: ReadonlySet<number> = new Set([46, 47, 48, 50, 51, 59, 60, 62, 63]);
