import { InvalidArgumentError } from "commander";
import { isError, printProblem } from "../../dns/problem.ts";
import { listRecords, type Wanted } from "../list/list-records.ts";
import { listToJson, printDetails, printList } from "../list/print-list.ts";
import { type Day, dayOf, parseDay } from "../source/day.ts";
import type { World } from "../world.ts";
import { load } from "../zones/load.ts";
import { allZones, readZones } from "../zones/validate.ts";
import { DEFAULT_FOLDER, parseAskedName, parseAskedType } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface ListOptions extends Wanted {
  readonly expired: boolean;
  readonly json: boolean;
}

/** `zonepipe list`: whose records are, and for how long. Nobody is asked, and no rule is applied. */
export function addList({ command, action }: Program): void {
  command("list", "show records, whose they are, and for how long")
    .argument("[folder]", ZONES_FOLDER, DEFAULT_FOLDER)
    .option("--owner <who>", "records that say this of `owner`, in capitals or not")
    .option("--expired", "records whose `expires` is over", false)
    .option("--expires-before <day>", "records whose last day lies before this one", parseDayArgument)
    .option("--type <type>", "records of this type", parseAskedType)
    .option("--name <name>", "records of this name, with all that is known of them", parseAskedName)
    .option("--json", "print it as JSON", false)
    .addHelpText(
      "after",
      "\nA record is shown where all that is asked for holds. The table fits 80 columns; --name and --json shorten nothing." +
        "\n`owner`, `note` and `expires` stand under `zonepipe:` of a record, or under `about` in _config.yaml." +
        "\nExit codes: 0 shown, also when there is none; 1 something in the zones cannot be read, and the rest is shown;" +
        "\n2 usage, or the folder cannot be read.",
    )
    .action(action(onZones(run)));
}

async function run(world: World, folder: string, options: ListOptions): Promise<Printed> {
  const { expired, json, ...wanted } = options;
  const read = readZones(await load(folder, world.files));
  const errors = read.told().filter(isError);
  const exitCode = errors.length === 0 ? 0 : 1;
  const listed = listRecords(allZones(read), {
    ...wanted,
    ...(expired && { expiresBefore: earlier(dayOf(world.now()), wanted.expiresBefore) }),
  });
  if (json) return { json: listToJson(listed), exitCode };
  const told = errors.map((problem) => `${printProblem(problem)}\n`).join("");
  const text = wanted.name === undefined ? printList(listed) : printDetails(listed);
  return { text: told === "" ? text : `${told}\n${text}`, exitCode };
}

function earlier(a: Day, b: Day | undefined): Day {
  return b !== undefined && b < a ? b : a;
}

function parseDayArgument(text: string): Day {
  const day = parseDay(text);
  if (day !== undefined) return day;
  throw new InvalidArgumentError(
    `Expected a day that there is, as in 2027-03-01; found ${JSON.stringify(text)}.`,
  );
}
