import { printName } from "../../dns/name.ts";
import { WorldError } from "../files/world-error.ts";
import { ask, isFine } from "../pipeline.ts";
import { expectedByServers } from "../published/expected-by-servers.ts";
import { codeSpan } from "../report/markdown/escape.ts";
import { clientNotes } from "../report/notes.ts";
import { exitCode } from "../report/report.ts";
import { startRun } from "../run.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { printSummary, reportFiles } from "./faces.ts";
import type { Finished } from "./finished.ts";
import type { Inputs } from "./inputs.ts";

/** Asks the nameservers for everything that the zones in the working folder say, over UDP and TCP. */
export async function verifyMode(inputs: Inputs, world: World): Promise<Finished> {
  const run = await startRun("verify", inputs.zones, world);
  if (run.refused) return finished(run.finish("wrong"));
  const servers = inputs.nameservers.length > 0 ? inputs.nameservers : configured(run.zones);
  if (servers.length === 0) {
    throw new WorldError(
      'Cannot verify: no nameserver is known; give the input "nameservers", or addresses in _config.yaml',
    );
  }
  const asker = await world.asker();
  const expected = await expectedByServers(run.zones, servers, world);
  const verification = await ask(expected, undefined, servers, asker, world);
  const outcome = isFine(verification) ? "fine" : "wrong";
  return finished(run.finish(outcome, { verification, notes: clientNotes(verification) }));
}

/** Every address of every nameserver of the zones, once. */
function configured(zones: readonly SourceZone[]): Nameserver[] {
  const servers = zones.flatMap(({ config }) =>
    config.nameservers.flatMap(({ name, addresses }) =>
      addresses.map((address) => ({ name: printName(name), address, port: 53 })),
    ),
  );
  return [...new Map(servers.map((server) => [server.address, server])).values()];
}

function finished(report: Finished["report"]): Finished {
  return {
    report,
    summary: printSummary(report, codeSpan("report.json")),
    outputs: {},
    files: reportFiles(report),
    annotate: true,
    exitCode: exitCode(report.outcome),
  };
}
