import type { MachineProof } from "../report/deployment.ts";
import type { World } from "../world.ts";
import { chooseCanary } from "./canary.ts";
import type { Expectation } from "./expectation.ts";
import { isRight, proveMachines } from "./prove-machines.ts";
import type { Steps } from "./steps.ts";
import type { SurveyedMachine } from "./survey.ts";

/** An app and how it runs. */
export interface AppOrder {
  readonly app: string;
  /** Its `fly.toml`. */
  readonly config: string;
}

/** What one app gets. */
export interface RollOut {
  readonly order: AppOrder;
  readonly image: string;
  /** The machines that it has now. */
  readonly machines: readonly SurveyedMachine[];
  /** A few machines take it first. */
  readonly hasCanary: boolean;
  readonly expectation: Expectation;
  /** Milliseconds that machines may take to be right once they are released. */
  readonly deadline: number;
  /** What the machines find in their environment besides. */
  readonly env: { readonly [name: string]: string };
}

/** Something went wrong on the way: what runs now must go back. Its message is a sentence without its final stop. */
export class DeploymentFailure extends Error {}

/** The machines of an app once they are right, and those that went away meanwhile. */
export interface RolledOut {
  readonly proofs: readonly MachineProof[];
  readonly gone: readonly string[];
}

/**
 * Releases an image to an app, a few machines first, and has every machine prove itself. Throws when one does not. A
 * machine that goes away meanwhile is told: nothing that it answers can be wrong, and going back brings none of it.
 */
export async function rollOut(
  { order, image, machines, hasCanary, expectation, deadline, env }: RollOut,
  steps: Steps,
  { fly, patience: { clock } }: Pick<World, "fly" | "patience">,
): Promise<RolledOut> {
  const { app, config } = order;
  const prove = (label: string, wanted: readonly string[] | undefined) =>
    steps.take(label, async () => {
      const proofs = await proveMachines(
        {
          app,
          ...(wanted === undefined ? {} : { machines: wanted }),
          expectationOf: () => expectation,
          deadline,
        },
        fly,
        clock,
      );
      requireRight(app, proofs);
      return proofs;
    });
  const { canary, rest } = chooseCanary(hasCanary ? machines : []);
  if (canary !== undefined) {
    const { label, scope } = canary;
    await steps.take(`Releasing ${app}, ${label} first`, () =>
      fly.deploy({ app, config, image, scope, env }),
    );
    await prove(`Asking ${label} of ${app}`, canary.machines);
  }
  const what = canary === undefined ? app : `the rest of ${app}`;
  await steps.take(`Releasing ${what}`, () => fly.deploy({ app, config, image, scope: rest, env }));
  const proofs = await prove(`Asking every machine of ${app}`, undefined);
  const known = machines.map(({ machine }) => machine.id);
  return { proofs, gone: known.filter((id) => !proofs.some(({ machine }) => machine === id)) };
}

/** Throws when a machine is not right, or when there is none. */
export function requireRight(app: string, proofs: readonly MachineProof[]): void {
  if (proofs.length === 0) throw new DeploymentFailure(`${app} has no machine`);
  const wrong = proofs.filter((proof) => !isRight(proof));
  const [first] = wrong;
  if (first === undefined) return;
  const others = wrong.length === 1 ? "" : `, and ${wrong.length - 1} more are not right`;
  throw new DeploymentFailure(`Machine ${first.machine} of ${app}: ${first.problem ?? "not right"}${others}`);
}
