import { InvalidArgumentError } from "commander";
import { findPlaces } from "../deploy/apps.ts";
import { printTop, topToJson } from "../deploy/print-top.ts";
import { findTop } from "../deploy/top.ts";
import { startRun } from "../run.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface TopOptions {
  readonly limit: number;
  readonly json: boolean;
}

/** `zonepipe top`: what the machines are asked for most. */
export function addTop({ command, action }: Program): void {
  command("top", "show what the machines are asked for most, and names asked for in vain")
    .argument("[folder]", ZONES_FOLDER, DEFAULT_FOLDER)
    .option("--limit <n>", "show so many of each", parseLimit, 20)
    .option("--json", "print it as JSON", false)
    .addHelpText(
      "after",
      "\nNeeds flyctl, and FLY_API_TOKEN in the environment or a login. It changes nothing. A machine counts from its start on, and " +
        "keeps no address of a client." +
        "\nExit codes: 0 every machine tells, 2 one does not, or the outside world failed.",
    )
    .action(action(onZones(run)));
}

async function run(world: World, folder: string, { limit, json }: TopOptions): Promise<Printed> {
  const { zones } = await startRun("top", folder, world);
  const { apps } = await findPlaces(zones, world.files);
  const top = await findTop(apps, limit, world);
  world.progress.end();
  const exitCode = top.silent.length === 0 && top.machines > 0 ? 0 : 2;
  return json ? { json: topToJson(top), exitCode } : { text: printTop(top), exitCode };
}

function parseLimit(text: string): number {
  if (!/^[1-9][0-9]{0,2}$/.test(text)) throw new InvalidArgumentError("Expected a number from 1 to 999.");
  return Number(text);
}
