import type { Name } from "../../dns/name.ts";
import type { PublishedSource } from "../options.ts";
import { nobody, plan } from "../pipeline.ts";
import { reviewPlan } from "../plan/review.ts";
import { undecidedNotes } from "../report/notes.ts";
import { type RunOptions, startRun } from "../run.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER, parseSerialAbove, parseServer, RESOLVE, SARIF } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface PlanOptions extends RunOptions {
  readonly published?: string;
  readonly serialAbove?: ReadonlyMap<Name, number>;
  readonly json: boolean;
  readonly sarif?: string;
}

/** `zonepipe plan`: what would change, against the nameservers or a folder of rendered files. */
export function addPlan({ command, action }: Program): void {
  command("plan", "show what would change, and the serials that it would take")
    .argument("[folder]", ZONES_FOLDER, DEFAULT_FOLDER)
    .option(
      "--published <dir>",
      "compare with the zone files in this folder instead of asking the nameservers",
    )
    .option(
      "--serial-above <zone=serial>",
      "serials up to this one are spent (again for each zone)",
      parseSerialAbove,
    )
    .option(...RESOLVE, (text: string) => parseServer(text))
    .option("--json", "print the plan as JSON", false)
    .option(...SARIF)
    .addHelpText(
      "after",
      "\nA nameserver that does not answer leaves the serial unknown: it is shown so, and never guessed." +
        "\nExit codes: 0 planned, 1 errors in the zones, 2 the outside world failed.",
    )
    .action(action(onZones(run)));
}

async function run(world: World, folder: string, options: PlanOptions): Promise<Printed> {
  const { json, sarif, serialAbove = new Map() } = options;
  const { zones, refused, finish } = await startRun("plan", folder, world, options);
  if (refused) return { report: finish("wrong"), json, sarif };
  const published = publishedSource(options.published);
  const planned = await plan(zones, { folder, published, serialAbove }, world);
  const notes = undecidedNotes(planned);
  const report = finish("fine", { plan: planned, review: reviewPlan(planned, nobody), notes });
  return { report, json, sarif };
}

function publishedSource(folder: string | undefined): PublishedSource {
  return folder === undefined ? { kind: "nameservers" } : { kind: "folder", path: folder };
}
