import { findPlaces } from "../deploy/apps.ts";
import { printStatus, statusToJson } from "../deploy/print-status.ts";
import { findStatus, isWell } from "../deploy/status.ts";
import { startRun } from "../run.ts";
import type { Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER, parseServer } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface StatusOptions {
  readonly server?: readonly Nameserver[];
  readonly json: boolean;
}

/** `zonepipe status`: machines, regions, serials and health in one table. */
export function addStatus({ command, action }: Program): void {
  command("status", "show machines, regions, serials and health in one table")
    .argument("[folder]", ZONES_FOLDER, DEFAULT_FOLDER)
    .option(
      "--server <addr:port>",
      "ask this address of _config.yaml at another port (again for each)",
      parseServer,
    )
    .option("--json", "print the status as JSON", false)
    .addHelpText(
      "after",
      "\nNeeds flyctl, and FLY_API_TOKEN in the environment or a login. It changes nothing, and errors in the zones are no hindrance." +
        "\nExit codes: 0 all is well, 1 something answers otherwise or is not healthy, 2 the outside world failed.",
    )
    .action(action(onZones(run)));
}

async function run(world: World, folder: string, { server, json }: StatusOptions): Promise<Printed> {
  const { zones } = await startRun("status", folder, world);
  const status = await findStatus(zones, await findPlaces(zones, world.files, server), world);
  world.progress.end();
  const isComplete = status.untold.length === 0;
  const exitCode = !isComplete ? 2 : isWell(status) && status.places.length > 0 ? 0 : 1;
  return json ? { json: statusToJson(status), exitCode } : { text: printStatus(status), exitCode };
}
