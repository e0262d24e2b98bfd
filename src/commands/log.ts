import { type Name, printName } from "../../dns/name.ts";
import { nameHistory } from "../past/name-history.ts";
import { logToJson, printLog } from "../past/print-log.ts";
import { findClone } from "../world/clone.ts";
import { commitWords } from "../world/git-commits.ts";
import { headCommit } from "../world/git-files.ts";
import { gitPast } from "../world/git-past.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER, parseAskedName } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { ZONES_FOLDER, zonesFolderAt } from "./zones-folder.ts";

interface LogOptions {
  readonly zones: string;
  readonly json: boolean;
}

/** `zonepipe log`: the history of a name, change by change. */
export function addLog({ command, action }: Program): void {
  command("log", "show when what a name answers changed, by whom, and how")
    .argument("<name>", "the name, as in www.example.com", parseAskedName)
    .option("--zones <folder>", ZONES_FOLDER, DEFAULT_FOLDER)
    .option("--json", "print it as JSON", false)
    .addHelpText(
      "after",
      "\nThe newest change first. It is read out of git: every commit on the line of first parents from the one that is" +
        "\nchecked out. What answers for a name is its records, or the wildcard, delegation or DNAME in their place, and" +
        "\nwhere aliases lead inside the zones. A commit whose zones cannot be read is told." +
        "\nExit codes: 0 shown, 1 the name never lay in any of the zones, 2 usage, no history, or the outside world failed.",
    )
    .action(action(run));
}

async function run(world: World, name: Name, { zones, json }: LogOptions): Promise<Printed> {
  const folder = await zonesFolderAt(zones, world.files);
  const clone = findClone();
  world.progress.step("Reading the past");
  const history = await gitPast(clone, folder, await headCommit(clone));
  const { changes, wasOurs } = await nameHistory(folder, history, name);
  const words = await commitWords(
    clone,
    changes.map(({ commit }) => commit),
  );
  world.progress.end();
  const told = (wasOurs ? changes : []).map((change) => ({ change, words: words.get(change.commit)! })); // all were asked for
  const exitCode = wasOurs ? 0 : 1;
  if (json) return { json: logToJson(folder, name, told), exitCode };
  if (wasOurs) {
    const hasAny = told.some(({ change }) => change.kind === "changed");
    const none = hasAny ? "" : `${printName(name)} had no record at any commit that could be read\n`;
    return { text: [none, printLog(told)].filter((part) => part !== "").join("\n"), exitCode };
  }
  const where = `${JSON.stringify(folder)} at any commit before the one that is checked out, or at it`;
  return { text: `${printName(name)} lay in no zone of ${where}\n`, exitCode };
}
