import type { Zone } from "../dns/zone.ts";
import { policyIn } from "./dnssec/policy.ts";
import type { Options } from "./options.ts";
import { deletedBy, isDecided, makePlan, type Plan, serialOf } from "./plan/plan.ts";
import { reviewPlan } from "./plan/review.ts";
import { published } from "./published/published.ts";
import { BRIEFLY } from "./published/shown-by-nameserver.ts";
import { withAddresses } from "./published/with-addresses.ts";
import { withJournals } from "./published/with-journals.ts";
import { writeZones } from "./published/write-zones.ts";
import { type RenderedZone, renderZone } from "./render/render-zone.ts";
import { signedZoneAt } from "./render/signed-zone.ts";
import { clientNotes } from "./report/notes.ts";
import type { Report } from "./report/report.ts";
import { startRun } from "./run.ts";
import type { SourceZone } from "./source/source-zone.ts";
import { OWN_SERVER } from "./verify/own-server.ts";
import { makeTargets } from "./verify/targets.ts";
import type { Asker, Nameserver, Verification } from "./verify/types.ts";
import { verify } from "./verify/verify.ts";
import type { World } from "./world.ts";

/** The whole line against the embedded server: check, plan, render into `out`, serve, verify. */
export async function up(options: Options, out: string, world: World): Promise<Report> {
  const run = await startRun("up", options.folder, world);
  if (run.refused) return run.finish("wrong");
  const planned = await plan(run.zones, options, world);
  if (!isDecided(planned)) return run.finish("blocked", { plan: planned });
  const rendered = await withJournals(planned, render(planned, world), options.published, world.files);
  const { zones: written, found, targets: now, notes } = await withAddresses(rendered, world);
  await writeZones(written, out, world);

  const asker = await world.asker();
  world.progress.step("Starting the nameserver");
  const isShape = rendered.some((zone) => policyIn(zone) !== undefined);
  const { address, port, stop } = await world.startServer(out, isShape);
  const answered = rendered.map((zone) => asAnswered(zone, world.now()));
  try {
    const nameservers = [{ name: address, address, port }];
    const targets = makeTargets(() => world.resolver(), found);
    const patience = { ...world.patience, ...OWN_SERVER, targets };
    const verification = await ask(answered, planned, nameservers, asker, { ...world, patience });
    const outcome = isFine(verification) ? "fine" : "wrong";
    return run.finish(outcome, {
      plan: planned,
      review: reviewPlan(planned, nobody),
      verification,
      targets: now,
      notes: [...notes, ...clientNotes(verification)],
    });
  } finally {
    await stop();
  }
}

/** A zone as a nameserver of ours answers it now: signed, where it signs it. */
function asAnswered(zone: RenderedZone, at: Date): Zone {
  return policyIn(zone) === undefined ? zone : signedZoneAt(zone, zone.serial, at);
}

/** On this machine there are no labels, so nothing is allowed by one. */
export const nobody = (): undefined => undefined;

/** The zones against what is published. */
export async function plan(zones: readonly SourceZone[], options: Options, world: World): Promise<Plan> {
  world.progress.step("Comparing with what is published");
  const known = await published(zones, options, world, BRIEFLY);
  return makePlan(zones, known.of, known.removed, world.now());
}

/** The zone files of a plan whose serials are all decided. */
export function render(plan: Plan, world: World): RenderedZone[] {
  world.progress.step("Rendering the zone files");
  return plan.zones.map(({ zone, decision }) => {
    const serial = serialOf(decision);
    if (serial === undefined) throw new Error("Cannot render: a serial is not decided");
    return renderZone(zone, serial);
  });
}

/** Asks the nameservers for everything that the zones say, and for what the plan deletes. */
export function ask(
  zones: readonly Zone[],
  plan: Plan | undefined,
  nameservers: readonly Nameserver[],
  asker: Asker,
  world: World,
): Promise<Verification> {
  world.progress.step("Asking the nameserver");
  const expected = zones.map((zone) => ({ zone, deleted: deletedBy(plan, zone.origin) }));
  return verify(expected, nameservers, asker, {
    targets: makeTargets(() => world.resolver()),
    ...world.patience,
    onProgress: world.progress.count,
  });
}

/** Every answer that was asked for came, and was right. What could not be asked from here does not count. */
export function isFine({ paths }: Verification): boolean {
  return paths.every((path) => path.notAsked !== undefined || path.passed === path.asked);
}
