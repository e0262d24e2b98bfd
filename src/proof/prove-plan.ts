import type { Plan, ZonePlan } from "../plan/plan.ts";
import type { World } from "../world.ts";
import { indexChanges } from "./change-index.ts";
import type { NotProved, Proof } from "./proof.ts";
import { type ProofTask, prove } from "./prove.ts";
import { makeSide, type ZoneContent } from "./side.ts";

/** How a plan is proved. */
export interface ProofSettings {
  /** All questions are asked, also those that no change can reach. */
  readonly isFull: boolean;
  /** An empty folder. */
  readonly scratch: string;
  /** Told of every answer that changes, with its cause. */
  readonly onChange?: NonNullable<ProofTask["onChange"]>;
}

/**
 * Finds out what a plan does to answers: asks the nameserver's own code for every kind of question, with the zones that the
 * plan starts from and with those that it leads to.
 */
export async function provePlan(
  plan: Plan,
  { scratch, ...settings }: ProofSettings,
  world: World,
): Promise<Proof> {
  const { clock } = world.patience;
  world.progress.step("Comparing every answer with what it was");
  const start = clock.now();
  const proof = await prove({ ...taskOf(plan), ...settings }, scratch, world);
  return { ...proof, milliseconds: clock.now() - start };
}

/** No answer changes without a cause, and the model of answers agrees. Otherwise something of ours is wrong. */
export function isSound({ unexplained, model }: Proof): boolean {
  return unexplained.length === 0 && model.disagreements.length === 0;
}

function taskOf({ zones, removed }: Plan): Omit<ProofTask, "isFull" | "onChange"> {
  const before: ZoneContent[] = [];
  const after: ZoneContent[] = [];
  const notProved: NotProved[] = [];
  for (const planned of zones) {
    const was = contentBefore(planned);
    if (was === undefined) {
      notProved.push({
        zone: planned.zone.origin,
        reason: "what it says now is not known, so nothing can be compared",
      });
      continue;
    }
    if (was.length > 0) before.push({ origin: planned.zone.origin, records: was });
    after.push(planned.zone);
  }
  for (const { origin, content } of removed) {
    if (content === undefined) notProved.push({ zone: origin, reason: "what it says now is not known" });
    else before.push({ origin, records: content });
  }
  const first = makeSide(before);
  const whole = [
    ...zones
      .filter((planned) => contentBefore(planned)?.length === 0)
      .map(({ zone: { origin, file } }) => ({
        origin,
        kind: "added" as const,
        at: { file, line: 1, column: 1 },
      })),
    ...removed.map(({ origin, file }) => ({
      origin,
      kind: "removed" as const,
      ...(file !== undefined && { at: { file, line: 1, column: 1 } }),
    })),
  ];
  const changed = zones.flatMap(({ zone: { origin }, changes = [] }) =>
    changes.length === 0 ? [] : [{ origin, changes }],
  );
  return { sides: [first, makeSide(after, first)], changes: indexChanges(changed, whole), notProved };
}

/** The records that the plan starts from; of a zone in which nothing changes those that it has. */
function contentBefore({ zone, changes, base }: ZonePlan): ZoneContent["records"] | undefined {
  return changes?.length === 0 ? zone.records : base;
}
