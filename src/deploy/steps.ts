import type { DeploymentStep } from "../report/deployment.ts";
import type { World } from "../world.ts";

/** Carries steps out, one after another, and writes down what became of them. */
export interface Steps {
  /**
   * Carries one out; an error of its goes on to the caller.
   *
   * @param failureOf says why a step that came to its end has failed all the same: a sentence without its final stop
   */
  readonly take: <Value>(
    label: string,
    act: () => Promise<Value>,
    failureOf?: (value: Value) => string | undefined,
  ) => Promise<Value>;
  readonly taken: () => readonly DeploymentStep[];
}

/** Steps that a person sees as they are taken. */
export function makeSteps({ progress, patience: { clock } }: Pick<World, "progress" | "patience">): Steps {
  const taken: DeploymentStep[] = [];
  return {
    taken: () => taken,
    async take(label, act, failureOf) {
      progress.step(label);
      const start = clock.now();
      const note = (outcome: Pick<DeploymentStep, "outcome" | "detail">) =>
        taken.push({ label, ...outcome, milliseconds: clock.now() - start });
      try {
        const value = await act();
        const detail = failureOf?.(value);
        note(detail === undefined ? { outcome: "done" } : { outcome: "failed", detail });
        return value;
      } catch (error) {
        note({ outcome: "failed", detail: error instanceof Error ? error.message : String(error) });
        throw error;
      }
    },
  };
}
