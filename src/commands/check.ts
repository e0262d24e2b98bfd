import type { Name } from "../../dns/name.ts";
import { WorldError } from "../files/world-error.ts";
import { type Run, type RunOptions, startRun, startRunOnFile } from "../run.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER, HTML, parseOrigin, parseServer, RESOLVE, SARIF } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface CheckOptions extends RunOptions {
  readonly zoneFile?: string;
  readonly origin?: Name;
  readonly json: boolean;
  readonly sarif?: string;
}

/**
 * `zonepipe check`: reads the zones, or one zone file, and says everything that is wrong with them. Nothing is written,
 * and nobody is asked unless `--resolve` says so.
 */
export function addCheck({ command, action }: Program): void {
  command("check", "read the zones and say everything that is wrong with them")
    .argument("[folder]", ZONES_FOLDER, DEFAULT_FOLDER)
    .option("--zone-file <file>", "check this zone file instead of the folder")
    .option("--origin <name>", "the zone of that file", parseOrigin)
    .option(...RESOLVE, (text: string) => parseServer(text))
    .option("--json", "print the report as JSON", false)
    .option(...SARIF)
    .option(...HTML)
    .addHelpText(
      "after",
      "\nA zone file may include files of its own folder only. `zonepipe explain RULE` says more about a rule." +
        "\nWhere the folder has an _invariants.yaml, what it demands is judged, too (`zonepipe explain invariants`)." +
        "\nExit codes: 0 no errors, 1 errors in the zones, 2 the folder or the file cannot be read.",
    )
    .action(action(onZones(run)));
}

async function run(world: World, folder: string, options: CheckOptions): Promise<Printed> {
  const { json, sarif } = options;
  const { refused, finish } = await start(world, folder, options);
  return { report: finish(refused ? "wrong" : "fine"), json, sarif };
}

function start(world: World, folder: string, options: CheckOptions): Promise<Run> {
  const { zoneFile, origin } = options;
  if (zoneFile === undefined && origin === undefined) return startRun("check", folder, world, options);
  if (zoneFile !== undefined && origin !== undefined) {
    return startRunOnFile("check", zoneFile, origin, world, options);
  }
  throw new WorldError(
    "Cannot check: --zone-file and --origin go together, as in --zone-file db --origin example.com",
  );
}
