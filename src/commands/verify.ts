import type { Zone } from "../../dns/zone.ts";
import { ask, isFine, plan, render } from "../pipeline.ts";
import { clientNotes } from "../report/notes.ts";
import { startRun } from "../run.ts";
import { styleSerial } from "../serial/style.ts";
import type { SourceZone } from "../source-zone.ts";
import { shownByNameserver } from "../steps/shown-by-nameserver.ts";
import { expectedZone } from "../verify/expected-zone.ts";
import type { Asker, Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER, parseServer } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";

interface VerifyOptions {
  readonly server: readonly Nameserver[];
  readonly published?: string;
  readonly json: boolean;
}

/** `zonepipe verify`: asks nameservers for everything that the zones say, over UDP and TCP. */
export function addVerify({ command, action }: Program): void {
  command("verify", "ask nameservers for everything that the zones say, over UDP and TCP")
    .argument("[folder]", "the folder of the zones", DEFAULT_FOLDER)
    .requiredOption("--server <addr:port>", "a nameserver to ask (again for each)", parseServer)
    .option(
      "--published <dir>",
      "expect the serials of the zone files in this folder (default: what the servers show)",
    )
    .option("--json", "print the report as JSON", false)
    .addHelpText(
      "after",
      "\nExit codes: 0 every answer is right, 1 the zones or answers are wrong, 2 the outside world failed.",
    )
    .action(action(run));
}

async function run(world: World, folder: string, options: VerifyOptions): Promise<Printed> {
  const { server, json, published } = options;
  const { zones, refused, finish } = await startRun("verify", folder, world);
  if (refused) return { report: finish("wrong"), json };
  const asker = await world.asker();
  const expected =
    published === undefined
      ? await expectedByServers(zones, server, asker, world)
      : render(
          await plan(
            zones,
            { folder, published: { kind: "folder", path: published }, serialAbove: new Map() },
            world,
          ),
          world,
        );
  const verification = await ask(expected, undefined, server, asker, world);
  const outcome = isFine(verification) ? "fine" : "wrong";
  return { report: finish(outcome, { verification, notes: clientNotes(verification) }), json };
}

async function expectedByServers(
  zones: readonly SourceZone[],
  servers: readonly Nameserver[],
  asker: Asker,
  world: World,
): Promise<Zone[]> {
  world.progress.step("Asking for the serials");
  const origins = zones.map(({ origin }) => origin);
  const shown = await Promise.all(servers.map((server) => shownByNameserver(server, origins, asker)));
  return zones.map((zone, index) => {
    const fallback = styleSerial(zone.config.serial, world.now());
    return expectedZone(
      zone,
      shown.map((byServer) => byServer[index]!),
      fallback,
    );
  });
}
