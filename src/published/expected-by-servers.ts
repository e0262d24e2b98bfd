import type { Zone } from "../../dns/zone.ts";
import { styleSerial } from "../serial/style.ts";
import type { SourceZone } from "../source/source-zone.ts";
import { expectedZone } from "../verify/expected-zone.ts";
import type { Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { PATIENTLY, shownByNameserver } from "./shown-by-nameserver.ts";

/** The zones as nameservers should answer them, with the greatest serials that they show. */
export async function expectedByServers(
  zones: readonly SourceZone[],
  servers: readonly Nameserver[],
  world: World,
): Promise<Zone[]> {
  world.progress.step("Asking for the serials");
  const origins = zones.map(({ origin }) => origin);
  const shown = await Promise.all(
    servers.map((server) => shownByNameserver(server, origins, world.look, PATIENTLY)),
  );
  return zones.map((zone, index) => {
    const fallback = styleSerial(zone.config.serial, world.now());
    return expectedZone(
      zone,
      shown.map((byServer) => byServer[index]!),
      fallback,
    );
  });
}
