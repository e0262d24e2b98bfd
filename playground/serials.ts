import { keyOf, type Name } from "../dns/name.ts";
import type { ZonemdAlgorithm } from "../dns/zonemd.ts";
import { serialOf } from "../src/plan/plan.ts";
import type { Base } from "../src/plan/pull-request.ts";
import { digestWithSerial } from "../src/render/render-zone.ts";
import { decideSerial } from "../src/serial/decide.ts";
import type { Shown } from "../src/serial/shown.ts";
import { styleSerial } from "../src/serial/style.ts";
import type { SourceZone } from "../src/source/source-zone.ts";

/** Serials as the pipeline decides them, for zones that are published nowhere but on the page. */
export interface PageSerials {
  /** What nameservers would show had the zones as they were been published at the start: what the plan asks. */
  readonly shownOf: (base: Base, origin: Name) => readonly Shown[];
  /** The serial that a zone gets after these; undefined where there are none to compare with. */
  readonly serialOf: (zone: SourceZone, base: Base | undefined) => number;
}

/** @param start the moment that all serials are made of, so that nothing changes while somebody reads */
export function pageSerials(start: Date): PageSerials {
  const shownOf: PageSerials["shownOf"] = (base, origin) => {
    const by = "The page";
    const before = base.zones.get(keyOf(origin));
    if (before === undefined) {
      const isUnknown = base.isBroken || base.zones.has(keyOf(origin));
      return isUnknown ? [{ by, kind: "silent", reason: BROKEN }] : [{ by, kind: "absent" }];
    }
    const serial = decided(before, [{ by, kind: "absent" }]);
    const digest = digestWithSerial(before, serial, SHA384);
    return [{ by, kind: "serial", serial, digest: { algorithm: SHA384, digest } }];
  };
  const decided = (zone: SourceZone, shown: readonly Shown[]) => {
    const { serial: style, serialAbove } = zone.config;
    const fresh = styleSerial(style, start);
    const decision = decideSerial({
      digestWith: (serial, algorithm) => digestWithSerial(zone, serial, algorithm),
      ...{ shown, style, fresh },
      ...(serialAbove !== undefined && { above: serialAbove }),
    });
    return serialOf(decision) ?? Math.max(fresh, 1); // of what is not known any serial will do
  };
  return {
    shownOf,
    serialOf: (zone, base) =>
      decided(zone, base === undefined ? [{ by: "", kind: "absent" }] : shownOf(base, zone.origin)),
  };
}

const SHA384: ZonemdAlgorithm = 1;
const BROKEN = "the zone as it was has errors";
