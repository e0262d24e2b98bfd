import { policyIn } from "../dnssec/policy.ts";
import { WorldError } from "../files/world-error.ts";
import { isFine, plan, render } from "../pipeline.ts";
import { signedZoneAt } from "../render/signed-zone.ts";
import { clientNotes } from "../report/notes.ts";
import { behindNotes } from "../report/secondary-wording.ts";
import { startRun } from "../run.ts";
import { configuredNameservers, verifyNameservers } from "../secondaries/verify-nameservers.ts";
import type { Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER, HTML, parseSeconds, parseServer } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface VerifyOptions {
  readonly server?: readonly Nameserver[];
  readonly published?: string;
  readonly deadline: number;
  readonly json: boolean;
}

const DEADLINE = 10; // seconds: time for a lost packet and a slow reload, not for a deployment

/** `zonepipe verify`: asks nameservers for everything that the zones say, over UDP and TCP. */
export function addVerify({ command, action }: Program): void {
  command("verify", "ask nameservers for everything that the zones say, over UDP and TCP")
    .argument("[folder]", ZONES_FOLDER, DEFAULT_FOLDER)
    .option(
      "--server <addr:port>",
      "a nameserver to ask (again for each; default: those of _config.yaml)",
      parseServer,
    )
    .option(
      "--published <dir>",
      "expect the serials of the zone files in this folder (default: what the servers show)",
    )
    .option("--deadline <seconds>", "how long to ask again for what is not right yet", parseSeconds, DEADLINE)
    .option("--json", "print the report as JSON", false)
    .option(...HTML)
    .addHelpText(
      "after",
      "\nA nameserver that no app runs by _config.yaml, and that is behind with a zone, is told and is no wrong answer." +
        "\nExit codes: 0 every answer is right, 1 the zones or answers are wrong, 2 the outside world failed.",
    )
    .action(action(onZones(run)));
}

async function run(world: World, folder: string, options: VerifyOptions): Promise<Printed> {
  const { json, published, deadline } = options;
  const { zones, refused, finish } = await startRun("verify", folder, world);
  if (refused) return { report: finish("wrong"), json };
  const servers = options.server ?? configuredNameservers(zones);
  if (servers.length === 0)
    throw new WorldError(
      "Cannot verify: no nameserver has an address in _config.yaml; name one with --server",
    );
  const source = { kind: "folder", path: published ?? "" } as const;
  const expected =
    published === undefined
      ? undefined
      : render(await plan(zones, { folder, published: source, serialAbove: new Map() }, world), world).map(
          (zone) => (policyIn(zone) === undefined ? zone : signedZoneAt(zone, zone.serial, world.now())),
        );
  const patience = { ...world.patience, deadline: 1000 * deadline };
  const { verification, behind } = await verifyNameservers(zones, servers, { ...world, patience }, expected);
  // Where all that were asked are behind, nothing was seen to be right.
  const outcome = verification.paths.length > 0 && isFine(verification) ? "fine" : "wrong";
  const notes = [...behindNotes(behind), ...clientNotes(verification)];
  return { report: finish(outcome, { verification, notes }), json };
}
