import { WorldError } from "../files/world-error.ts";
import { isFine } from "../pipeline.ts";
import { codeSpan } from "../report/markdown/escape.ts";
import { clientNotes } from "../report/notes.ts";
import { exitCode } from "../report/report.ts";
import { behindNotes } from "../report/secondary-wording.ts";
import { startRun } from "../run.ts";
import { configuredNameservers, verifyNameservers } from "../secondaries/verify-nameservers.ts";
import type { World } from "../world.ts";
import { printSummary, reportFiles } from "./faces.ts";
import type { Finished } from "./finished.ts";
import type { Inputs } from "./inputs.ts";

/**
 * Asks the nameservers for everything that the zones in the working folder say, over UDP and TCP. A secondary that is behind is
 * told, and is no wrong answer.
 */
export async function verifyMode(inputs: Inputs, world: World): Promise<Finished> {
  const run = await startRun("verify", inputs.zones, world);
  if (run.refused) return finished(run.finish("wrong"));
  const servers = inputs.nameservers.length > 0 ? inputs.nameservers : configuredNameservers(run.zones);
  if (servers.length === 0) {
    throw new WorldError(
      'Cannot verify: no nameserver is known; give the input "nameservers", or addresses in _config.yaml',
    );
  }
  const { verification, behind } = await verifyNameservers(run.zones, servers, world);
  // Where all that were asked are behind, nothing was seen to be right.
  const outcome = verification.paths.length > 0 && isFine(verification) ? "fine" : "wrong";
  const notes = [...behindNotes(behind), ...clientNotes(verification)];
  return finished(run.finish(outcome, { verification, notes }));
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
