import { printName } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import { WorldError } from "../../src/files/world-error.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { makePullRequestPlan } from "../../src/plan/pull-request.ts";
import { reviewPlan } from "../../src/plan/review.ts";
import type { Proof } from "../../src/proof/proof.ts";
import { provePlan } from "../../src/proof/prove-plan.ts";
import type { Clone } from "../../src/world/clone.ts";
import { inScratch } from "../../src/world/scratch.ts";
import type { World } from "../../src/world.ts";
import { type Finding, MOST_KEPT, type ProofCounts } from "./finding.ts";
import { type Step, stepsThatTouch } from "./steps.ts";
import { type ZonesAt, zonesAt } from "./zones-at.ts";

/** What is replayed. */
export interface ReplayOptions {
  /** Of zones, from the folder that the clone was looked for from. */
  readonly folder: string;
  /** So many of the newest commits; all where it is undefined. */
  readonly most: number | undefined;
  readonly isFull: boolean;
}

/**
 * Plans and proves every commit that touched the zones again, one after the other, the oldest first. Of the past the zones of
 * two commits are held at a time.
 *
 * @throws WorldError where the history cannot be read
 */
export async function* replay(clone: Clone, options: ReplayOptions, world: World): AsyncIterable<Finding> {
  const { folder, most } = options;
  const steps = await stepsThatTouch(clone, folder, most);
  if (steps.length === 0)
    throw new WorldError(`Cannot replay: no commit has a folder ${JSON.stringify(folder)}`);
  let last: { readonly commit: string; readonly zones: ZonesAt } | undefined;
  for (const step of steps) {
    const start = performance.now();
    let read: { readonly before: ZonesAt; readonly after: ZonesAt };
    try {
      const { commit } = step;
      const known = last !== undefined && last.commit === step.before ? last.zones : undefined;
      last = undefined;
      read = {
        before: known ?? (await zonesAt(clone, folder, step.before)),
        after: await zonesAt(clone, folder, commit),
      };
      last = { commit, zones: read.after };
    } catch (error) {
      yield { kind: "skipped", step, reason: messageOf(error) };
      continue;
    }
    yield await replayStep(step, read, performance.now() - start, options, world);
  }
}

async function replayStep(
  step: Step,
  { before, after }: { readonly before: ZonesAt; readonly after: ZonesAt },
  read: number,
  { isFull }: ReplayOptions,
  world: World,
): Promise<Finding> {
  if (step.isCut) return { kind: "skipped", step, reason: "the clone ends here: git fetch --unshallow" };
  const start = performance.now();
  try {
    const plan = makePullRequestPlan(before.base, after.zones, () => [], world.now(), after.unread);
    const changes = changesIn(plan);
    if (changes === 0) {
      const broken = reasonOf(after, "after") ?? reasonOf(before, "before");
      if (broken !== undefined) return { kind: "skipped", step, reason: broken };
    }
    const { dangers, effects } = reviewPlan(plan, () => undefined);
    const planned = performance.now();
    const proof = await inScratch((scratch) => provePlan(plan, { isFull, scratch }, world));
    return {
      kind: "replayed",
      step,
      milliseconds: { read, plan: planned - start, proof: performance.now() - planned },
      zones: after.zones.length,
      records: after.zones.reduce((sum, { records }) => sum + records.length, 0),
      changes,
      dangers: dangers.map(({ kind, zone }) => ({ kind, zone })),
      effects: effects.length,
      errors: after.errors.length,
      proof: countsOf(proof),
    };
  } catch (error) {
    return { kind: "failed", step, reason: messageOf(error) };
  }
}

function changesIn({ zones, removed }: Plan): number {
  const inZones = zones.reduce((sum, { changes = [] }) => sum + changes.length, 0);
  return inZones + removed.reduce((sum, { records = 1 }) => sum + records, 0);
}

/** Why zones could not be read, by the first that is wrong. */
function reasonOf({ unread, isBroken, errors }: ZonesAt, when: string): string | undefined {
  const files = [...unread].map(({ file }) => file);
  const isOfThem = ({ file }: Problem) =>
    isBroken || files.some((one) => file === one || file.startsWith(`${one}/`));
  const first = errors.find(isOfThem);
  if (first === undefined) return undefined;
  const { file, line, message } = first;
  const zones = [...unread].map(({ origin }) => printName(origin)).slice(0, 3);
  const what = isBroken ? "no zone can" : `${zones.join(", ")} cannot`;
  return `${when} it ${what} be read: ${file}:${line} ${message}`;
}

function countsOf(proof: Proof): ProofCounts {
  const { questions, asked, same, changed, asWritten, notProved, unexplained, model } = proof;
  const consequences = new Map<string, number>();
  for (const { kind, count } of proof.groups) {
    if (kind !== "written") consequences.set(kind, (consequences.get(kind) ?? 0) + count);
  }
  return {
    ...{ questions, asked, same, changed, asWritten, notProved, consequences },
    unexplained: unexplained.slice(0, MOST_KEPT),
    model: { ...model, disagreements: model.disagreements.slice(0, MOST_KEPT) },
  };
}

function messageOf(error: unknown): string {
  return error instanceof WorldError ? error.message : `${(error as Error).stack ?? error}`;
}
