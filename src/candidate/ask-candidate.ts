import { policyIn } from "../dnssec/policy.ts";
import { type Plan, serialOf } from "../plan/plan.ts";
import { type WithAddresses, withAddresses } from "../published/with-addresses.ts";
import { writeZones } from "../published/write-zones.ts";
import { type RenderedZone, renderZone } from "../render/render-zone.ts";
import { signedZoneAt } from "../render/signed-zone.ts";
import { nextSerial } from "../serial/decide.ts";
import { styleSerial } from "../serial/style.ts";
import { OWN_SERVER } from "../verify/own-server.ts";
import { makeTargets } from "../verify/targets.ts";
import type { Verification } from "../verify/types.ts";
import type { World } from "../world.ts";
import { verifyCandidate } from "./verify-candidate.ts";

/** What a candidate answered. */
export interface AskedCandidate {
  readonly verification: Verification;
  /** What targets of ALIAS have now, by the keys of their names as they are written. */
  readonly targets: WithAddresses<RenderedZone>["targets"];
}

/**
 * Serves the planned zones on this machine and asks for what the plan changes, and for a sample of the rest. A serial
 * that is not decided is stood in for by the one that a deployment now would most likely take: the answers are about
 * content.
 *
 * @param folder for the zone files
 */
export async function askCandidate(plan: Plan, folder: string, world: World): Promise<AskedCandidate> {
  world.progress.step("Rendering the candidate's zone files");
  const zones = plan.zones.map(({ changes, ...planned }) => ({
    zone: renderCandidate(planned, world.now()),
    changes,
  }));
  const {
    zones: written,
    found,
    targets: now,
  } = await withAddresses(
    zones.map(({ zone }) => zone),
    world,
  );
  const [first] = await Promise.all([world.asker(), writeZones(written, folder, world)]);
  world.progress.step("Starting the candidate nameserver");
  const signed = zones.some(({ zone }) => policyIn(zone) !== undefined);
  const { address, port, stop } = await world.startServer(folder, signed);
  const answered = zones.map(({ zone, changes }) => ({
    zone: policyIn(zone) === undefined ? zone : signedZoneAt(zone, zone.serial, world.now()),
    changes,
  }));
  try {
    world.progress.step("Asking the candidate");
    const verification = await verifyCandidate(
      answered,
      { name: "candidate", address, port },
      { first, builtIn: world.builtInAsker },
      {
        ...world.patience,
        ...OWN_SERVER,
        targets: makeTargets(() => world.resolver(), found),
        onProgress: world.progress.count,
      },
    );
    return { verification, targets: now };
  } finally {
    await stop();
  }
}

function renderCandidate(
  { zone, decision, publishedSerial }: Omit<Plan["zones"][number], "changes">,
  now: Date,
): RenderedZone {
  const fresh = styleSerial(zone.config.serial, now);
  const standIn = publishedSerial === undefined ? fresh : nextSerial(publishedSerial, fresh);
  return renderZone(zone, serialOf(decision) ?? standIn);
}
