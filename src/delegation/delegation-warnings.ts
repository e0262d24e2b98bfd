import type { Zone } from "../../dns/zone.ts";
import type { Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { checkDelegation } from "./check-delegation.ts";
import { ROOT_ZONE } from "./root-servers.ts";

const MOST_ZONES = 50; // each is a handful of questions to the root, its parent and what lies between

/**
 * What is wrong with the delegations of zones, dangers first: sentences without their final stops. It is the
 * registrar's to mend, so it is no failure of whoever deploys.
 *
 * @param above servers of the root, or of a zone above; undefined: the root's
 */
export async function delegationWarnings(
  zones: readonly Zone[],
  above: readonly Nameserver[] | undefined,
  world: World,
): Promise<string[]> {
  world.progress.step("Asking the parents for the delegations");
  const start = above === undefined ? ROOT_ZONE : { ...ROOT_ZONE, servers: above };
  const way = { asker: await world.asker(), resolver: world.resolver(), port: DNS_PORT };
  const some = zones.slice(0, MOST_ZONES);
  const delegations = await Promise.all(some.map((zone) => checkDelegation(zone, start, way)));
  const findings = delegations.flatMap((delegation) => delegation.findings);
  const first = findings.filter(({ weight }) => weight === "danger");
  const then = findings.filter(({ weight }) => weight === "wrong");
  const rest = zones.length - some.length;
  return [
    ...[...first, ...then].map(({ message, mend }) => `${message}. ${mend.replace(/\.$/, "")}`),
    ...(rest > 0
      ? [`The delegations of ${rest} more zones were not looked at: zonepipe delegation does it`]
      : []),
  ];
}

const DNS_PORT = 53;
