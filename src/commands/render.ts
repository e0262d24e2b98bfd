import { type Name, printName } from "../../dns/name.ts";
import type { PublishedSource } from "../options.ts";
import { plan, render } from "../pipeline.ts";
import { isDecided, type Plan } from "../plan/plan.ts";
import { jumpSentence } from "../plan/serial-jump.ts";
import { withAddresses } from "../published/with-addresses.ts";
import { withJournals } from "../published/with-journals.ts";
import { writeZones } from "../published/write-zones.ts";
import { undecidedNotes } from "../report/notes.ts";
import { startRun } from "../run.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER, HTML, parseSerialAbove } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface RenderOptions {
  readonly out: string;
  readonly published?: string;
  readonly live: boolean;
  readonly serialAbove?: ReadonlyMap<Name, number>;
  readonly json: boolean;
}

/** `zonepipe render`: the zone files, with serials that go up exactly when the content changes. */
export function addRender({ command, action }: Program): void {
  command("render", "write the zone files, with serials that go up exactly when the content changes")
    .argument("[folder]", ZONES_FOLDER, DEFAULT_FOLDER)
    .requiredOption("--out <dir>", "the folder to write <zone>.zone into")
    .option("--published <dir>", "the zone files that are published now (default: what --out holds already)")
    .option("--live", "ask the nameservers for what is published now", false)
    .option(
      "--serial-above <zone=serial>",
      "serials up to this one are spent (again for each zone)",
      parseSerialAbove,
    )
    .option("--json", "print the report as JSON", false)
    .option(...HTML)
    .addHelpText(
      "after",
      "\nExit codes: 0 written, 1 errors in the zones (nothing is written), 2 a serial is not known or the outside world failed.",
    )
    .action(action(onZones(run)));
}

async function run(world: World, folder: string, options: RenderOptions): Promise<Printed> {
  const { out, json, serialAbove = new Map() } = options;
  const { zones, refused, finish } = await startRun("render", folder, world);
  if (refused) return { report: finish("wrong", { notes: ["Nothing was written."] }), json };
  const published = publishedSource(options);
  const planned = await plan(zones, { folder, published, serialAbove }, world);
  if (!isDecided(planned)) {
    const notes = [...undecidedNotes(planned), "Nothing was written."];
    return { report: finish("blocked", { plan: planned, notes }), json };
  }
  const jumps = jumpNotes(planned);
  if (jumps.some(({ isHearsay }) => isHearsay)) {
    const notes = [...jumps.map(({ note }) => note), HOW_TO_LET_IT_JUMP, "Nothing was written."];
    return { report: finish("blocked", { plan: planned, notes }), json };
  }
  const rendered = await withJournals(planned, render(planned, world), published, world.files);
  const { zones: written, targets, notes: unseen } = await withAddresses(rendered, world);
  await writeZones(written, out, world);
  const notes = [...jumps.map(({ note }) => note), ...unseen, `Zone files are in ${JSON.stringify(out)}.`];
  return { report: finish("fine", { plan: planned, targets, notes }), json };
}

const HOW_TO_LET_IT_JUMP =
  "Where it is meant, tell the greatest serial that was ever used with --serial-above ZONE=SERIAL.";

/** The serials that jump. Who only answers at a nameserver's address has to be confirmed; a setting is the user's own. */
function jumpNotes({ zones }: Plan): { readonly note: string; readonly isHearsay: boolean }[] {
  return zones.flatMap(({ zone, decision }) => {
    const sentence = jumpSentence(decision, false);
    if (sentence === undefined || !("jump" in decision)) return [];
    const isHearsay = decision.jump?.causes.some(({ kind }) => kind === "place") === true;
    return [{ note: `${printName(zone.origin)}: ${sentence}.`, isHearsay }];
  });
}

function publishedSource({ live, published, out }: RenderOptions): PublishedSource {
  if (live) return { kind: "nameservers" };
  return published === undefined ? { kind: "output", path: out } : { kind: "folder", path: published };
}
