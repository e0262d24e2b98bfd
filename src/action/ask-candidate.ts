import { ask } from "../pipeline.ts";
import { type Plan, serialOf } from "../plan/plan.ts";
import { type RenderedZone, renderZone } from "../render/render-zone.ts";
import { nextSerial } from "../serial/decide.ts";
import { styleSerial } from "../serial/style.ts";
import { writeZones } from "../steps/write-zones.ts";
import type { Verification } from "../verify/types.ts";
import type { World } from "../world.ts";

/**
 * Serves the planned zones on this machine and asks for everything in them. A serial that is not decided is stood in
 * for by the one that a deployment now would most likely take: the answers are about content.
 *
 * @param folder for the zone files
 */
export async function askCandidate(plan: Plan, folder: string, world: World): Promise<Verification> {
  const rendered = plan.zones.map((zone) => renderCandidate(zone, world.now()));
  await writeZones(rendered, folder, world);
  const asker = await world.asker();
  world.progress.step("Starting the candidate nameserver");
  const { address, port, stop } = await world.startServer(folder);
  try {
    return await ask(rendered, plan, [{ name: "candidate", address, port }], asker, world);
  } finally {
    await stop();
  }
}

function renderCandidate(
  { zone, decision, publishedSerial }: Plan["zones"][number],
  now: Date,
): RenderedZone {
  const fresh = styleSerial(zone.config.serial, now);
  const standIn = publishedSerial === undefined ? fresh : nextSerial(publishedSerial, fresh);
  return renderZone(zone, serialOf(decision) ?? standIn);
}
