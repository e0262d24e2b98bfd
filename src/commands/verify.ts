import { ask, isFine, plan, render } from "../pipeline.ts";
import { expectedByServers } from "../published/expected-by-servers.ts";
import { clientNotes } from "../report/notes.ts";
import { startRun } from "../run.ts";
import type { Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER, parseSeconds, parseServer } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface VerifyOptions {
  readonly server: readonly Nameserver[];
  readonly published?: string;
  readonly deadline: number;
  readonly json: boolean;
}

const DEADLINE = 10; // seconds: time for a lost packet and a slow reload, not for a deployment

/** `zonepipe verify`: asks nameservers for everything that the zones say, over UDP and TCP. */
export function addVerify({ command, action }: Program): void {
  command("verify", "ask nameservers for everything that the zones say, over UDP and TCP")
    .argument("[folder]", ZONES_FOLDER, DEFAULT_FOLDER)
    .requiredOption("--server <addr:port>", "a nameserver to ask (again for each)", parseServer)
    .option(
      "--published <dir>",
      "expect the serials of the zone files in this folder (default: what the servers show)",
    )
    .option("--deadline <seconds>", "how long to ask again for what is not right yet", parseSeconds, DEADLINE)
    .option("--json", "print the report as JSON", false)
    .addHelpText(
      "after",
      "\nExit codes: 0 every answer is right, 1 the zones or answers are wrong, 2 the outside world failed.",
    )
    .action(action(onZones(run)));
}

async function run(world: World, folder: string, options: VerifyOptions): Promise<Printed> {
  const { server, json, published, deadline } = options;
  const { zones, refused, finish } = await startRun("verify", folder, world);
  if (refused) return { report: finish("wrong"), json };
  const asker = await world.asker();
  const expected =
    published === undefined
      ? await expectedByServers(zones, server, world)
      : render(
          await plan(
            zones,
            { folder, published: { kind: "folder", path: published }, serialAbove: new Map() },
            world,
          ),
          world,
        );
  const patience = { ...world.patience, deadline: 1000 * deadline };
  const verification = await ask(expected, undefined, server, asker, { ...world, patience });
  const outcome = isFine(verification) ? "fine" : "wrong";
  return { report: finish(outcome, { verification, notes: clientNotes(verification) }), json };
}
