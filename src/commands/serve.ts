import { plan, render } from "../pipeline.ts";
import { isDecided } from "../plan/plan.ts";
import { writeZones } from "../published/write-zones.ts";
import { startRun } from "../run.ts";
import { runServer } from "../world/server-process.ts";
import type { World } from "../world.ts";
import { collect, DEFAULT_FOLDER, DEFAULT_OUT } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface ServeOptions {
  readonly listen?: readonly string[];
  readonly out: string;
}

const DEFAULT_LISTEN = "127.0.0.1:5300";

/** `zonepipe serve`: renders the zones and serves them in the foreground until it gets SIGINT or SIGTERM. */
export function addServe({ command, action }: Program): void {
  command("serve", "render the zones and answer for them until interrupted")
    .argument("[folder]", ZONES_FOLDER, DEFAULT_FOLDER)
    .option(
      "--listen <addr:port>",
      `where to listen, by UDP and TCP (again for each; default: ${DEFAULT_LISTEN})`,
      collect,
    )
    .option("--out <dir>", "where the zone files go; the last render there counts as published", DEFAULT_OUT)
    .addHelpText("after", "\nExit codes: those of the nameserver; 1 errors in the zones.")
    .action(action(onZones(run)));
}

async function run(world: World, folder: string, options: ServeOptions): Promise<Printed> {
  const { listen = [DEFAULT_LISTEN], out } = options;
  const { zones, refused, finish } = await startRun("serve", folder, world);
  if (refused) return { report: finish("wrong"), json: false };
  const published = { kind: "output", path: out } as const;
  const planned = await plan(zones, { folder, published, serialAbove: new Map() }, world);
  if (!isDecided(planned)) return { report: finish("blocked", { plan: planned }), json: false };
  await writeZones(render(planned, world), out, world);
  world.progress.end();
  return { exitCode: await runServer([...listen.flatMap((at) => ["--listen", at]), "--zones", out]) };
}
