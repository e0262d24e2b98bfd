import { showLines } from "../../dns/show-hidden.ts";
import { policyIn } from "../dnssec/policy.ts";
import { WorldError } from "../files/world-error.ts";
import { plan, render } from "../pipeline.ts";
import { isDecided } from "../plan/plan.ts";
import { withAddresses } from "../published/with-addresses.ts";
import { withJournals } from "../published/with-journals.ts";
import { writeZones } from "../published/write-zones.ts";
import type { Report } from "../report/report.ts";
import { printTerminal } from "../report/terminal.ts";
import { startRun } from "../run.ts";
import type { Nameserver } from "../verify/types.ts";
import { wantsColour } from "../world/colour.ts";
import { resolverWords, runServer } from "../world/server-process.ts";
import { stateOfFolder, watchFolder } from "../world/watch-folder.ts";
import type { World } from "../world.ts";
import { collect, DEFAULT_FOLDER, DEFAULT_OUT, parseServer } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface ServeOptions {
  readonly listen?: readonly string[];
  readonly out: string;
  readonly watch: boolean;
  readonly keys?: string;
  readonly resolver?: readonly Nameserver[];
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
    .option("--watch", "check, render and serve every edit of the zones at once", false)
    .option("--keys <folder>", "private keys of signed zones; without it, signatures are stand-ins")
    .option(
      "--resolver <addr:port>",
      "whom the nameserver asks for targets of ALIAS (again for each; default: the machine's resolvers)",
      parseServer,
    )
    .addHelpText("after", "\nExit codes: those of the nameserver; 1 errors in the zones.")
    .action(action(onZones(run)));
}

async function run(world: World, folder: string, options: ServeOptions): Promise<Printed> {
  const { listen = [DEFAULT_LISTEN], out, watch, resolver } = options;
  const asking = { ...world, resolver: () => world.resolver(resolver) };
  const look = () => stateOfFolder(folder, out);
  const since = look();
  const report = await renderInto(out, folder, asking);
  if (report.outcome !== "fine") return { report, json: false };
  const words = [
    ...listen.flatMap((at) => ["--listen", at]),
    ...["--zones", out],
    ...signingWords(options.keys, report),
    ...resolverWords(resolver ?? []),
  ];
  if (!watch) return { exitCode: await runServer(words) };
  const onChange = (reload: () => void) => () => renderAgain(out, folder, asking, reload);
  return { exitCode: await runServer(words, (reload) => watchFolder(look, since, onChange(reload))) };
}

/** How the nameserver signs: with the keys in a folder, or where zones want it and there are none, with stand-ins. */
function signingWords(keys: string | undefined, { plan: planned }: Report): string[] {
  if (keys !== undefined) return ["--dnssec-keys", keys];
  const isWanted = planned?.zones.some(({ zone }) => policyIn(zone) !== undefined) === true;
  return isWanted ? ["--dnssec-shape"] : [];
}

/** Checks, plans and renders; where the report is not fine, nothing was written. */
async function renderInto(out: string, folder: string, world: World): Promise<Report> {
  const { zones, refused, finish } = await startRun("serve", folder, world);
  if (refused) return finish("wrong");
  const published = { kind: "output", path: out } as const;
  const planned = await plan(zones, { folder, published, serialAbove: new Map() }, world);
  const notes: string[] = [];
  let now: Report["targets"];
  if (isDecided(planned)) {
    const rendered = await withJournals(planned, render(planned, world), published, world.files);
    const { zones: written, targets, notes: silent } = await withAddresses(rendered, world);
    notes.push(...silent);
    now = targets;
    await writeZones(written, out, world);
  }
  const report = finish(isDecided(planned) ? "fine" : "blocked", {
    plan: planned,
    ...(now && { targets: now }),
    notes,
  });
  world.progress.end();
  return report;
}

/** After an edit. Whatever is wrong, what was served before is served on. */
async function renderAgain(out: string, folder: string, world: World, reload: () => void): Promise<void> {
  try {
    const report = await renderInto(out, folder, world);
    if (report.outcome === "fine") reload();
    const notes = report.outcome === "fine" ? report.notes : [...report.notes, KEPT];
    process.stderr.write(`\n${printTerminal({ ...report, notes }, wantsColour(process.stderr))}`);
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    process.stderr.write(`\n${showLines(error.message)}\n${KEPT}\n`);
  }
}

const KEPT = "The zones from before this edit are served on.";
