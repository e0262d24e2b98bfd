import { keyOf, type Name } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { ZONEMD } from "../../dns/type-numbers.ts";
import { policyIn } from "../dnssec/policy.ts";
import { lastReserved } from "../dnssec/served-serial.ts";
import type { RenderedZone } from "../render/render-zone.ts";
import type { Shown } from "../serial/shown.ts";

/** What whoever gets these zone files will show of a zone. */
export function shownByFiles(rendered: readonly RenderedZone[], origin: Name): Shown[] {
  return rendered.flatMap((zone): Shown[] => {
    if (keyOf(zone.origin) !== keyOf(origin)) return [];
    const zonemd = zone.records.find(({ type }) => type === ZONEMD);
    const rdata = zonemd && decode(ZONEMD, zonemd.rdata);
    if (rdata?.type !== "ZONEMD") return [];
    const policy = policyIn(zone);
    return [
      {
        by: "this release",
        kind: "serial",
        serial: zone.serial,
        ...(policy && { signed: { last: lastReserved(zone.serial, policy) } }),
        digest: { algorithm: 1, digest: rdata.digest }, // the one that we render
      },
    ];
  });
}
