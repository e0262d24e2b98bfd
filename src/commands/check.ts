import { checkToJson } from "../report/json.ts";
import { exitCode } from "../report/report.ts";
import { startRun } from "../run.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";

/** `zonepipe check`: reads the zones and says everything that is wrong with them. Nothing is asked or written. */
export function addCheck({ command, action }: Program): void {
  command("check", "read the zones and say everything that is wrong with them")
    .argument("[folder]", "the folder of the zones", DEFAULT_FOLDER)
    .option("--json", "print the problems as JSON", false)
    .addHelpText("after", "\nExit codes: 0 no errors, 1 errors in the zones, 2 the folder cannot be read.")
    .action(action(run));
}

async function run(world: World, folder: string, { json }: { json: boolean }): Promise<Printed> {
  const { refused, finish } = await startRun("check", folder, world);
  const report = finish(refused ? "wrong" : "fine");
  if (!json) return { report, json };
  return { json: checkToJson(report.problems, report.counts), exitCode: exitCode(report.outcome) };
}
