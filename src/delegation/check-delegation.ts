import { printName } from "../../dns/name.ts";
import type { Zone } from "../../dns/zone.ts";
import { askParent } from "./ask-parent.ts";
import { compareDelegation, wantedOf } from "./compare.ts";
import type { Delegation } from "./delegation.ts";
import { everyServer } from "./every-server.ts";
import { findParent, type Way, type ZoneServers } from "./find-parent.ts";

/**
 * Finds the servers of a zone's parent and compares how they delegate it with what the zone says.
 *
 * @param start where the search begins: the root, or the parent itself where it is known
 */
export async function checkDelegation(zone: Zone, start: ZoneServers, way: Way): Promise<Delegation> {
  const wanted = wantedOf(zone);
  const parent = await findParent(zone.origin, start, way);
  if ("fault" in parent) {
    const message = `The parent of ${printName(zone.origin)} was not found: ${parent.fault}`;
    const mend = "Name its servers with --parent, or ask again later.";
    const finding = { weight: "danger", about: "parent", message, mend } as const;
    return { zone: zone.origin, views: [], findings: [finding], wanted };
  }
  const { servers, lost } = await everyServer(parent, way);
  const views = await askParent(zone.origin, { ...parent, servers }, way.asker);
  return {
    zone: zone.origin,
    parent: parent.zone,
    views,
    ...(lost.length > 0 && { lost }),
    findings: compareDelegation(zone, views),
    wanted,
  };
}

/** Parent and zone agree, or differ in nothing that anybody notices. */
export function isDelegatedRightly({ findings }: Delegation): boolean {
  return findings.every(({ weight }) => weight === "note");
}
